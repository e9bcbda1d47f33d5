#include "core/base/random.h"
#include "core/decision/confusion.h"
#include "core/decision/threshold_table.h"
#include "core/metrics/intervals.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace andon;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

std::vector<double> exponential_scores(std::uint64_t seed, std::size_t n) {
  Random random(Seed{seed});
  std::vector<double> scores(n);
  for (double& score : scores)
    score = random.exponential();
  return scores;
}

} // namespace

class TestDecision : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void the_rule() {
    QVERIFY(decide(1, 1));
    QVERIFY(!decide(std::nextafter(1, 0), 1));
    QVERIFY(decide(infinity, infinity));
    QVERIFY(!decide(-infinity, 0));
    QVERIFY(decide(not_a_number, 1) && decide(0, not_a_number));
  }
  void published_facts() {
    QVERIFY(std::abs(certified_rate(50, 0) - 0.058) < 2e-4);
    QVERIFY(certified_rate(2995, 0) <= 0.001 && certified_rate(2994, 0) > 0.001);
    QCOMPARE(items_needed(0.001), std::int64_t{2995});
    QCOMPARE(items_needed(0.05), std::int64_t{59});
    QCOMPARE(items_needed(0.5, 0.5), std::int64_t{1});
    QCOMPARE(certified_rate(0, 0), 1.0);
    // The largest of 50 normal scores rejects 1.96 % on average, 0.10 % to 5.8 % in 5 to 95 of 100 fits.
    QVERIFY(std::abs(exceedance_risk(50, 50, 0.058) - 0.05) < 1e-3);
    QVERIFY(std::abs(exceedance_risk(50, 50, 0.001) - 0.95) < 2e-3);
    QCOMPARE(exceedance_risk(50, 0, 0.9), 1.0);
  }
  void percentile_certifies_only_what_it_can() {
    const auto scores = exponential_scores(1, 2995);
    const ThresholdFit enough = *fit_threshold("percentile", {.normal = scores, .alpha = 0.001});
    QVERIFY(enough.supported);
    QCOMPARE(enough.needed_more, std::int64_t{0});
    QCOMPARE(enough.method, std::string("percentile"));
    QVERIFY(enough.threshold > *std::max_element(scores.begin(), scores.end()));
    QCOMPARE(enough.diagnostics.at("rejected"), 0.0);
    QVERIFY(enough.diagnostics.at("certified_rate") <= 0.001);

    const ThresholdFit few =
        *fit_threshold("percentile", {.normal = std::span(scores).first(50), .alpha = 0.001});
    QVERIFY(!few.supported);
    QVERIFY(std::isnan(few.threshold));
    QCOMPARE(few.needed_more, std::int64_t{2945});
    QVERIFY2(few.message.find("not supported by these data; 2945 more normal items are needed") !=
                 std::string::npos,
             few.message.c_str());
    QVERIFY2(few.message.find("5.816 %") != std::string::npos, few.message.c_str());

    const ThresholdFit plain = *fit_threshold("percentile", {.normal = std::span(scores).first(100)});
    QVERIFY(std::isfinite(plain.threshold)); // a sample percentile exists; its promise does not
    QVERIFY(!plain.supported);
    QCOMPARE(plain.needed_more, std::int64_t{598 - 100});
    QCOMPARE(plain.interval->high, infinity);
  }
  /// The promise itself: over many fits the true rate exceeds alpha in at most 5 % of them (here exp(−t) is
  /// exact).
  void percentile_keeps_its_promise() {
    for (const double alpha : {0.05, 0.02}) {
      int broken = 0;
      for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const auto scores = exponential_scores(seed, 300);
        const ThresholdFit fit = *fit_threshold("percentile", {.normal = scores, .alpha = alpha});
        broken += std::exp(-fit.threshold) > alpha;
      }
      QVERIFY2(broken <= 70, qPrintable(QString::number(broken))); // 50 expected at most, deviation 7
      QVERIFY2(broken >= 5,
               qPrintable(QString::number(broken))); // and it does not hide behind a huge threshold
    }
  }
  void percentile_interval_covers_the_quantile() {
    int covered = 0;
    const double truth = -std::log(0.1);
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
      const auto scores = exponential_scores(seed, 200);
      const Estimate interval =
          *fit_threshold("percentile", {.normal = scores}, {{"percentile", 90.0}})->interval;
      covered += interval.low <= truth && truth <= interval.high;
    }
    QVERIFY2(covered >= 465 && covered < 500, qPrintable(QString::number(covered)));
  }
  void percentile_is_invariant_to_units_and_ties() {
    auto scores = exponential_scores(4, 1000);
    const double before = fit_threshold("percentile", {.normal = scores})->threshold;
    for (double& score : scores)
      score = 1e6 * score + 3;
    QVERIFY(std::abs(fit_threshold("percentile", {.normal = scores})->threshold - (1e6 * before + 3)) < 1e-3);
    const std::vector<double> equal(1000, 2.0);
    const ThresholdFit tied = *fit_threshold("percentile", {.normal = equal, .alpha = 0.01});
    QVERIFY(!decide(2.0, tied.threshold)); // ties pass, so the promise holds for them too
    const std::vector<double> with_infinity{1, 2, infinity};
    QCOMPARE(fit_threshold("percentile", {.normal = with_infinity}, {{"percentile", 100.0}})->threshold,
             infinity);
  }
  void f1_realises_what_it_reports() {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
      Random random(Seed{seed});
      std::vector<double> scores;
      std::vector<int> labels;
      for (int i = 0; i < 60; ++i) {
        labels.push_back(i % 3 == 0);
        scores.push_back(std::round(random.normal(labels.back(), 1) * 4) / 4);
      }
      const ThresholdFit fit = *fit_threshold("f1", {.scores = scores, .labels = labels});
      const DecisionRates realised = decision_rates(SortedScores::from(scores, labels)->at(fit.threshold));
      QCOMPARE(realised.f1.value, fit.diagnostics.at("f1"));
      QVERIFY(fit.interval->low < fit.threshold && fit.threshold <= fit.interval->high);
      QVERIFY(realised.f1.low <= realised.f1.value && realised.f1.value <= realised.f1.high);
    }
  }
  void wrong_input_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<double>("score");
    QTest::addColumn<double>("alpha");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("part");
    QTest::newRow("method") << "percentil" << 1.0 << 0.1 << ""
                            << "did you mean 'percentile'";
    QTest::newRow("nan") << "percentile" << not_a_number << 0.1 << ""
                         << "normal scores: number 1 is not a number";
    QTest::newRow("alpha") << "percentile" << 1.0 << 1.0 << ""
                           << "between 0 and 1";
    QTest::newRow("option") << "percentile" << 1.0 << 0.1 << "percentle"
                            << "percentile";
    QTest::newRow("labels") << "f1" << 1.0 << 0.1 << ""
                            << "needs labelled scores";
    QTest::newRow("f1 option") << "f1" << 1.0 << 0.1 << "beta"
                               << "beta";
  }
  void wrong_input() {
    QFETCH(QString, method);
    QFETCH(double, score);
    QFETCH(double, alpha);
    QFETCH(QString, key);
    QFETCH(QString, part);
    const std::vector<double> scores{0, score};
    OptionMap options;
    if (!key.isEmpty())
      options[key.toStdString()] = 1.0;
    const auto fit = fit_threshold(method.toStdString(), {.normal = scores, .alpha = alpha}, options);
    QVERIFY(!fit);
    QVERIFY2(QString::fromStdString(fit.error().message).contains(part), fit.error().message.c_str());
  }
  void missing_data() {
    QCOMPARE(fit_threshold("percentile", {}).error().code, ErrorCode::insufficient_data);
    const std::vector<double> scores{1, 2};
    const std::vector<int> good{0, 0}, bad{1, 1};
    QCOMPARE(fit_threshold("f1", {.scores = scores, .labels = good}).error().code,
             ErrorCode::insufficient_data);
    const ThresholdFit all_bad = *fit_threshold("f1", {.scores = scores, .labels = bad});
    QVERIFY(!all_bad.supported && all_bad.needed_more == 1);
    const ThresholdFit one = *fit_threshold("percentile", {.normal = std::span(scores).first(1)});
    QCOMPARE(one.threshold, 1.0);
    QVERIFY(!one.supported);
  }
  void sorted_scores_agree_with_a_plain_loop() {
    Random random(Seed{3});
    std::vector<double> scores;
    std::vector<int> labels;
    for (int i = 0; i < 500; ++i) {
      scores.push_back(std::round(random.normal() * 10) / 10);
      labels.push_back(static_cast<int>(random.below(3)) - 1);
    }
    const SortedScores sorted = *SortedScores::from(scores, labels);
    QCOMPARE(sorted.unlabelled(), static_cast<std::int64_t>(std::count(labels.begin(), labels.end(), -1)));
    for (double threshold = -3; threshold < 3; threshold += 0.05) {
      Confusion expected;
      for (std::size_t i = 0; i < scores.size(); ++i) {
        const bool flagged = decide(scores[i], threshold);
        if (labels[i] == 1)
          ++(flagged ? expected.caught : expected.escapes);
        else if (labels[i] == 0)
          ++(flagged ? expected.overkill : expected.passed);
      }
      QVERIFY(sorted.at(threshold) == expected);
      Confusion reviewed;
      const double low = threshold - 0.5;
      for (std::size_t i = 0; i < scores.size(); ++i) {
        const Verdict given = verdict(scores[i], threshold, low);
        QCOMPARE(given == Verdict::anomalous, decide(scores[i], threshold));
        if (labels[i] == 1)
          ++(given == Verdict::anomalous ? reviewed.caught
             : given == Verdict::review  ? reviewed.review_abnormal
                                         : reviewed.escapes);
        else if (labels[i] == 0)
          ++(given == Verdict::anomalous ? reviewed.overkill
             : given == Verdict::review  ? reviewed.review_normal
                                         : reviewed.passed);
      }
      QVERIFY(sorted.at(threshold, low) == reviewed);
      QCOMPARE(reviewed.total(), expected.total());
      QCOMPARE(reviewed.abnormal(), expected.abnormal());
    }
    // What cannot be scored must not pass, and a lower line above the upper one changes nothing.
    QVERIFY(verdict(std::nan(""), 1, 0) == Verdict::anomalous);
    QVERIFY(verdict(0.5, 1, 2) == Verdict::normal && verdict(0.5, 1, {}) == Verdict::normal);
    QCOMPARE(SortedScores::from(scores, std::vector<int>{1}).error().code, ErrorCode::invalid_argument);
    QVERIFY(SortedScores::from(std::vector<double>{1, 2}, std::vector<int>{0, 5})
                .error()
                .message.find("number 1 is 5") != std::string::npos);
  }
  void rates_and_cost() {
    const DecisionRates rates = decision_rates({90, 10, 5, 95});
    QCOMPARE(rates.recall.value, 0.9);
    QCOMPARE(rates.escape_rate.value, 0.1);
    QCOMPARE(rates.overkill_rate.high, clopper_pearson(5, 100).high);
    QVERIFY(rates.f1.low > 0.8 && rates.f1.low < rates.f1.value && rates.f1.high < 1);
    // 100 perfect decisions still allow errors.
    const DecisionRates perfect = decision_rates({100, 0, 0, 100});
    QCOMPARE(perfect.f1.value, 1.0);
    QVERIFY(perfect.f1.low > 0.95 && perfect.f1.low < 0.98);
    const DecisionRates empty = decision_rates({0, 0, 0, 10});
    QVERIFY(std::isnan(empty.f1.value) && std::isnan(empty.recall.value) &&
            std::isnan(empty.precision.value));
    QCOMPARE(decision_rates({0, 5, 0, 5}).f1.value, 0.0);

    const DecisionRates reviewed = decision_rates({80, 5, 2, 70, 15, 28});
    QCOMPARE(reviewed.recall.value, 0.8);
    QCOMPARE(reviewed.escape_rate.high, clopper_pearson(5, 100).high);
    QCOMPARE(reviewed.overkill_rate.value, 0.02);
    QCOMPARE(reviewed.review_share.low, clopper_pearson(43, 200).low);
    CostOptions looks{.escape = 50, .overkill = 2, .review = 0.5, .abnormal_fraction = 0.1};
    const double by_hand = 0.1 * (0.05 * 50 + 0.15 * 0.5) + 0.9 * (0.02 * 2 + 0.28 * 0.5);
    QVERIFY(std::abs(cost_per_thousand({80, 5, 2, 70, 15, 28}, looks) - 1000 * by_hand) < 1e-9);

    CostOptions costs;
    costs.escape = 50;
    costs.overkill = 2;
    QVERIFY(std::abs(cost_per_thousand({90, 10, 5, 95}, costs) - 1000 * (0.05 * 50 + 0.025 * 2)) < 1e-9);
    costs.abnormal_fraction = 0.01;
    QVERIFY(std::abs(cost_per_thousand({90, 10, 5, 95}, costs) - 1000 * (0.001 * 50 + 0.99 * 0.05 * 2)) <
            1e-9);
    QVERIFY(std::isnan(cost_per_thousand({0, 0, 5, 95}, costs)));
    costs.abnormal_fraction = 0;
    QVERIFY(std::abs(cost_per_thousand({0, 0, 5, 95}, costs) - 100) < 1e-9);
  }
};

QTEST_APPLESS_MAIN(TestDecision)
#include "tst_decision.moc"
