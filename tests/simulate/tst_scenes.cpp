#include "core/base/hash.h"
#include "core/signal/encoded_scene.h"
#include "core/signal/words.h"
#include "core/simulate/scenes.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace andon;

namespace {

SceneOptions small() {
  SceneOptions o;
  o.train = 3;
  o.validation = 1;
  o.test = 4;
  o.duration = 12;
  o.sensors = 20;
  o.anomaly_length_max = 4;
  return o;
}

std::string hash_of(const Scene& scene) {
  Sha256 hash;
  for (const Sensor& sensor : scene.sensors)
    hash.update(sensor.series.values.data(), sensor.series.values.size() * sizeof(float));
  return hash.text();
}

bool inside(const Scene& scene, const std::string& sensor, double time) {
  return std::any_of(scene.intervals.begin(), scene.intervals.end(), [&](const Interval& i) {
    return i.sensor == sensor && time >= i.start - 0.01 && time < i.end + 0.01;
  });
}

} // namespace

class TestScenes : public QObject {
  Q_OBJECT
private Q_SLOTS:
  /// A change here means that every published figure on simulated scenes must be measured again.
  void bits_are_pinned() {
    Sha256 all;
    for (const SceneItem& item : scene_items(small()))
      all.update(hash_of(simulate_scene(small(), Seed(7), item)));
    QCOMPARE(QString::fromStdString(all.text()), QStringLiteral("1d2f65bcefa5720f749277ebbc7db869876112458f4ef30074d5970a1e515f45"));
  }

  void halves_make_one_value() {
    std::int64_t pairs = 0, torn = 0, rollovers = 0;
    for (std::int64_t index = 0; index < 12; ++index) {
      SceneOptions o = small();
      o.torn_reads = 0.3;
      const Scene scene = simulate_scene(o, Seed(3), {"train", index, false});
      for (const Sensor& low : scene.sensors) {
        if (low.info.meta.part != WordPart::low)
          continue;
        const Sensor* high = scene.find(low.info.meta.pair);
        QVERIFY(high && high->info.meta.pair == low.info.id && high->info.meta.part == WordPart::high);
        const auto decoded = decode_pair(low, *high);
        QVERIFY(decoded);
        for (std::size_t i = 1; i < decoded->value.size(); ++i)
          QVERIFY(std::abs(static_cast<std::int32_t>(decoded->value[i] - decoded->value[i - 1])) < 40000);
        QCOMPARE(decoded->rollovers.size(), low.info.meta.rollovers.size());
        for (std::size_t i = 0; i < decoded->rollovers.size(); ++i)
          QVERIFY(std::abs(decoded->rollovers[i] / low.series.rate - low.info.meta.rollovers[i]) < 1e-9);
        QVERIFY(static_cast<std::int64_t>(decoded->rollovers.size()) >= o.rollovers_min);
        torn += static_cast<std::int64_t>(decoded->torn.size());
        rollovers += static_cast<std::int64_t>(decoded->rollovers.size());
        ++pairs;
      }
    }
    QVERIFY(pairs > 12);
    QVERIFY(torn > 0 && torn < rollovers);
  }

  void masks_name_the_moving_bits() {
    int checked = 0;
    for (std::int64_t index = 0; index < 6; ++index) {
      const Scene scene = simulate_scene(small(), Seed(5), {"train", index, false});
      for (const Sensor& sensor : scene.sensors) {
        if (sensor.info.meta.type != SensorType::bits)
          continue;
        const auto toggles = bit_toggles(words_of(sensor.series));
        for (int bit = 0; bit < 16; ++bit)
          QCOMPARE(toggles[static_cast<std::size_t>(bit)] > 0, (sensor.info.meta.bit_mask >> bit & 1) != 0);
        ++checked;
      }
    }
    QVERIFY(checked > 6);
  }

  void rates_and_types_are_mixed() {
    std::set<double> rates;
    std::set<SensorType> types;
    bool floats = false, swapped = false;
    for (std::int64_t index = 0; index < 5; ++index)
      for (const Sensor& sensor : simulate_scene({}, Seed(1), {"train", index, false}).sensors) {
        rates.insert(sensor.series.rate);
        types.insert(sensor.info.meta.type);
        floats = floats || !sensor.info.meta.words;
        swapped = swapped || sensor.info.meta.swapped_bytes;
        QCOMPARE(sensor.info.meta.words, sensor.info.meta.words && holds_words(sensor.series));
      }
    QCOMPARE(rates, (std::set<double>{50, 200, 2000}));
    QCOMPARE(types.size(), 3U);
    QVERIFY(floats && swapped);
  }

  /// Two data sets that differ in the kind of anomaly alone differ only where the truth says so.
  void anomalies_stay_in_their_intervals_data() {
    QTest::addColumn<QString>("kind");
    for (const std::string& kind : scene_anomalies())
      QTest::newRow(kind.c_str()) << QString::fromStdString(kind);
  }
  void anomalies_stay_in_their_intervals() {
    QFETCH(QString, kind);
    SceneOptions o = small(), other = small();
    o.anomalies = kind.toStdString();
    other.anomalies = kind == "drift" ? "level_shift" : "drift";
    int seen = 0;
    for (std::int64_t index = 0; index < 8; ++index) {
      const SceneItem item{"test", index, true};
      const Scene a = simulate_scene(o, Seed(2), item), b = simulate_scene(other, Seed(2), item);
      for (std::size_t s = 0; s < a.sensors.size(); ++s) {
        const Series &x = a.sensors[s].series, &y = b.sensors[s].series;
        const std::string& id = a.sensors[s].info.id;
        // What was miscounted stays in the counter, and in the other half.
        const std::string& pair = a.sensors[s].info.meta.pair;
        double settled = 1e9;
        if (kind == "miscount")
          for (const Interval& interval : a.intervals)
            if (interval.sensor == id || interval.sensor == pair)
              settled = interval.start;
        for (std::size_t i = 0; i < x.values.size(); ++i)
          if (x.values[i] != y.values[i]) {
            const double t = x.time_of(i);
            QVERIFY2(inside(a, id, t) || inside(b, id, t) || t >= settled - 0.01, (a.id + " " + id).c_str());
            seen += inside(a, id, t);
          }
      }
      for (const Interval& interval : a.intervals)
        QCOMPARE(QString::fromStdString(interval.kind), kind);
    }
    QVERIFY(seen > 0);
  }

  void files_keep_everything() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("scenes").toStdString();
    SceneOptions o = small();
    o.missing = 0.05;
    std::string hashes[2];
    for (std::string& hash : hashes) {
      auto writer = DatasetWriter::create(path, "scenes", true);
      QVERIFY(writer);
      Progress progress;
      QCOMPARE(write_scenes(o, Seed(4), *writer, progress, {}).value_or(0), 8);
      hash = writer->finish().value_or("");
    }
    QVERIFY(!hashes[0].empty() && hashes[0] == hashes[1]);
    const auto dataset = Dataset::open(path);
    QVERIFY(dataset);
    QVERIFY(dataset->verify());
    const std::vector<SceneItem> items = scene_items(o);
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto read = dataset->read(i);
      const Scene made = simulate_scene(o, Seed(4), items[i]);
      QVERIFY(read);
      QCOMPARE(read->id, made.id);
      QCOMPARE(read->intervals.size(), made.intervals.size());
      for (std::size_t s = 0; s < made.sensors.size(); ++s) {
        QVERIFY(read->sensors[s].info.meta == made.sensors[s].info.meta);
        QVERIFY(read->sensors[s].series.values == made.sensors[s].series.values);
        const auto& missing = made.sensors[s].series.missing;
        if (std::count(missing.begin(), missing.end(), 1) > 0)
          QVERIFY(read->sensors[s].series.missing == missing);
      }
    }
  }

  void cancelling_publishes_nothing() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("scenes").toStdString();
    std::stop_source stop;
    stop.request_stop();
    {
      auto writer = DatasetWriter::create(path, "scenes");
      QVERIFY(writer);
      Progress progress;
      const auto written = write_scenes(small(), Seed(1), *writer, progress, stop.get_token());
      QVERIFY(!written && written.error().code == ErrorCode::cancelled);
    }
    QVERIFY(!std::filesystem::exists(path));
  }

  void wrong_options_are_refused() {
    SceneOptions o;
    o.anomalies = "spike+drft";
    QVERIFY(QString::fromStdString(check(o).error().message).contains("drift"));
    o = {};
    o.pair_share = 0.9;
    QVERIFY(!check(o));
    o = {};
    o.rollovers_min = 20;
    QVERIFY(!check(o));
    o = {};
    o.rollovers_max = 1000;
    QVERIFY(!check(o));
  }
};

QTEST_APPLESS_MAIN(TestScenes)
#include "tst_scenes.moc"
