#include "core/base/random.h"
#include "core/signal/health.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace andon;

namespace {

Sensor noise(const char* id, std::uint64_t seed, std::size_t samples = 1000, double rate = 10) {
  Random random{Seed(seed).stream(id)};
  Sensor sensor;
  sensor.info.id = id;
  sensor.info.rate = sensor.series.rate = rate;
  for (std::size_t i = 0; i < samples; ++i)
    sensor.series.values.push_back(static_cast<float>(random.normal()));
  return sensor;
}

Scene healthy(const char* id, std::uint64_t seed) {
  Scene scene;
  scene.id = id;
  scene.part = "train";
  scene.sensors = {noise("a", seed), noise("b", seed), noise("slow", seed, 100, 1)};
  Random random{Seed(seed).stream("states")};
  Sensor state = noise("state", seed); // a switch that repeats its value most of the time
  for (float& value : state.series.values)
    value = random.uniform() < 0.9 ? 1.0F : 0.0F;
  Sensor steps = noise("steps", seed); // a coarse sensor
  for (float& value : steps.series.values)
    value = std::round(2 * value);
  scene.sensors.push_back(state);
  scene.sensors.push_back(steps);
  return scene;
}

std::vector<HealthFinding> run(const std::string& id, const std::vector<Scene>& scenes) {
  const DataCheck* check = *data_checks().find(id);
  std::vector<HealthFinding> findings;
  std::vector<HealthFacts> facts;
  for (const Scene& scene : scenes) {
    if (check->scene)
      check->scene(scene, findings);
    facts.push_back(health_facts_of(scene));
  }
  if (check->whole)
    check->whole(facts, findings);
  return findings;
}

struct Fault {
  const char* check;
  const char* sensor;
  const char* part_of_message;
  HealthLevel level;
  void (*make)(std::vector<Scene>&);
};

const Fault faults[] = {
    {"gaps", "a", "the longest gap lasts 5 s", HealthLevel::warning,
     [](std::vector<Scene>& all) {
       all[0].sensors[0].series.missing.assign(1000, 0);
       std::fill_n(all[0].sensors[0].series.missing.begin() + 300, 50, 1);
     }},
    {"constant", "b", "every sample is 3", HealthLevel::warning,
     [](std::vector<Scene>& all) {
       std::fill(all[0].sensors[1].series.values.begin(), all[0].sensors[1].series.values.end(), 3.0F);
     }},
    {"stuck", "a", "stands still for 4 s", HealthLevel::warning,
     [](std::vector<Scene>& all) { std::fill_n(all[0].sensors[0].series.values.begin() + 200, 40, 0.5F); }},
    {"saturated", "b", "stay at the largest value 1", HealthLevel::warning,
     [](std::vector<Scene>& all) {
       for (float& value : all[0].sensors[1].series.values)
         value = std::min(value, 1.0F);
       std::fill_n(all[0].sensors[1].series.values.begin() + 10, 8, 1.0F);
     }},
    {"spikes", "a", "1 single samples", HealthLevel::warning,
     [](std::vector<Scene>& all) { all[0].sensors[0].series.values[77] = 1e4F; }},
    {"duplicates", "b", "has the same samples as 'a'", HealthLevel::error,
     [](std::vector<Scene>& all) { all[0].sensors[1].series = all[0].sensors[0].series; }},
    {"duplicates", "b", "correlation −1", HealthLevel::warning,
     [](std::vector<Scene>& all) {
       for (std::size_t i = 0; i < 1000; ++i)
         all[0].sensors[1].series.values[i] = 5 - 3 * all[0].sensors[0].series.values[i];
     }},
    {"rates", "slow", "at 0.8 Hz it would end with it", HealthLevel::warning,
     [](std::vector<Scene>& all) { all[0].sensors[2].series.values.resize(80); }},
    {"rates", "a", "Hz in scene 'one'", HealthLevel::error,
     [](std::vector<Scene>& all) { all[1].sensors[0].info.rate = 20; }},
    {"labels", "", "reaches outside", HealthLevel::error,
     [](std::vector<Scene>& all) {
       all[0].intervals = {{90, 120, 1, "", ""}};
     }},
    {"labels", "", "labelled normal, but", HealthLevel::error,
     [](std::vector<Scene>& all) {
       all[0].label = 0;
       all[0].intervals = {{10, 20, 1, "", ""}};
     }},
    {"layout", "", "4 sensors, other than the 5 sensors of scene 'one'", HealthLevel::error,
     [](std::vector<Scene>& all) { all[1].sensors.pop_back(); }},
    {"leak", "", "while this one is in 'test'", HealthLevel::error,
     [](std::vector<Scene>& all) {
       all[2] = all[0];
       all[2].id = "copy";
       all[2].part = "test";
     }},
    {"leak", "", "abnormal data in the training part", HealthLevel::warning,
     [](std::vector<Scene>& all) { all[0].label = 1; }},
    {"length", "", "the median is 100 s", HealthLevel::warning,
     [](std::vector<Scene>& all) {
       for (Sensor& sensor : all[0].sensors)
         sensor.series.values.resize(sensor.series.values.size() / 20);
     }},
};

} // namespace

class TestHealth : public QObject {
  Q_OBJECT
  static std::vector<Scene> scenes() { return {healthy("one", 1), healthy("two", 2), healthy("three", 3)}; }

private Q_SLOTS:
  void healthyDataAreLeftAlone() {
    for (const DataCheck& check : data_checks().rows()) {
      const auto findings = run(check.id, scenes());
      QVERIFY2(findings.empty(), qPrintable(QString::fromStdString(
                                     check.id + (findings.empty() ? "" : ": " + findings.front().message))));
    }
  }

  void faultIsFound_data() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(faults)); ++i)
      QTest::newRow(faults[i].part_of_message) << i;
  }
  void faultIsFound() {
    QFETCH(int, index);
    const Fault& fault = faults[index];
    std::vector<Scene> broken = scenes();
    fault.make(broken);
    const auto findings = run(fault.check, broken);
    QCOMPARE(findings.size(), std::size_t{1});
    QVERIFY2(findings[0].message.find(fault.part_of_message) != std::string::npos,
             findings[0].message.c_str());
    QCOMPARE(findings[0].sensor, std::string(fault.sensor));
    QCOMPARE(findings[0].level, fault.level);
  }

  void nothingCrashesOnLittle() {
    Scene empty;
    Scene tiny;
    tiny.sensors = {noise("a", 1, 1), noise("b", 1, 0)};
    Scene gone;
    gone.sensors = {noise("a", 1, 100)};
    gone.sensors[0].series.missing.assign(100, 1);
    for (const DataCheck& check : data_checks().rows())
      run(check.id, {empty, tiny, gone});
    const auto findings = run("gaps", {gone});
    QCOMPARE(findings.size(), std::size_t{1});
    QCOMPARE(findings[0].level, HealthLevel::error);
  }
};

QTEST_APPLESS_MAIN(TestHealth)
#include "tst_health.moc"
