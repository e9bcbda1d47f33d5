#include "core/signal/scene_tokens.h"
#include "core/signal/words.h"
#include "core/simulate/scenes.h"

#include <QtTest>

#include <cmath>

using namespace andon;

namespace {

SceneOptions small() {
  SceneOptions o;
  o.duration = 12;
  o.sensors = 16;
  o.anomaly_length_max = 4;
  return o;
}

} // namespace

class TestSceneFacts : public QObject {
  Q_OBJECT
private Q_SLOTS:
  /// The lanes and frames count what a plain loop counts.
  void counts_agree_with_a_plain_loop() {
    for (std::int64_t index = 0; index < 3; ++index) {
      const Scene scene = simulate_scene(small(), Seed(1), {"train", index, false});
      const auto facts = facts_of(scene);
      QVERIFY(facts);
      for (std::size_t s = 0; s < scene.sensors.size(); ++s) {
        const Sensor& sensor = scene.sensors[s];
        if (!sensor.info.meta.words)
          continue;
        const auto words = words_of(sensor.series);
        const auto toggles = bit_toggles(words);
        const auto covered =
            static_cast<std::size_t>(facts->frames * SceneFacts::frame_seconds * sensor.series.rate);
        QCOMPARE(covered, words.size()); // so that the totals are those of the whole series
        for (std::size_t bit = 0; bit < 16; ++bit) {
          double ones = 0;
          for (const std::uint16_t word : words)
            ones += word >> bit & 1;
          const float* fact = &facts->fact[s * SceneFacts::facts];
          QVERIFY(std::abs(fact[bit] - std::log1p(static_cast<double>(toggles[bit]) / 12) / 4) < 1e-6);
          QVERIFY(std::abs(fact[16 + bit] - ones / static_cast<double>(words.size())) < 1e-6);
        }
      }
    }
  }

  void true_pairs_have_the_evidence() {
    SceneOptions o = small();
    o.torn_reads = 0.2;
    int pairs = 0;
    for (std::int64_t index = 0; index < 6; ++index) {
      const Scene scene = simulate_scene(o, Seed(2), {"train", index, false});
      const auto facts = facts_of(scene);
      QVERIFY(facts);
      const std::size_t n = scene.sensors.size();
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
          const float evidence = facts->pair[(i * n + j) * SceneFacts::evidence + 2];
          const bool truth = scene.sensors[i].info.meta.part == WordPart::low &&
                             scene.sensors[i].info.meta.pair == scene.sensors[j].info.id;
          if (truth) {
            QCOMPARE(evidence, 1.0F);
            ++pairs;
          } else
            QVERIFY(evidence < 0.6F);
        }
    }
    QVERIFY(pairs > 5);
  }

  void tokens_show_what_is_unusual() {
    SceneOptions o = small();
    o.anomalies = "level_shift";
    const Scene scene = simulate_scene(o, Seed(3), {"test", 0, true});
    const SceneTokens tokens = tokens_of(*facts_of(scene));
    for (const float value : tokens.values)
      QVERIFY(std::isfinite(value));
    QVERIFY(!scene.intervals.empty());
  }

  void changes_stay_in_their_stretches() {
    for (std::int64_t index = 0; index < 10; ++index) {
      const Scene scene = simulate_scene(small(), Seed(4), {"train", index, false});
      const ChangedScene changed = with_changes(scene, 4, Seed(static_cast<std::uint64_t>(index)));
      for (std::size_t s = 0; s < scene.sensors.size(); ++s) {
        const Sensor &before = scene.sensors[s], &after = changed.scene.sensors[s];
        if (before.info.meta.words)
          QVERIFY(holds_words(after.series));
        const bool named = std::any_of(changed.changes.begin(), changed.changes.end(),
                                       [&](const Interval& each) { return each.sensor == before.info.id; });
        QCOMPARE(before.series.values != after.series.values, named);
      }
    }
  }

  void too_short_a_scene_is_refused() {
    Scene scene;
    QVERIFY(!facts_of(scene));
    Sensor sensor;
    sensor.series.values = {1, 2};
    scene.sensors = {sensor};
    scene.sensors[0].series.rate = 10;
    QVERIFY(!facts_of(scene));
  }
};

QTEST_APPLESS_MAIN(TestSceneFacts)
#include "tst_scene_facts.moc"
