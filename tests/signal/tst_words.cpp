#include "core/signal/augment.h"
#include "core/signal/encoded_scene.h"
#include "core/signal/normalise.h"
#include "core/signal/resample.h"
#include "core/signal/words.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>

using namespace andon;

namespace {

Sensor sensor_of(std::vector<float> values, SensorType type, bool words) {
  Sensor sensor;
  sensor.info.id = "a";
  sensor.info.meta.type = type;
  sensor.info.meta.words = words;
  sensor.series.values = std::move(values);
  return sensor;
}

std::vector<float> wave(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = static_cast<float>(std::round(2000 + 800 * std::sin(0.05 * static_cast<double>(i))));
  return values;
}

std::vector<double> doubles(const QJsonValue& value) {
  std::vector<double> result;
  for (const QJsonValue& each : value.toArray())
    result.push_back(each.toDouble());
  return result;
}

} // namespace

class TestWords : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void halves_and_torn_reads() {
    Sensor low = sensor_of({}, SensorType::two_words, true), high = low;
    std::vector<std::uint32_t> truth;
    for (std::uint32_t v = 0x0001fff0U, i = 0; i < 60; ++i, v += 3000) {
      truth.push_back(v);
      low.series.values.push_back(static_cast<float>(v & 0xffff));
      high.series.values.push_back(static_cast<float>(v >> 16));
    }
    const auto whole = decode_pair(low, high);
    QVERIFY(whole && whole->value == truth && whole->torn.empty());
    QCOMPARE(whole->rollovers.front(), 1);
    high.series.values[1] = high.series.values[0];
    const auto torn = decode_pair(low, high);
    QVERIFY(torn && torn->value == truth);
    QCOMPARE(torn->torn, (std::vector<std::int64_t>{1}));
    for (float& value : low.series.values)
      value = swap_bytes(static_cast<std::uint16_t>(value));
    low.info.meta.swapped_bytes = true;
    QVERIFY(decode_pair(low, high)->value == truth);
    high.series.rate = 2;
    QVERIFY(!decode_pair(low, high));
  }

  void fields_and_toggles() {
    const std::vector<std::uint16_t> words{0b1010'0000, 0b1110'0001, 0b1010'0001};
    QCOMPARE(bit_field(words, 5, 3), (std::vector<std::uint16_t>{5, 7, 5}));
    const auto toggles = bit_toggles(words);
    QCOMPARE(toggles[6], 2);
    QCOMPARE(toggles[0], 1);
    QCOMPARE(toggles[7], 0);
    QCOMPARE(word_step(65530, 4), 10);
    QVERIFY(rolls_over(65530, 4) && !rolls_over(4, 30000));
  }

  void words_must_be_words() {
    Scene scene;
    scene.id = "x";
    scene.sensors = {sensor_of({1, 2, 70000}, SensorType::one_word, true)};
    const auto encoded = encode_scene(scene);
    QVERIFY(!encoded && QString::fromStdString(encoded.error().message).contains("sample 2"));
  }

  void scales() {
    Series series;
    series.values = {1, 2, 3, 4, 100};
    const SensorScale robust = robust_scale(series);
    QCOMPARE(robust.centre, 3.0);
    QCOMPARE(robust.spread, 1.4826);
    series.missing = {0, 0, 0, 0, 1};
    QCOMPARE(robust_scale(series).centre, 2.5);
    const SensorScale range = min_max_scale(series);
    QCOMPARE(range.centre, 1.0);
    QCOMPARE(range.spread, 3.0);
    apply_scale(range, series);
    QCOMPARE(series.values[3], 1.0F);
    series.values = {7, 7};
    series.missing.clear();
    QCOMPARE(robust_scale(series).spread, 1.0);
  }

  void gaps() {
    Series series;
    series.values = {0, 1, 0, 0, 4, 0};
    series.missing = {1, 0, 1, 1, 0, 1};
    Series forward = series;
    QVERIFY(fill_gaps(series, GapFill::linear));
    QCOMPARE(series.values, (std::vector<float>{1, 1, 2, 3, 4, 4}));
    QVERIFY(series.missing.empty());
    QVERIFY(fill_gaps(forward, GapFill::forward));
    QCOMPARE(forward.values, (std::vector<float>{1, 1, 1, 1, 4, 4}));
    Series nothing;
    nothing.values = {1, 2};
    nothing.missing = {1, 1};
    QVERIFY(!fill_gaps(nothing, GapFill::linear));
  }

  void resampling_agrees_with_the_reference() {
    QFile file(ANDON_TEST_DATA "/golden/resample_golden.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject golden = QJsonDocument::fromJson(file.readAll()).object();
    const std::vector<double> input = doubles(golden["input"]);
    for (const QJsonValue& each : golden["cases"].toArray()) {
      const QJsonObject known = each.toObject();
      const std::int64_t up = known["up"].toInt(), down = known["down"].toInt();
      const std::vector<double> expected = doubles(known["values"]), own = resample(input, up, down);
      QCOMPARE(own.size(), expected.size());
      for (std::size_t i = 0; i < own.size(); ++i)
        QVERIFY2(std::abs(own[i] - expected[i]) < 1e-12 * (1 + std::abs(expected[i])),
                 qPrintable(QString::number(up)));
      const std::vector<double> centre = doubles(known["first_taps"]), taps = anti_alias_filter(up, down);
      for (std::size_t i = 0; i < centre.size(); ++i)
        QVERIFY(std::abs(taps[taps.size() / 2 + 1 - centre.size() + i] - centre[i]) < 1e-13);
    }
  }

  /// A tone above the new Nyquist rate vanishes instead of turning up as another one.
  void nothing_is_folded_down() {
    Series fast;
    fast.rate = 2000;
    for (int i = 0; i < 4000; ++i)
      fast.values.push_back(static_cast<float>(5 + std::sin(2 * M_PI * 130 * i / 2000.0)));
    const auto slow = resampled(fast, 50);
    QVERIFY(slow);
    QCOMPARE(slow->values.size(), 100U);
    for (std::size_t i = 12; i < 88; ++i) // the filter reaches over the ends elsewhere
      QVERIFY(std::abs(slow->values[i] - 5) < 0.02);
  }

  void one_clock_for_a_scene() {
    Scene scene;
    Sensor fast = sensor_of(wave(1000), SensorType::one_word, true),
           slow = sensor_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, SensorType::one_word, false);
    fast.series.rate = 100;
    slow.series.missing = {0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    scene.sensors = {fast, slow};
    const auto aligned = align(scene, 20);
    QVERIFY(aligned);
    QCOMPARE(aligned->values.size(), 40U);
    QCOMPARE(aligned->values[1], fast.series.values[50]);
    QCOMPARE(aligned->values[20 + 5], 3.5F);
    QCOMPARE(aligned->missing[20 + 6], std::uint8_t{1});
  }

  void augmentations_respect_the_type() {
    Scene scene;
    scene.sensors = {sensor_of(wave(400), SensorType::one_word, true),
                     sensor_of(wave(400), SensorType::one_word, false),
                     sensor_of(std::vector<float>(400, 5), SensorType::bits, true)};
    scene.sensors[1].info.id = "b";
    scene.sensors[2].info.id = "c";
    AugmentOptions o;
    o.reorder = 4;
    std::vector<std::string> all;
    for (const AugmentEntry& entry : augmentations().rows())
      all.push_back(entry.id);
    const auto once = augmented(scene, all, o, Seed(1)), again = augmented(scene, all, o, Seed(1));
    QVERIFY(once && again);
    for (std::size_t s = 0; s < 3; ++s) {
      QVERIFY(once->sensors[s].series.values == again->sensors[s].series.values);
      QVERIFY(once->sensors[s].series.values != scene.sensors[s].series.values || s == 2);
      if (scene.sensors[s].info.meta.words)
        QVERIFY(holds_words(once->sensors[s].series));
    }
    QVERIFY(augmented(scene, {"bit_flip"}, o, Seed(1))->sensors[1].series.values ==
            scene.sensors[1].series.values);
    QVERIFY(augmented(scene, {"jitter"}, o, Seed(1))->sensors[2].series.values ==
            scene.sensors[2].series.values);
    QVERIFY(!augmented(scene, {"jiter"}, o, Seed(1)));
    // One more augmentation does not change the draw of another.
    const auto mask = augmented(scene, {"mask"}, o, Seed(1)),
               both = augmented(scene, {"jitter", "mask"}, o, Seed(1));
    QVERIFY(mask->sensors[0].series.missing == both->sensors[0].series.missing);
  }

  void reordering_keeps_every_sample() {
    Scene scene;
    scene.sensors = {sensor_of(wave(400), SensorType::one_word, true)};
    AugmentOptions o;
    o.reorder = 5;
    std::vector<float> before = scene.sensors[0].series.values,
                       after = augmented(scene, {"reorder"}, o, Seed(9))->sensors[0].series.values;
    QVERIFY(before != after);
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    QCOMPARE(before, after);
  }
};

QTEST_APPLESS_MAIN(TestWords)
#include "tst_words.moc"
