#include "core/base/hash.h"
#include "core/simulate/motor.h"
#include "core/simulate/simulator_table.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace andon;

namespace {

std::span<const float> values_of(const Scene& scene, const char* sensor) {
  return scene.find(sensor)->series.values;
}

void hash_scene(Sha256& hash, const Scene& scene) {
  for (const Sensor& sensor : scene.sensors)
    hash.update(sensor.series.values.data(), sensor.series.values.size() * sizeof(float));
}

double root_mean_square(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values)
    sum += value * value;
  return std::sqrt(sum / static_cast<double>(values.size()));
}

/// v' by the central difference of five points; its error at 3.2 Hz and 100 Hz is below 1e-3 of the amplitude
/// of v'.
double acceleration(std::span<const float> v, std::size_t i, double rate) {
  return rate * (8.0 * (v[i + 1] - v[i - 1]) - (v[i + 2] - v[i - 2])) / 12;
}

/// Current minus the law with one friction everywhere.
std::vector<double> residual(const Scene& scene, const MotorOptions& o, double friction) {
  const auto v = values_of(scene, "command"), current = values_of(scene, "current");
  std::vector<double> result;
  for (std::size_t i = 2; i + 2 < v.size(); ++i)
    result.push_back(current[i] - o.inertia * acceleration(v, i, o.rate) - friction * v[i] -
                     (v[i] > 0 ? o.coulomb : -o.coulomb));
  return result;
}

} // namespace

class TestMotor : public QObject {
  Q_OBJECT
private Q_SLOTS:
  /// The bits are a promise: a change here means that every published simulated figure must be measured
  /// again.
  void bits_are_pinned() {
    Progress progress;
    const auto scenes = simulate_motor({}, Seed{1}, progress, {});
    QVERIFY(scenes);
    Sha256 hash;
    for (const Scene& scene : *scenes)
      hash_scene(hash, scene);
    QCOMPARE(hash.text(), std::string("a9e396c8b0669861953e888c1d9c178101b6ab83f745d071ac74f39dbcc2d328"));
    MotorOptions options;
    options.coulomb = 0.2;
    options.friction_spread = 0.1;
    options.fault_fraction = 0.3;
    options.fault_bursts = 3;
    Sha256 second;
    hash_scene(second, simulate_motor_sample(options, Seed{7}, 3, true));
    QCOMPARE(second.text(), std::string("dea7a0cf438cd6180c724b7d8a665a7fd8e8e2b03d578e8c02b0a6bcb770541c"));
  }
  void standard_task() {
    Progress progress;
    const auto scenes = *simulate_motor({}, Seed{2}, progress, {});
    QCOMPARE(scenes.size(), std::size_t{700});
    const auto count = [&](const std::string& part, int label) {
      return std::count_if(scenes.begin(), scenes.end(),
                           [&](const Scene& s) { return s.part == part && s.label == label; });
    };
    QCOMPARE(count("train", 0), 500);
    QCOMPARE(count("test", 0), 100);
    QCOMPARE(count("test", 1), 100);
    std::set<std::string> ids;
    for (const Scene& scene : scenes) {
      ids.insert(scene.id);
      QCOMPARE(values_of(scene, "command").size(), std::size_t{256});
      QCOMPARE(scene.find("command")->info.role, Role::command);
      QCOMPARE(scene.find("current")->info.role, Role::current);
      QCOMPARE(scene.find("command")->info.unit, std::string("rad/s"));
      QCOMPARE(scene.find("current")->info.unit, std::string("A"));
      QCOMPARE(scene.intervals.size(), std::size_t(scene.label));
    }
    QCOMPARE(ids.size(), scenes.size());
    QCOMPARE(scenes.front().attributes.at("friction"), std::string("0.5"));
    QCOMPARE(scenes.back().attributes.at("friction_extra"), std::string("2"));
  }
  void counts_do_not_shift_other_parts() {
    MotorOptions few;
    few.train = 3;
    few.validation = 4;
    few.test_healthy = 2;
    few.test_dull = 1;
    Progress progress;
    const auto small = *simulate_motor(few, Seed{5}, progress, {}),
               large = *simulate_motor({}, Seed{5}, progress, {});
    QCOMPARE(std::count_if(small.begin(), small.end(), [](const Scene& s) { return s.part == "val"; }), 4);
    for (const Scene& scene : small) {
      const auto same =
          std::find_if(large.begin(), large.end(), [&](const Scene& s) { return s.id == scene.id; });
      if (scene.part == "val")
        continue;
      QVERIFY(same != large.end());
      QVERIFY(std::ranges::equal(values_of(scene, "current"), values_of(*same, "current")));
    }
    QVERIFY(!std::ranges::equal(values_of(small[0], "command"), values_of(small[1], "command")));
    QVERIFY(!std::ranges::equal(values_of(simulate_motor_sample({}, Seed{5}, 0, false), "command"),
                                values_of(simulate_motor_sample({}, Seed{6}, 0, false), "command")));
  }
  void current_minus_model_is_noise() {
    for (const double sigma : {0.05, 0.4}) {
      MotorOptions options;
      options.noise = sigma;
      std::vector<double> all;
      for (std::int64_t i = 0; i < 40; ++i) {
        const auto part =
            residual(simulate_motor_sample(options, Seed{1}, i, i % 2 == 1), options, i % 2 == 1 ? 2.5 : 0.5);
        all.insert(all.end(), part.begin(), part.end());
      }
      // 10,080 values: the deviation of the estimate is 0.7 %.
      QVERIFY2(std::abs(root_mean_square(all) / sigma - 1) < 0.03,
               qPrintable(QString::number(root_mean_square(all))));
      double mean = 0, neighbours = 0;
      for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        mean += all[i] / static_cast<double>(all.size());
        neighbours += all[i] * all[i + 1] / (sigma * sigma) / static_cast<double>(all.size());
      }
      QVERIFY(std::abs(mean) < 0.05 * sigma);
      QVERIFY(std::abs(neighbours) < 0.05); // white
    }
  }
  void dull_differs_by_friction_only() {
    MotorOptions options;
    const Scene healthy = simulate_motor_sample(options, Seed{9}, 4, false),
                dull = simulate_motor_sample(options, Seed{9}, 4, true);
    QVERIFY(std::ranges::equal(values_of(healthy, "command"), values_of(dull, "command")));
    for (std::size_t i = 0; i < 256; ++i) {
      const double extra = values_of(dull, "current")[i] - values_of(healthy, "current")[i];
      QVERIFY(std::abs(extra - 2.0 * values_of(healthy, "command")[i]) < 1e-5);
    }
    QCOMPARE(healthy.label, 0);
    QCOMPARE(dull.label, 1);
  }
  void intermittent_faults_act_inside_their_intervals() {
    MotorOptions options;
    options.fault_fraction = 0.25;
    options.fault_bursts = 4;
    options.length = 4000;
    options.noise = 0;
    const Scene healthy = simulate_motor_sample(options, Seed{2}, 0, false),
                dull = simulate_motor_sample(options, Seed{2}, 0, true);
    QCOMPARE(dull.intervals.size(), std::size_t{4});
    int different = 0;
    for (std::size_t i = 0; i < 4000; ++i) {
      const double time = static_cast<double>(i) / options.rate;
      const bool inside = std::any_of(dull.intervals.begin(), dull.intervals.end(),
                                      [&](const Interval& x) { return time >= x.start && time < x.end; });
      const bool differs = values_of(dull, "current")[i] != values_of(healthy, "current")[i];
      QVERIFY(inside || !differs);
      different += differs;
    }
    QVERIFY(std::abs(different - 1000) < 10);
    options.fault_fraction = 0;
    const Scene never = simulate_motor_sample(options, Seed{2}, 0, true);
    QVERIFY(never.intervals.empty());
    QVERIFY(std::ranges::equal(values_of(never, "current"), values_of(healthy, "current")));
  }
  void spread_and_dry_friction() {
    MotorOptions options;
    options.friction_spread = 0.2;
    options.coulomb = 0.3;
    options.noise = 0.01;
    double lowest = 10, highest = 0;
    for (std::int64_t i = 0; i < 50; ++i) {
      const Scene scene = simulate_motor_sample(options, Seed{3}, i, false);
      const double friction = std::stod(scene.attributes.at("friction"));
      lowest = std::min(lowest, friction);
      highest = std::max(highest, friction);
      QVERIFY(root_mean_square(residual(scene, options, friction)) < 0.02);
    }
    QVERIFY(lowest >= 0.4 && lowest < 0.44 && highest <= 0.6 && highest > 0.56);
  }
  void motion_repeats_with_its_cycle() {
    MotorOptions options;
    options.cycles = 4;
    options.sinusoids_max = 2;
    options.frequency_high = 8;
    const Scene scene = simulate_motor_sample(options, Seed{4}, 0, false);
    const auto v = values_of(scene, "command");
    for (std::size_t i = 0; i + 64 < v.size(); ++i)
      QVERIFY(std::abs(v[i] - v[i + 64]) < 1e-5);
    QVERIFY(*std::ranges::max_element(v) <= 2.0f);
  }
  void wrong_options_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("part");
    QTest::newRow("noise") << "noise" << -1.0 << "noise";
    QTest::newRow("length") << "length" << 3.0 << "length";
    QTest::newRow("fraction") << "fault_fraction" << 1.5 << "fault_fraction";
    QTest::newRow("nyquist") << "frequency_high" << 60.0 << "below half the sampling rate, 50 Hz";
    QTest::newRow("order") << "frequency_low" << 5.0 << "frequency";
    QTest::newRow("amplitudes") << "amplitude_low" << 5.0 << "amplitude";
    QTest::newRow("harmonics") << "cycles" << 100.0 << "use fewer cycles";
    QTest::newRow("sinusoids") << "sinusoids_max" << 9.0 << "too few for sinusoids_max 9";
    QTest::newRow("size") << "train" << 9.9e6 << "2147483648";
    QTest::newRow("unknown") << "frction" << 1.0 << "did you mean 'friction'";
  }
  void wrong_options() {
    QFETCH(QString, key);
    QFETCH(double, value);
    QFETCH(QString, part);
    const OptionMap values{{key.toStdString(), value == std::floor(value)
                                                   ? OptionValue(static_cast<std::int64_t>(value))
                                                   : OptionValue(value)}};
    auto options = configured<MotorOptions>(values);
    const Result<void> checked =
        options ? check(*options) : Result<void>(tl::unexpected<Error>(options.error()));
    QVERIFY(!checked);
    QVERIFY2(QString::fromStdString(checked.error().message).contains(part), checked.error().message.c_str());
  }
  void cancels() {
    std::stop_source stop;
    stop.request_stop();
    Progress progress;
    QCOMPARE(simulate_motor({}, Seed{1}, progress, stop.get_token()).error().code, ErrorCode::cancelled);
  }
  void table_writes_a_data_set() {
    const SimulatorEntry& motor = **simulators().find("motor");
    QTemporaryDir folder;
    const auto write = [&](const char* name) -> Result<std::string> {
      ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(folder.filePath(name).toStdString(), "motor"));
      Progress progress;
      ANDON_ASSIGN(const std::int64_t items, motor.write({{"train", std::int64_t{5}},
                                                          {"test_healthy", std::int64_t{2}},
                                                          {"test_dull", std::int64_t{3}}},
                                                         Seed{1}, writer, progress, {}));
      if (items != 10)
        return fail(ErrorCode::internal, "wrong number of items");
      return writer.finish();
    };
    const auto first = write("a"), second = write("b");
    QVERIFY2(first, first ? "" : first.error().message.c_str());
    QCOMPARE(*first, *second);
    const auto dataset = Dataset::open(folder.filePath("a").toStdString());
    QVERIFY(dataset);
    QCOMPARE(dataset->items().size(), std::size_t{10});
    QCOMPARE(dataset->items().back().label, 1);
    const Scene scene = *dataset->read(7);
    const Scene expected = simulate_motor_item({}, Seed{1}, {"test", 0, true});
    QVERIFY(std::ranges::equal(values_of(scene, "current"), values_of(expected, "current")));
    QCOMPARE(scene.attributes.at("friction"), expected.attributes.at("friction"));
  }
};

QTEST_APPLESS_MAIN(TestMotor)
#include "tst_motor.moc"
