#include "core/metrics/intervals.h"
#include "core/metrics/paired_difference.h"
#include "core/metrics/ranking.h"
#include "core/metrics/retrieval.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace andon;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

struct Items {
  std::vector<double> scores;
  std::vector<int> labels;
};

/// Random labelled scores; `levels` > 0 rounds them so that ties occur.
Items random_items(std::uint64_t seed, std::size_t n, double shift, int levels) {
  Random random(Seed{seed});
  Items items;
  for (std::size_t i = 0; i < n; ++i) {
    const int label = i < 2 ? static_cast<int>(i) : random.uniform() < 0.4;
    double score = random.normal(shift * label, 1);
    if (levels > 0)
      score = std::round(score * levels) / levels;
    items.scores.push_back(score);
    items.labels.push_back(label);
  }
  return items;
}

double brute_auroc(const Items& items) {
  double wins = 0, pairs = 0;
  for (std::size_t i = 0; i < items.scores.size(); ++i)
    for (std::size_t j = 0; j < items.scores.size(); ++j)
      if (items.labels[i] == 1 && items.labels[j] == 0) {
        wins += items.scores[i] > items.scores[j] ? 1 : items.scores[i] == items.scores[j] ? 0.5 : 0;
        ++pairs;
      }
  return wins / pairs;
}

struct Counts {
  double caught = 0, overkill = 0, abnormal = 0;
};

Counts counts_at(const Items& items, double threshold) {
  Counts counts;
  for (std::size_t i = 0; i < items.scores.size(); ++i) {
    counts.abnormal += items.labels[i];
    if (items.scores[i] >= threshold)
      ++(items.labels[i] == 1 ? counts.caught : counts.overkill);
  }
  return counts;
}

double f1_at(const Items& items, double threshold) {
  const Counts c = counts_at(items, threshold);
  return 2 * c.caught / (c.caught + c.overkill + c.abnormal);
}

/// Mean over abnormal items of the precision at their own score.
double brute_average_precision(const Items& items) {
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < items.scores.size(); ++i)
    if (items.labels[i] == 1) {
      const Counts c = counts_at(items, items.scores[i]);
      sum += c.caught / (c.caught + c.overkill);
      ++count;
    }
  return sum / count;
}

} // namespace

class TestRanking : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void agrees_with_the_definitions() {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      const Items items = random_items(seed, 2 + seed * 3, 0.7, static_cast<int>(seed % 4));
      QVERIFY(std::abs(auroc(items.scores, items.labels)->value - brute_auroc(items)) < 1e-12);
      QVERIFY(std::abs(*average_precision(items.scores, items.labels) - brute_average_precision(items)) <
              1e-12);
      double best = 0;
      for (const double score : items.scores)
        best = std::max(best, f1_at(items, score));
      const F1Max f1 = *f1_max(items.scores, items.labels);
      QVERIFY(std::abs(f1.f1 - best) < 1e-12);
      QVERIFY(std::abs(f1_at(items, f1.threshold) - f1.f1) < 1e-15);
      const auto curve = *ranking_curve(items.scores, items.labels);
      for (const CurvePoint& point : curve) {
        const Counts c = counts_at(items, point.threshold);
        QCOMPARE(point.recall, c.caught / c.abnormal);
        QCOMPARE(point.false_positive_rate,
                 c.overkill / (static_cast<double>(items.scores.size()) - c.abnormal));
      }
    }
  }
  void increasing_transforms_change_nothing() {
    const Items items = random_items(5, 300, 0.8, 8);
    const std::vector<double (*)(double)> transforms{
        [](double x) { return 3 * x - 100; }, [](double x) { return std::exp(2 * x); },
        [](double x) { return std::atan(x); }, [](double x) { return x * x * x; },
        [](double x) { return 1e-200 * x; }};
    for (const auto transform : transforms) {
      std::vector<double> moved;
      for (const double score : items.scores)
        moved.push_back(transform(score));
      const Estimate before = *auroc(items.scores, items.labels), after = *auroc(moved, items.labels);
      QVERIFY(std::abs(before.value - after.value) < 1e-12 && std::abs(before.low - after.low) < 1e-12);
      const Estimate area = *aupr(items.scores, items.labels), area_moved = *aupr(moved, items.labels);
      QVERIFY(std::abs(area.value - area_moved.value) < 1e-12 &&
              std::abs(area.high - area_moved.high) < 1e-12);
      QVERIFY(std::abs(f1_max(items.scores, items.labels)->f1 - f1_max(moved, items.labels)->f1) < 1e-12);
    }
  }
  void equal_f1_prefers_fewer_escapes() {
    // Cut at 4: 1 caught of 2, none wrong, F1 = 2/3. Cut at 1: both caught, 2 wrong, F1 = 4/6. No other cut
    // reaches it.
    const Items items{{4, 3, 2, 1}, {1, 0, 0, 1}};
    const F1Max best = *f1_max(items.scores, items.labels);
    QCOMPARE(best.f1, 2.0 / 3);
    QCOMPARE(best.false_negatives, std::int64_t{0});
    QCOMPARE(best.chosen, 1.0);
    QCOMPARE(best.below, -infinity);
    QCOMPARE(best.threshold, 1.0);
  }
  void thresholds_survive_neighbouring_and_infinite_scores() {
    const double next = std::nextafter(1.0, 2.0);
    const F1Max tight = *f1_max(std::vector<double>{1, next}, std::vector<int>{0, 1});
    QVERIFY(tight.threshold > 1 && tight.threshold <= next);
    const F1Max wide = *f1_max(std::vector<double>{-infinity, infinity}, std::vector<int>{0, 1});
    QCOMPARE(wide.threshold, infinity);
    const F1Max huge = *f1_max(std::vector<double>{1.5e308, 1.7e308}, std::vector<int>{0, 1});
    QVERIFY(huge.threshold > 1.5e308 && huge.threshold <= 1.7e308);
    QCOMPARE(auroc(std::vector<double>{-infinity, infinity}, std::vector<int>{0, 1})->value, 1.0);
  }
  void one_class_and_empty() {
    const std::vector<double> scores{1, 2, 3};
    QVERIFY(std::isnan(auroc(scores, std::vector<int>{0, 0, 0})->value));
    QVERIFY(std::isnan(auroc(scores, std::vector<int>{1, 1, 1})->low));
    QVERIFY(std::isnan(aupr(scores, std::vector<int>{0, 0, 0})->value));
    QCOMPARE(aupr(scores, std::vector<int>{1, 1, 1})->value, 1.0);
    QCOMPARE(f1_max(scores, std::vector<int>{0, 0, 0}).error().code, ErrorCode::insufficient_data);
    QCOMPARE(f1_max(scores, std::vector<int>{1, 1, 1})->threshold, 1.0);
    QVERIFY(std::isnan(auroc({}, {})->value));
    QVERIFY(std::isnan(*average_precision({}, {})));
    QCOMPARE(ranking_curve({}, {})->size(), std::size_t{1});
  }
  void constant_scores() {
    const std::vector<double> scores(10, 7);
    const std::vector<int> labels{0, 1, 0, 1, 0, 1, 0, 0, 0, 0};
    const Estimate area = *auroc(scores, labels);
    QCOMPARE(area.value, 0.5);
    QVERIFY(area.low > 0 && area.low < 0.2 && area.high > 0.8 && area.high < 1);
    QCOMPARE(*average_precision(scores, labels), 0.3);
    QCOMPARE(f1_max(scores, labels)->f1, 6.0 / 13);
  }
  void bad_input_names_the_index() {
    const auto missing = auroc(std::vector<double>{1, not_a_number}, std::vector<int>{0, 1});
    QCOMPARE(missing.error().code, ErrorCode::invalid_argument);
    QVERIFY(missing.error().message.find("number 1 is not a number") != std::string::npos);
    const auto label = average_precision(std::vector<double>{1, 2, 3}, std::vector<int>{0, 1, -1});
    QVERIFY(label.error().message.find("number 2 is -1") != std::string::npos);
    QCOMPARE(f1_max(std::vector<double>{1}, std::vector<int>{}).error().code, ErrorCode::invalid_argument);
    QCOMPARE(
        compare_auroc(std::vector<double>{1, 2}, std::vector<double>{1, not_a_number}, std::vector<int>{0, 1})
            .error()
            .code,
        ErrorCode::invalid_argument);
  }
  void perfect_separation_is_not_certainty() {
    Items items;
    for (int i = 0; i < 100; ++i) {
      items.scores.push_back(i < 50 ? i : 1000 + i);
      items.labels.push_back(i >= 50);
    }
    const Estimate area = *auroc(items.scores, items.labels);
    QCOMPARE(area.value, 1.0);
    QCOMPARE(area.high, 1.0);
    QVERIFY(std::abs(area.low - std::pow(0.025, 1.0 / 50)) < 1e-12);
    const Estimate precision = *aupr(items.scores, items.labels);
    QCOMPARE(precision.value, 1.0);
    QCOMPARE(precision.low, area.low);
    for (int& label : items.labels)
      label = 1 - label;
    QCOMPARE(auroc(items.scores, items.labels)->low, 0.0);
  }
  /// The interval covers the true area Φ(1/√2) in about 95 % of samples: 400 trials, binomial deviation 1.1
  /// %.
  void delong_interval_covers() {
    const double truth = 1 - normal_upper_tail(1 / std::sqrt(2.0));
    int covered = 0, covered_pairs = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      const Items items = random_items(1000 + seed, 120, 1, 0);
      const Estimate area = *auroc(items.scores, items.labels);
      covered += area.low <= truth && truth <= area.high;
      std::vector<double> other;
      Random random(Seed(seed).stream("other"));
      for (const int label : items.labels)
        other.push_back(random.normal(label, 1));
      const Estimate gap = compare_auroc(items.scores, other, items.labels)->difference;
      covered_pairs += gap.low <= 0 && 0 <= gap.high;
    }
    QVERIFY2(covered > 365 && covered < 396, qPrintable(QString::number(covered)));
    QVERIFY2(covered_pairs > 362 && covered_pairs < 396, qPrintable(QString::number(covered_pairs)));
  }
  void comparing_a_scorer_with_itself() {
    const Items items = random_items(3, 200, 1.5, 0);
    const PairedAuroc same = *compare_auroc(items.scores, items.scores, items.labels);
    QCOMPARE(same.p_value, 1.0);
    QCOMPARE(same.difference.low, 0.0);
    std::vector<double> reversed;
    for (const double score : items.scores)
      reversed.push_back(-score);
    const PairedAuroc worse = *compare_auroc(items.scores, reversed, items.labels);
    QVERIFY(worse.difference.high < 0 && worse.p_value < 1e-6);
    QVERIFY(std::abs(worse.second.value - (1 - worse.first.value)) < 1e-12);
  }
  /// Two lines of the same quality on 300 items: 0 is covered in about 95 % of 200 samples, deviation 1.5 %.
  void f1_is_compared_in_pairs() {
    int covered = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      Random random(Seed(seed).stream("decisions"));
      std::vector<int> labels, first, second;
      for (int i = 0; i < 300; ++i) {
        labels.push_back(i % 3 == 0);
        const double right = i % 3 == 0 ? 0.8 : 0.9;
        for (std::vector<int>* calls : {&first, &second})
          calls->push_back(random.uniform() < right ? labels.back() : 1 - labels.back());
      }
      const PairedDifference gap = *compare_f1(first, second, labels, {.resamples = 400, .seed = Seed(seed)});
      covered += !gap.is_real();
    }
    QVERIFY2(covered > 178, qPrintable(QString::number(covered)));
    const std::vector<int> labels{1, 1, 1, 1, 0, 0, 0, 0}, poor{1, 0, 0, 0, 1, 0, 0, 0},
        good{1, 1, 1, 1, 0, 0, 0, 0};
    const PairedDifference gain = *compare_f1(poor, good, labels);
    QVERIFY(std::abs(gain.difference.value - (1 - 2.0 / 6)) < 1e-15);
    QVERIFY(gain.is_real() && gain.p_value < 0.01);
    QCOMPARE(compare_f1(good, good, labels)->p_value, 1.0);
    QVERIFY(std::isnan(compare_f1(poor, good, std::vector<int>(8, 0))->difference.value));
    QCOMPARE(compare_f1(poor, good, std::vector<int>(7, 0)).error().code, ErrorCode::invalid_argument);
    QVERIFY(compare_f1(poor, std::vector<int>(8, 2), labels).error().message.find("number 0 is 2") !=
            std::string::npos);
  }
  void bootstrap_is_seeded_and_covers_the_value() {
    const Items items = random_items(8, 150, 1, 0);
    const Estimate first = *aupr(items.scores, items.labels), again = *aupr(items.scores, items.labels);
    QCOMPARE(first.low, again.low);
    QVERIFY(first.low < first.value && first.value < first.high);
    const Estimate other = *aupr(items.scores, items.labels, {.seed = Seed{2}});
    QVERIFY(other.low != first.low && std::abs(other.low - first.low) < 0.05);
    QCOMPARE(aupr(items.scores, items.labels, {.resamples = 0}).error().code, ErrorCode::invalid_argument);
  }
  void a_million_scores() {
    const Items items = random_items(9, 1000000, 1, 0);
    const double truth = 1 - normal_upper_tail(1 / std::sqrt(2.0));
    QVERIFY(std::abs(auroc(items.scores, items.labels)->value - truth) < 0.003);
    QVERIFY(f1_max(items.scores, items.labels)->f1 > 0.5);
  }
  void retrieval_of_blocks() {
    const std::vector<float> similarity{0.9f, 0.1f, 0.2f, 0.8f, 0.5f, 0.8f, 0.1f, 0.3f, 0.3f};
    QCOMPARE(*retrieval_hits(similarity, 3), 1.0 + 0 + 0.5);
    QCOMPARE(retrieval_hits(similarity, 2).error().code, ErrorCode::invalid_argument);
    std::vector<float> queries, keys;
    Random random(Seed{4});
    for (int i = 0; i < 130 * 8; ++i) {
      queries.push_back(static_cast<float>(random.normal()));
      keys.push_back(queries.back() * 3);
    }
    const Retrieval perfect = *retrieval_at_1(queries, keys, 8);
    QCOMPARE(perfect.at_1.value, 1.0);
    QCOMPARE(perfect.queries, std::int64_t{128});
    QVERIFY(perfect.at_1.low < 1 && perfect.at_1.low > 0.95);
    for (float& key : keys)
      key = static_cast<float>(random.normal());
    QVERIFY(retrieval_at_1(queries, keys, 8)->at_1.value < 0.1);
    const std::vector<float> equal(130 * 8, 1.0f);
    QVERIFY(std::abs(retrieval_at_1(equal, equal, 8)->at_1.value - 1.0 / 64) < 1e-9);
    QCOMPARE(retrieval_at_1(std::span(queries).first(24), std::span(keys).first(24), 8)->candidates,
             std::int64_t{3});
    QCOMPARE(retrieval_at_1(std::span(queries).first(8), std::span(keys).first(8), 8).error().code,
             ErrorCode::insufficient_data);
    keys[17] = std::numeric_limits<float>::quiet_NaN();
    const auto broken = retrieval_at_1(queries, keys, 8);
    QVERIFY(broken.error().message.find("row 2") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(TestRanking)
#include "tst_ranking.moc"
