// Budgets, audits, alarms, conformal p-values and cost.
#include "core/base/random.h"
#include "core/decision/alarm_logic.h"
#include "core/decision/conformal.h"
#include "core/decision/confusion.h"
#include "core/decision/promise.h"
#include "core/decision/threshold_table.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace andon;

namespace {

std::vector<double> exponential_scores(std::uint64_t seed, std::size_t n) {
  Random random(Seed{seed});
  std::vector<double> scores(n);
  for (double& score : scores)
    score = random.exponential();
  return scores;
}

/// '#' scores 2, '+' 1, '.' 0, '?' not a number.
std::vector<double> scores_of(const char* picture) {
  std::vector<double> scores;
  for (const char* c = picture; *c; ++c)
    scores.push_back(*c == '#' ? 2 : *c == '+' ? 1 : *c == '?' ? std::nan("") : 0);
  return scores;
}

std::string picture_of(const char* scores, const AlarmOptions& options) {
  std::string picture(std::string(scores).size(), '.');
  for (const AlarmInterval& alarm : alarm_intervals(scores_of(scores), 2, options))
    for (std::int64_t i = alarm.first; i <= alarm.last; ++i)
      picture[static_cast<std::size_t>(i)] = '#';
  return picture;
}

} // namespace

class TestPromise : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void alarms_from_scores() {
    QCOMPARE(picture_of("..##+..#..+", {}), std::string("..##...#..."));
    QCOMPARE(picture_of("..##+..#..+", {.release = 1}), std::string("..###..#..."));
    QCOMPARE(picture_of(".+#+.+", {.release = 1}), std::string("..##..")); // release holds, it does not start
    QCOMPARE(picture_of("#.##.###", {.minimum_length = 2}), std::string("..##.###"));
    QCOMPARE(picture_of("#.##.###", {.minimum_length = 2, .merge_gap = 1}), std::string("..######"));
    QCOMPARE(picture_of("#..#...#", {.merge_gap = 2}), std::string("####...#"));
    QCOMPARE(picture_of(".?.", {}), std::string(".#."));
    QCOMPARE(picture_of("", {}), std::string());
    const auto alarms = alarm_intervals(scores_of("#.#"), 2, {.merge_gap = 1});
    QCOMPARE(alarms, (std::vector<AlarmInterval>{{0, 2, 2}}));
    QVERIFY(std::isnan(alarm_intervals(scores_of("#?#"), 2)[0].peak));
  }
  void alarms_never_exceed_their_share_of_called_items() {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const auto scores = exponential_scores(seed, 400);
      for (const AlarmOptions& options :
           {AlarmOptions{}, AlarmOptions{.minimum_length = 2},
            AlarmOptions{.release = 0.5, .minimum_length = 3, .merge_gap = 2}}) {
        const auto called =
            std::count_if(scores.begin(), scores.end(), [](double s) { return decide(s, 1.0); });
        QVERIFY(static_cast<double>(alarm_intervals(scores, 1.0, options).size()) <=
                alarms_per_called_item(options) * static_cast<double>(called));
      }
    }
  }
  void alarm_load_has_bands() {
    QCOMPARE(alarm_load(6, 1).band, AlarmBand::green);
    QCOMPARE(alarm_load(7, 1).band, AlarmBand::amber);
    QCOMPARE(alarm_load(12, 1).band, AlarmBand::amber);
    QCOMPARE(to_string(alarm_load(13, 1).band), std::string("red"));
    QCOMPARE(alarm_load(24, 2, 2).per_operator_hour.value, 6.0);
    QVERIFY(alarm_load(0, 10).per_operator_hour.high > 0.36); // χ²(0.975; 2)/2/10
    QCOMPARE(expected_alarm_load(1e-3, 3600, 20), 72.0);
    QVERIFY(std::abs(expected_alarm_load(8.3e-5, 3600, 20) - 6) < 0.03);
  }
  void a_setting_replayed_on_history() {
    const auto scores = scores_of("#....##....#...#....");
    const std::vector<AlarmInterval> events{{5, 8, 0}, {17, 19, 0}};
    const AlarmReplay replay = replay_alarms(scores, 2, {}, events, 10);
    QCOMPARE(replay.alarms.size(), std::size_t{4});
    QCOMPARE(replay.on_events, std::int64_t{1});
    QCOMPARE(replay.missed, std::int64_t{1});
    QCOMPARE(replay.false_load.per_operator_hour.value, 1.5); // 3 in 2 hours
    const AlarmReplay longer = replay_alarms(scores, 2, {.minimum_length = 2}, events, 10);
    QCOMPARE(longer.false_load.per_operator_hour.value, 0.0);
    QCOMPARE(longer.missed, std::int64_t{1});
  }
  void a_budget_becomes_a_rate() {
    Budget budget;
    budget.items_per_hour = 360;
    QCOMPARE(*budget_rate(budget, {}), 2.0 / (360 * 168));
    QCOMPARE(*budget_rate(budget, {.minimum_length = 3}), 3 * 2.0 / (360 * 168));
    QCOMPARE(*budget_rate(budget, {.release = 0.1, .minimum_length = 3}), 2.0 / (360 * 168));
    budget.period = "shift";
    QCOMPARE(*budget_rate(budget, {}), 2.0 / (360 * 8));
    budget.period = "hour";
    budget.alarms = 1000;
    QVERIFY(budget_rate(budget, {}).error().message.find("is no limit for 360 items") != std::string::npos);
  }
  void the_sentence() {
    Budget budget;
    budget.items_per_hour = 60;
    budget.alarms = 2;
    const auto scores = exponential_scores(5, 412 * 60);
    const Promise promise = *make_promise(scores, budget, {}, default_threshold_method);
    QVERIFY(promise.supported());
    QVERIFY(std::exp(-promise.line.threshold) < promise.rate);
    QCOMPARE(promise_sentence(promise),
             std::string("At most 2 false alarms per line per week (95 % sure), from 412 normal hours."));
    const Audit audit = audit_promise(budget, 1, 11 * 24);
    QCOMPARE(audit.status, AuditStatus::kept);
    QCOMPARE(promise_sentence(promise, audit, "3 March"),
             std::string(
                 "At most 2 false alarms per line per week (95 % sure), from 412 normal hours; seen since 3 "
                 "March: 1 in 11 days — kept."));
    const Promise few = *make_promise(std::span(scores).first(12000), budget, {}, "percentile");
    QVERIFY(!few.supported());
    const double hours = static_cast<double>(few.line.needed_more) / 60;
    QCOMPARE(promise_sentence(few),
             "Not supported by these data: " + std::to_string(static_cast<int>(std::ceil(hours))) +
                 " more normal hours needed.");
    // With the hours it asks for, it is supported.
    const auto more = exponential_scores(5, 12000 + static_cast<std::size_t>(few.line.needed_more));
    QVERIFY(make_promise(more, budget, {}, "percentile")->supported());
    budget.item = "images";
    const Promise images = *make_promise(std::span(scores).first(12000), budget, {}, "percentile");
    QVERIFY(promise_sentence(images).find(std::to_string(images.line.needed_more) + " more normal images") !=
            std::string::npos);
    QCOMPARE(make_promise(scores, budget, {}, "percentil").error().code, ErrorCode::not_found);
  }
  void the_audit() {
    const Budget budget; // 2 a week
    QCOMPARE(audit_promise(budget, 0, 0).status, AuditStatus::undecided);
    QCOMPARE(audit_promise(budget, 0, 24).status, AuditStatus::undecided);
    QCOMPARE(audit_promise(budget, 0, 168 * 1.49).status, AuditStatus::undecided); // 2.98 < ln 20
    QCOMPARE(audit_promise(budget, 0, 168 * 1.5).status, AuditStatus::kept);
    QCOMPARE(audit_promise(budget, 5, 168).status, AuditStatus::undecided); // P(X >= 5 | 2) = 0.053
    QCOMPARE(audit_promise(budget, 6, 168).status, AuditStatus::broken);    // 0.017
    QVERIFY(std::abs(audit_promise(budget, 5, 168).chance - 0.052653) < 1e-6);
    QVERIFY(audit_promise(budget, 0, 168 * 2).proven && !audit_promise(budget, 1, 168 * 2).proven);
    const Audit audit = audit_promise(budget, 4, 168 * 4);
    QCOMPARE(audit.per_period.value, 1.0);
    QVERIFY(std::abs(audit.per_period.low - 0.272466) < 1e-6 &&
            std::abs(audit.per_period.high - 2.560397) < 1e-6);
    // Broken is a false accusation in at most 5 % of the audits of an exactly used budget.
    Random random(Seed{4});
    int accused = 0;
    for (int i = 0; i < 2000; ++i) {
      std::int64_t alarms = 0;
      for (double t = random.exponential(); t < 10; t += random.exponential())
        ++alarms;
      accused += audit_promise(budget, alarms, 168 * 5).status == AuditStatus::broken;
    }
    QVERIFY2(accused > 20 && accused <= 125, qPrintable(QString::number(accused)));
  }
  void conformal_p_values() {
    const std::vector<double> calibration{1, 2, 2, 3};
    const Conformal conformal = *Conformal::from(calibration);
    QCOMPARE(conformal.p_value(4), 1.0 / 5);
    QCOMPARE(conformal.p_value(2), 4.0 / 5);
    QCOMPARE(conformal.p_value(0), 1.0);
    QCOMPARE(conformal.p_value(std::nan("")), 1.0 / 5);
    QVERIFY(std::isnan(conformal.threshold(0.19)));
    QCOMPARE(conformal.threshold(0.2), std::nextafter(3.0, 4.0));
    QCOMPARE(conformal_items(0.2), std::int64_t{4});
    QCOMPARE(conformal_items(1e-3), std::int64_t{999});
    // decide(score, threshold) says the same as p <= alpha.
    const auto scores = exponential_scores(3, 237);
    const Conformal many = *Conformal::from(scores);
    for (const double alpha : {0.01, 0.1, 0.37})
      for (const double score : scores)
        QCOMPARE(decide(score, many.threshold(alpha)), many.p_value(score) <= alpha);
  }
  void conformal_guarantee_holds_on_average() {
    double rate = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed)
      rate += std::exp(
          -fit_threshold("conformal", {.normal = exponential_scores(seed, 99), .alpha = 0.05})->threshold);
    QVERIFY2(std::abs(rate / 2000 - 0.05) < 0.002, qPrintable(QString::number(rate / 2000)));
  }
  void conformal_by_group() {
    std::vector<double> scores;
    std::vector<std::string> groups;
    for (int i = 0; i < 100; ++i) {
      scores.push_back(i % 2 ? 100 + i : i);
      groups.push_back(i % 2 ? "line 2" : "line 1");
    }
    const MondrianConformal mondrian = *MondrianConformal::from(scores, groups);
    QVERIFY(*mondrian.threshold(0.1, "line 1") < 100 && *mondrian.threshold(0.1, "line 2") > 180);
    QVERIFY(*mondrian.p_value(99.5, "line 1") < 0.03 && *mondrian.p_value(99.5, "line 2") == 1);
    QVERIFY(mondrian.p_value(1, "line 3").error().message.find("did you mean 'line 1'") != std::string::npos);
    QCOMPARE(MondrianConformal::from(scores, std::span(groups).first(3)).error().code,
             ErrorCode::invalid_argument);
    QCOMPARE(MondrianConformal::from({}, {}).error().code, ErrorCode::insufficient_data);
  }
  void mondrian_holds_in_every_group() {
    // Line 2 scores twice as high: one pooled line would call its good items far too often.
    Random random(Seed{11});
    const auto calibration = [&](std::size_t n) {
      std::pair<std::vector<double>, std::vector<std::string>> result;
      for (std::size_t i = 0; i < n; ++i) {
        result.second.push_back(i % 3 == 0 ? "line 2" : "line 1");
        result.first.push_back((i % 3 == 0 ? 2 : 1) * random.exponential());
      }
      return result;
    };
    double pooled = 0, grouped = 0;
    for (int repetition = 0; repetition < 400; ++repetition) {
      const auto [scores, groups] = calibration(300);
      const ThresholdInput input{.normal = scores, .groups = groups, .alpha = 0.02};
      grouped += std::exp(-fit_threshold("mondrian", input)->threshold / 2) / 400;
      pooled += std::exp(-fit_threshold("conformal", input)->threshold / 2) / 400;
    }
    QVERIFY2(grouped < 0.022 && pooled > 0.03, qPrintable(QString("%1 %2").arg(grouped).arg(pooled)));
    const auto [few, groups] = calibration(120); // 40 of line 2, 49 are needed
    const ThresholdFit fit = *fit_threshold("mondrian", {.normal = few, .groups = groups, .alpha = 0.02});
    QVERIFY(!fit.supported && std::isnan(fit.threshold));
    QCOMPARE(fit.needed_more, std::int64_t{9});
    QVERIFY(fit.message.find("9 of 'line 2'") != std::string::npos);
    QVERIFY(!std::isnan(fit.diagnostics.at("line/line 1")));
    QCOMPARE(fit_threshold("mondrian", {.normal = few, .alpha = 0.02})->threshold,
             fit_threshold("conformal", {.normal = few, .alpha = 0.02})->threshold);
    QCOMPARE(fit_threshold("mondrian", {.normal = few, .groups = std::span(groups).first(3)}).error().code,
             ErrorCode::invalid_argument);
  }
  void streaming_methods_end_near_the_true_level() {
    for (const char* method : {"spot", "dspot"}) {
      std::vector<double> rates;
      for (std::uint64_t seed = 0; seed < 21; ++seed) {
        const ThresholdFit fit =
            *fit_threshold(method, {.normal = exponential_scores(seed, 20000), .alpha = 1e-3});
        QVERIFY(fit.supported);
        rates.push_back(std::exp(-fit.threshold));
      }
      std::sort(rates.begin(), rates.end());
      QVERIFY2(rates[10] > 6e-4 && rates[10] < 1.6e-3, qPrintable(QString::number(rates[10])));
    }
    const ThresholdFit few = *fit_threshold("spot", {.normal = exponential_scores(1, 900), .alpha = 1e-3});
    QVERIFY(!few.supported && std::isnan(few.threshold));
    QCOMPARE(few.needed_more, std::int64_t{600}); // 30 excesses of the highest 2 %
    QCOMPARE(fit_threshold("spot", {.normal = exponential_scores(1, 5000), .alpha = 0.5}).error().code,
             ErrorCode::invalid_argument);
  }
  void a_line_by_hand_is_judged() {
    const auto scores = exponential_scores(2, 1000);
    const double line = *std::max_element(scores.begin(), scores.end()) + 1;
    const OptionMap at_line{{"line", line}};
    const ThresholdFit plain = *fit_threshold("manual", {.normal = scores}, at_line);
    QCOMPARE(plain.threshold, line);
    QCOMPARE(plain.diagnostics.at("rejected"), 0.0);
    QCOMPARE(plain.alpha, certified_rate(1000, 0));
    QVERIFY(fit_threshold("manual", {.normal = scores, .alpha = 0.01}, at_line)->supported);
    const ThresholdFit early = *fit_threshold("manual", {.normal = scores, .alpha = 0.001}, at_line);
    QVERIFY(!early.supported);
    QCOMPARE(early.needed_more, items_needed(0.001) - 1000);
    const ThresholdFit low = *fit_threshold("manual", {.normal = scores, .alpha = 0.001}, {{"line", 1.0}});
    QVERIFY(!low.supported && low.needed_more == 0 && low.message.find("too low") != std::string::npos);
  }
  void a_promise_needs_a_method_that_keeps_one() {
    const auto scores = exponential_scores(1, 100);
    QVERIFY(make_promise(scores, {}, {}, "f1").error().message.find("keeps no false-alarm rate") !=
            std::string::npos);
  }
  void cost_is_the_lowest_of_all_lines() {
    Random random(Seed{9});
    std::vector<double> scores;
    std::vector<int> labels;
    for (int i = 0; i < 120; ++i) {
      labels.push_back(i % 4 == 0);
      scores.push_back(std::round(random.normal(1.5 * labels.back(), 1) * 8) / 8);
    }
    for (const double escape : {0.01, 1.0, 30.0}) {
      const ThresholdFit fit =
          *fit_threshold("cost", {.scores = scores, .labels = labels}, {{"cost.escape", escape}});
      CostOptions costs;
      costs.escape = escape;
      const SortedScores sorted = *SortedScores::from(scores, labels);
      double lowest = std::numeric_limits<double>::infinity();
      for (double line = -6; line < 8; line += 0.0625)
        lowest = std::min(lowest, cost_per_thousand(sorted.at(line), costs));
      QVERIFY(std::abs(fit.diagnostics.at("cost_per_thousand") - lowest) < 1e-9);
      QVERIFY(std::abs(cost_per_thousand(sorted.at(fit.threshold), costs) - lowest) < 1e-9);
    }
    const std::vector<int> all_good(120, 0);
    QCOMPARE(fit_threshold("cost", {.scores = scores, .labels = all_good}).error().code,
             ErrorCode::insufficient_data);
  }
};

QTEST_APPLESS_MAIN(TestPromise)
#include "tst_promise.moc"
