#include "core/base/random.h"
#include "core/review/audit.h"
#include "core/review/queue_policy.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

using namespace andon;

namespace {

struct Items {
  std::vector<double> scores;
  std::vector<std::size_t> order;
  std::vector<char> open, labelled;
  std::vector<float> embedding;
  std::int64_t dimension = 0;
  QueueInput input() const { return {scores, 0.5, order, open, labelled, embedding, dimension, {}}; }
};

Items items(std::size_t n, std::uint64_t seed = 1) {
  Random random{Seed(seed)};
  Items result;
  for (std::size_t i = 0; i < n; ++i)
    result.scores.push_back(random.uniform());
  result.order.resize(n);
  std::iota(result.order.begin(), result.order.end(), std::size_t{0});
  shuffle(result.order, random);
  result.open.assign(n, 1);
  result.labelled.assign(n, 0);
  result.dimension = 3;
  for (std::size_t i = 0; i < 3 * n; ++i)
    result.embedding.push_back(static_cast<float>(random.normal()));
  return result;
}

std::vector<std::size_t> picked(const Items& from, const char* policy, std::int64_t k) {
  QueueOptions options;
  options.k = k;
  const auto picks = (*queue_policies().find(policy))->pick(from.input(), options);
  std::vector<std::size_t> result;
  for (const QueuePick& pick : picks.value())
    result.push_back(pick.index);
  return result;
}

double gap(const Items& from, std::size_t a, std::size_t b) {
  double sum = 0;
  for (std::size_t d = 0; d < 3; ++d)
    sum += std::pow(from.embedding[a * 3 + d] - from.embedding[b * 3 + d], 2);
  return std::sqrt(sum);
}

} // namespace

class QueueTest : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void top_and_uncertain_are_sorted() {
    Items from = items(200);
    from.scores[17] = std::nan("");
    from.open[3] = 0;
    const auto top = picked(from, "top", 30);
    QCOMPARE(top.front(), std::size_t{17});
    for (std::size_t i = 2; i < top.size(); ++i)
      QVERIFY(from.scores[top[i - 1]] >= from.scores[top[i]]);
    for (std::size_t i = 0; i < 200; ++i)
      if (i != 3 && std::find(top.begin(), top.end(), i) == top.end())
        QVERIFY(from.scores[i] <= from.scores[top.back()]);
    const auto near = picked(from, "uncertain", 30);
    for (std::size_t i = 1; i < near.size(); ++i)
      QVERIFY(std::abs(from.scores[near[i - 1]] - 0.5) <= std::abs(from.scores[near[i]] - 0.5));
    for (const auto& queue : {top, near, picked(from, "audit", 200), picked(from, "mixed", 200)})
      QVERIFY2(std::find(queue.begin(), queue.end(), std::size_t{3}) == queue.end(), "item 3 was labelled");
    QCOMPARE(picked(from, "mixed", 500).size(), std::size_t{199});
  }

  /// Greedy k-centre against its definition: each next centre is the one farthest from all before it.
  void diverse_is_the_greedy_k_centre() {
    Items from = items(60);
    from.labelled[5] = 1;
    from.open[5] = 0;
    QueueOptions options;
    options.k = 12;
    options.pool = 1;
    const auto picks = (*queue_policies().find("diverse"))->pick(from.input(), options).value();
    std::vector<std::size_t> centres{5};
    for (const QueuePick& pick : picks) {
      const auto nearest = [&](std::size_t item) {
        double least = std::numeric_limits<double>::infinity();
        for (const std::size_t centre : centres)
          least = std::min(least, gap(from, item, centre));
        return least;
      };
      for (std::size_t i = 0; i < 60; ++i)
        if (from.open[i] && std::find(centres.begin(), centres.end(), i) == centres.end())
          QVERIFY(nearest(i) <= nearest(pick.index) + 1e-5); // float sums against double sums
      centres.push_back(pick.index);
    }
    from.dimension = 0;
    QVERIFY((*queue_policies().find("diverse"))->pick(from.input(), options).error().code ==
            ErrorCode::unsupported);
  }

  void mixed_keeps_its_shares_and_repeats_nothing() {
    const Items from = items(1000);
    QueueOptions options;
    options.k = 100;
    const auto picks = (*queue_policies().find("mixed"))->pick(from.input(), options).value();
    std::map<std::string, int> counts;
    std::set<std::size_t> seen;
    for (const QueuePick& pick : picks) {
      ++counts[pick.policy];
      QVERIFY(seen.insert(pick.index).second);
    }
    QCOMPARE(picks.size(), std::size_t{100});
    QVERIFY(std::abs(counts["top"] - 60) <= 1 && std::abs(counts["audit"] - 10) <= 1 &&
            std::abs(counts["uncertain"] - 15) <= 1 && std::abs(counts["diverse"] - 15) <= 1);
  }

  void places_in_the_audit_depend_on_the_id_alone() {
    std::vector<std::string> names;
    for (int i = 0; i < 500; ++i)
      names.push_back("scene@" + std::to_string(i));
    const auto order = audit_order("press", names);
    std::vector<std::string> turned(names.rbegin(), names.rend());
    const auto other = audit_order("press", turned);
    for (std::size_t i = 0; i < order.size(); ++i)
      QCOMPARE(names[order[i]], turned[other[i]]);
    QVERIFY(audit_order("lathe", names) != order);
    // A random order: the mean place of the first half is that of a fair draw within 4 standard errors.
    double sum = 0;
    for (std::size_t place = 0; place < 250; ++place)
      sum += static_cast<double>(order[place]);
    QVERIFY(std::abs(sum / 250 - 249.5) < 4 * 144.3 / std::sqrt(500.0));
  }

  void the_estimate_counts_the_labelled_beginning() {
    using enum AuditLabel;
    const std::vector<AuditItem> order{{true, abnormal}, {false, normal}, {false, abnormal}, {true, normal},
                                       {false, normal},  {false, none},   {false, abnormal}, {true, none}};
    const AuditEstimate e = audit_estimate(order);
    QCOMPARE(e.audited, std::int64_t{5});
    QCOMPARE(e.population, std::int64_t{8});
    QCOMPARE(e.flagged, std::int64_t{3});
    QCOMPARE(e.missed_share.value, 1.0 / 3);
    QCOMPARE(e.missed.value, 5.0 / 3);
    QCOMPARE(e.false_alarm_rate.value, 1.0 / 3);
    QCOMPARE(e.recall.value, 0.5);
    QCOMPARE(e.prevalence.value, 0.4);
    QVERIFY(std::isnan(audit_estimate({}).recall.value));
  }

  void unsure_items_only_widen_the_interval() {
    using enum AuditLabel;
    std::vector<AuditItem> order(100, {false, normal});
    for (std::size_t i = 0; i < 10; ++i)
      order[i].label = abnormal;
    const AuditEstimate sure = audit_estimate(order);
    for (std::size_t i = 10; i < 20; ++i)
      order[i].label = unsure;
    const AuditEstimate wide = audit_estimate(order);
    QCOMPARE(wide.unsure, std::int64_t{10});
    QVERIFY(wide.missed_share.low <= sure.missed_share.low &&
            wide.missed_share.high > sure.missed_share.high);
    for (std::size_t i = 10; i < 20; ++i)
      order[i].label = abnormal;
    const AuditEstimate worst = audit_estimate(order);
    QVERIFY(wide.missed_share.high >= worst.missed_share.high);
  }

  /// The audit is unbiased and its intervals hold although most labels come from a review of the top scores.
  void the_audit_is_unbiased_beside_a_top_review() {
    Random random(Seed(9));
    constexpr int worlds = 400, n = 2000;
    int covered_missed = 0, covered_false = 0;
    double bias = 0;
    for (int world = 0; world < worlds; ++world) {
      std::vector<AuditItem> order(n);
      std::vector<char> truth(n);
      std::vector<std::pair<double, std::size_t>> ranked;
      double missed = 0, quiet = 0, alarms = 0, normal = 0;
      for (std::size_t i = 0; i < n; ++i) {
        truth[i] = random.uniform() < 0.1;
        const double score = random.normal(truth[i] ? 1.5 : 0, 1);
        order[i].flagged = score > 1.5;
        ranked.emplace_back(-score, i);
        missed += truth[i] && !order[i].flagged;
        quiet += !order[i].flagged;
        alarms += !truth[i] && order[i].flagged;
        normal += !truth[i];
      }
      std::sort(ranked.begin(), ranked.end());
      const auto label = [&](std::size_t i) {
        order[i].label = truth[i] ? AuditLabel::abnormal : AuditLabel::normal;
      };
      for (std::size_t i = 0; i < 300; ++i)
        label(ranked[i].second);
      for (std::size_t i = 0; i < 150; ++i)
        label(i); // ids are exchangeable here: the order of the audit is the order of drawing
      const AuditEstimate e = audit_estimate(order);
      bias += e.missed_share.value - missed / quiet;
      covered_missed += e.missed_share.low <= missed / quiet && missed / quiet <= e.missed_share.high;
      covered_false +=
          e.false_alarm_rate.low <= alarms / normal && alarms / normal <= e.false_alarm_rate.high;
    }
    QVERIFY2(covered_missed >= 0.95 * worlds - 9, qPrintable(QString::number(covered_missed)));
    QVERIFY2(covered_false >= 0.95 * worlds - 9, qPrintable(QString::number(covered_false)));
    // Standard error of the mean: sqrt(0.05·0.95/150/400) = 0.0009.
    QVERIFY2(std::abs(bias / worlds) < 0.003, qPrintable(QString::number(bias / worlds)));
  }
};

QTEST_APPLESS_MAIN(QueueTest)
#include "tst_queue.moc"
