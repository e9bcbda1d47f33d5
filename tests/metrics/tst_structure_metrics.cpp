#include "core/base/random.h"
#include "core/metrics/attribution.h"
#include "core/metrics/structure_metrics.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace andon;

namespace {

SceneStructure draw(Random& random, std::int64_t sensors, std::int64_t bins) {
  SceneStructure scene;
  for (std::int64_t i = 0; i < sensors; ++i) {
    scene.types.push_back(static_cast<SensorType>(1 + random.below(3)));
    scene.masks.push_back(scene.types.back() == SensorType::bits ? static_cast<std::int64_t>(random.below(16))
                                                                 : 0);
  }
  std::vector<std::int64_t> order;
  for (std::int64_t i = 0; i < sensors; ++i)
    order.push_back(i);
  shuffle(order, random);
  for (std::size_t k = 0; k + 1 < order.size() && k < 4; k += 2) {
    WordPair pair{order[k], order[k + 1], {}};
    for (std::int64_t b = 0; b < bins; ++b)
      if (random.below(3) == 0)
        pair.overflow.push_back(b);
    scene.pairs.push_back(std::move(pair));
  }
  return scene;
}

using Pairs = std::set<std::pair<std::int64_t, std::int64_t>>;
Pairs unordered(const SceneStructure& scene) {
  Pairs pairs;
  for (const WordPair& pair : scene.pairs)
    pairs.insert(std::minmax(pair.low, pair.high));
  return pairs;
}

/// Marks every (scene, pair, bin) in a dense table.
std::set<std::vector<std::int64_t>> dense(const std::vector<SceneStructure>& scenes) {
  std::set<std::vector<std::int64_t>> marks;
  for (std::size_t s = 0; s < scenes.size(); ++s)
    for (const WordPair& pair : scenes[s].pairs)
      for (const std::int64_t bin : pair.overflow)
        marks.insert({static_cast<std::int64_t>(s), std::min(pair.low, pair.high),
                      std::max(pair.low, pair.high), bin});
  return marks;
}

} // namespace

class TestStructureMetrics : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void agrees_with_counting_by_hand() {
    Random random(Seed(1));
    for (int trial = 0; trial < 50; ++trial) {
      std::vector<SceneStructure> predicted, truth;
      for (int s = 0; s < 3; ++s) {
        truth.push_back(draw(random, 6, 5));
        predicted.push_back(random.below(2) == 0 ? truth.back() : draw(random, 6, 5));
        if (!predicted.back().pairs.empty() && random.below(2) == 0)
          std::swap(predicted.back().pairs[0].low, predicted.back().pairs[0].high);
      }
      const StructureScores scores = structure_scores(predicted, truth);
      double macro = 0, types = 0;
      for (int type = 1; type <= 3; ++type) {
        double both = 0, p = 0, t = 0;
        for (int s = 0; s < 3; ++s)
          for (int i = 0; i < 6; ++i) {
            const bool a = static_cast<int>(predicted[s].types[i]) == type,
                       b = static_cast<int>(truth[s].types[i]) == type;
            both += a && b;
            p += a;
            t += b;
          }
        if (t > 0) {
          macro += p + t > 0 ? 2 * both / (p + t) : 0;
          ++types;
        }
      }
      QVERIFY(std::abs(scores.node_macro_f1 - macro / types) < 1e-12);
      double found = 0, p = 0, t = 0, ordered = 0;
      for (int s = 0; s < 3; ++s) {
        const Pairs a = unordered(predicted[s]), b = unordered(truth[s]);
        p += static_cast<double>(a.size());
        t += static_cast<double>(b.size());
        for (const auto& key : b)
          found += a.contains(key);
        for (const WordPair& x : predicted[s].pairs)
          for (const WordPair& y : truth[s].pairs)
            ordered += x.low == y.low && x.high == y.high;
      }
      QVERIFY(std::abs(scores.pairs.f1() - 2 * found / (p + t)) < 1e-12);
      QVERIFY(std::abs(scores.order_accuracy - (found > 0 ? ordered / found : 1)) < 1e-12);
      const auto a = dense(predicted), b = dense(truth);
      std::vector<std::vector<std::int64_t>> both;
      std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
      QVERIFY(std::abs(scores.overflow.f1() - 2.0 * static_cast<double>(both.size()) /
                                                  static_cast<double>(a.size() + b.size())) < 1e-12);
      double common = 0, either = 0;
      for (int s = 0; s < 3; ++s)
        for (int i = 0; i < 6; ++i)
          for (int bit = 0; bit < 16; ++bit) {
            const bool x = predicted[s].masks[i] >> bit & 1, y = truth[s].masks[i] >> bit & 1;
            common += x && y;
            either += x || y;
          }
      QVERIFY(std::abs(scores.bitmask_iou - (either > 0 ? common / either : 1)) < 1e-12);
    }
  }

  void nothing_to_find_is_perfect() {
    const std::vector<SceneStructure> empty(2, SceneStructure{{SensorType::one_word}, {0}, {}});
    const StructureScores scores = structure_scores(empty, empty);
    QCOMPARE(scores.pairs.f1(), 1.0);
    QCOMPARE(scores.bitmask_iou, 1.0);
    QCOMPARE(scores.overflow.recall(), 1.0);
    QCOMPARE(scores.node_macro_f1, 1.0);
  }

  void frames_and_attribution() {
    SensorScores scene{3, 4, {0, 9, 9, 0, 1, 5, 5, 1, 2, 7, 2, 2}, {0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0}};
    const Frames frames = frames_of(scene);
    QCOMPARE(frames.scores, (std::vector<double>{2, 9, 9, 2}));
    QCOMPARE(frames.labels, (std::vector<int>{0, 1, 1, 0}));
    // Sensor 1 is abnormal together with sensor 0 and has only sensor 2 (mean 4.5) to beat.
    QCOMPARE(attribution_hits(scene, 1), (std::vector<double>{1, 1}));
    scene.scores[9] = 20;
    QCOMPARE(attribution_hits(scene, 1), (std::vector<double>{0, 0}));
    QCOMPARE(attribution_hits(scene, 2), (std::vector<double>{1, 1}));
  }
};

QTEST_APPLESS_MAIN(TestStructureMetrics)
#include "tst_structure_metrics.moc"
