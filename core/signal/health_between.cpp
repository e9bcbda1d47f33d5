#include "core/signal/health_checks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace andon {
namespace {

constexpr std::size_t most_sensors = 200, most_samples = 20'000;

bool is_looked_at(const Sensor& sensor) {
  return sensor.info.role != Role::ignore && sensor.info.role != Role::label;
}

bool varies(const std::vector<float>& values) {
  return std::any_of(values.begin(), values.end(), [&](float value) { return value != values.front(); });
}

double correlation(const Series& a, const Series& b) {
  const std::size_t n = std::min(a.values.size(), b.values.size());
  const std::size_t stride = std::max<std::size_t>(1, n / most_samples);
  double count = 0, ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < n; i += stride) {
    if (a.is_missing(i) || b.is_missing(i))
      continue;
    ++count;
    const double da = a.values[i] - ma, db = b.values[i] - mb;
    ma += da / count;
    mb += db / count;
    aa += da * (a.values[i] - ma);
    bb += db * (b.values[i] - mb);
    ab += da * (b.values[i] - mb);
  }
  return aa > 0 && bb > 0 && count > 2 ? ab / std::sqrt(aa * bb) : 0;
}

std::string listed(const std::vector<SensorInfo>& sensors) {
  return std::to_string(sensors.size()) + (sensors.size() == 1 ? " sensor" : " sensors");
}

std::vector<std::string> ids_of(const HealthFacts& facts) {
  std::vector<std::string> ids;
  for (const SensorInfo& sensor : facts.sensors)
    ids.push_back(sensor.id);
  return ids;
}

} // namespace

void check_duplicates(const Scene& scene, Findings& findings) {
  std::vector<const Sensor*> sensors;
  for (const Sensor& sensor : scene.sensors)
    if (is_looked_at(sensor) && sensors.size() < most_sensors && sensor.series.values.size() > 2 &&
        varies(sensor.series.values))
      sensors.push_back(&sensor);
  for (std::size_t i = 0; i < sensors.size(); ++i)
    for (std::size_t j = i + 1; j < sensors.size(); ++j) {
      const Series &a = sensors[i]->series, &b = sensors[j]->series;
      if (a.rate != b.rate || a.values.size() != b.values.size())
        continue;
      if (a.values == b.values && a.missing == b.missing) {
        findings.push_back({HealthLevel::error, scene.id, sensors[j]->info.id, 0, 0,
                            "has the same samples as '" + sensors[i]->info.id + "'"});
        break;
      }
      const double r = correlation(a, b);
      if (std::abs(r) <= 0.99999)
        continue;
      findings.push_back({HealthLevel::warning, scene.id, sensors[j]->info.id, 0, 0,
                          "follows '" + sensors[i]->info.id + "' exactly (correlation " +
                              (r > 0 ? "+1" : "−1") + "): a copy in another unit or sign"});
      break;
    }
}

void check_rates(const Scene& scene, Findings& findings) {
  double longest = 0;
  for (const Sensor& sensor : scene.sensors)
    longest = std::max(longest, sensor.series.end());
  for (const Sensor& sensor : scene.sensors) {
    const double end = sensor.series.end();
    if (!is_looked_at(sensor) || end >= longest * 0.99 || end + 2 / sensor.series.rate >= longest)
      continue;
    char text[160];
    std::snprintf(text, sizeof text,
                  "ends at %.6g s, %.3g s before the longest sensor; at %.6g Hz it would end with it", end,
                  longest - end,
                  static_cast<double>(sensor.series.values.size()) / (longest - sensor.series.start));
    findings.push_back({HealthLevel::warning, scene.id, sensor.info.id, end, longest, text});
  }
}

void check_rates_between(const std::vector<HealthFacts>& facts, Findings& findings) {
  for (const HealthFacts& scene : facts)
    for (const SensorInfo& sensor : scene.sensors) {
      const auto& first = facts.front().sensors;
      const auto same =
          std::find_if(first.begin(), first.end(), [&](const auto& each) { return each.id == sensor.id; });
      if (same == first.end() || same->rate == sensor.rate)
        continue;
      char text[120];
      std::snprintf(text, sizeof text, "%.6g Hz here, %.6g Hz in scene '%.60s'", sensor.rate, same->rate,
                    facts.front().id.c_str());
      findings.push_back({HealthLevel::error, scene.id, sensor.id, 0, 0, text});
    }
}

void check_labels(const Scene& scene, Findings& findings) {
  double end = 0;
  for (const Sensor& sensor : scene.sensors)
    end = std::max(end, sensor.series.end());
  bool abnormal = false;
  for (const Interval& interval : scene.intervals) {
    abnormal = abnormal || interval.label == 1;
    if (interval.end > interval.start && interval.start >= 0 && interval.end <= end * (1 + 1e-9) + 1e-9)
      continue;
    char text[120];
    std::snprintf(text, sizeof text, "the interval from %.6g s to %.6g s %s", interval.start, interval.end,
                  interval.end > interval.start ? "reaches outside of the scene" : "is empty");
    findings.push_back({HealthLevel::error, scene.id, interval.sensor, interval.start, interval.end, text});
  }
  if (abnormal && scene.label == 0)
    findings.push_back(
        {HealthLevel::error, scene.id, "", 0, 0, "the scene is labelled normal, but has abnormal intervals"});
}

void check_layout(const std::vector<HealthFacts>& facts, Findings& findings) {
  for (const HealthFacts& scene : facts)
    if (ids_of(scene) != ids_of(facts.front()))
      findings.push_back({HealthLevel::error, scene.id, "", 0, 0,
                          listed(scene.sensors) + ", other than the " + listed(facts.front().sensors) +
                              " of scene '" + facts.front().id + "'"});
}

void check_leak(const std::vector<HealthFacts>& facts, Findings& findings) {
  std::vector<const HealthFacts*> sorted;
  for (const HealthFacts& scene : facts) {
    sorted.push_back(&scene);
    if (scene.part == "train" && (scene.label == 1 || scene.abnormal_intervals))
      findings.push_back({HealthLevel::warning, scene.id, "", 0, 0,
                          "abnormal data in the training part; models leave them out"});
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](auto a, auto b) { return a->content < b->content; });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const HealthFacts &a = *sorted[i - 1], &b = *sorted[i];
    if (a.content != b.content || b.duration <= 0)
      continue;
    const bool across = a.part != b.part;
    findings.push_back(
        {across ? HealthLevel::error : HealthLevel::warning, b.id, "", 0, 0,
         "has the same samples as scene '" + a.id + "'" +
             (across ? ", which is in part '" + a.part + "' while this one is in '" + b.part + "'" : "")});
  }
}

void check_length(const std::vector<HealthFacts>& facts, Findings& findings) {
  std::vector<double> durations;
  for (const HealthFacts& scene : facts)
    durations.push_back(scene.duration);
  std::sort(durations.begin(), durations.end());
  const double median = durations[durations.size() / 2];
  for (const HealthFacts& scene : facts)
    if (scene.duration < median / 10) {
      char text[96];
      std::snprintf(text, sizeof text, "lasts %.4g s; the median is %.4g s", scene.duration, median);
      findings.push_back({HealthLevel::warning, scene.id, "", 0, 0, text});
    }
}

} // namespace andon
