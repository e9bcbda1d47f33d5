#include "core/signal/health_checks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

namespace andon {
namespace {

bool is_looked_at(const Sensor& sensor) {
  return sensor.info.role != Role::ignore && sensor.info.role != Role::label;
}

std::string share_text(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g %%", 100 * share);
  return text;
}

std::string seconds_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g s", seconds);
  return text;
}

HealthFinding finding(HealthLevel level, const Scene& scene, const Sensor& sensor, std::int64_t from,
                      std::int64_t to, std::string message) {
  return {level,
          scene.id,
          sensor.info.id,
          sensor.series.time_of(static_cast<std::size_t>(from)),
          sensor.series.time_of(static_cast<std::size_t>(to)),
          std::move(message)};
}

/// Values that are there, in order.
std::vector<float> present(const Series& series) {
  if (series.missing.empty())
    return series.values;
  std::vector<float> values;
  for (std::size_t i = 0; i < series.values.size(); ++i)
    if (!series.is_missing(i))
      values.push_back(series.values[i]);
  return values;
}

struct Run {
  std::int64_t from = 0, length = 0;
};
/// Longest run of samples for which `same(i)` holds between i − 1 and i (a run of one sample has length 1).
template <class Same>
Run longest_run(std::int64_t n, Same same) {
  Run best{0, n > 0 ? 1 : 0}, run{0, 1};
  for (std::int64_t i = 1; i < n; ++i) {
    run = same(i) ? Run{run.from, run.length + 1} : Run{i, 1};
    if (run.length > best.length)
      best = run;
  }
  return best;
}

float quantile_of(std::vector<float>& values, double p) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(p * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

} // namespace

void check_gaps(const Scene& scene, Findings& findings) {
  for (const Sensor& sensor : scene.sensors) {
    const auto n = static_cast<std::int64_t>(sensor.series.values.size());
    const auto& missing = sensor.series.missing;
    const auto count = std::count_if(missing.begin(), missing.end(), [](auto flag) { return flag != 0; });
    if (!is_looked_at(sensor) || count == 0)
      continue;
    Run gap, run;
    for (std::int64_t i = 0; i < n; ++i) {
      run = sensor.series.is_missing(static_cast<std::size_t>(i))
                ? Run{run.length > 0 ? run.from : i, run.length + 1}
                : Run{};
      if (run.length > gap.length)
        gap = run;
    }
    const double share = static_cast<double>(count) / static_cast<double>(n);
    if (share < 0.01 && (gap.length < 10 || share < 0.001))
      continue;
    findings.push_back(finding(share >= 0.5 ? HealthLevel::error : HealthLevel::warning, scene, sensor,
                               gap.from, gap.from + gap.length,
                               share_text(share) + " of the samples are missing; the longest gap lasts " +
                                   seconds_text(static_cast<double>(gap.length) / sensor.series.rate)));
  }
}

void check_constant(const Scene& scene, Findings& findings) {
  for (const Sensor& sensor : scene.sensors) {
    const std::vector<float> values = present(sensor.series);
    if (!is_looked_at(sensor) || values.size() < 2 ||
        std::any_of(values.begin(), values.end(), [&](float value) { return value != values.front(); }))
      continue;
    char text[64];
    std::snprintf(text, sizeof text, "every sample is %.6g", static_cast<double>(values.front()));
    findings.push_back({HealthLevel::warning, scene.id, sensor.info.id, 0, 0, text});
  }
}

void check_stuck(const Scene& scene, Findings& findings) {
  for (const Sensor& sensor : scene.sensors) {
    const auto& values = sensor.series.values;
    const auto n = static_cast<std::int64_t>(values.size());
    if (!is_looked_at(sensor) || n < 60)
      continue;
    const auto same = [&](std::int64_t i) {
      const auto at = static_cast<std::size_t>(i);
      return values[at] == values[at - 1] && !sensor.series.is_missing(at) &&
             !sensor.series.is_missing(at - 1);
    };
    const Run run = longest_run(n, same);
    std::int64_t repeats = 0;
    for (std::int64_t i = 1; i < n; ++i)
      repeats += same(i) && (i < run.from || i >= run.from + run.length) ? 1 : 0;
    const std::int64_t others = n - run.length;
    if (run.length < 30 || others < 30) // all of it: that is check_constant
      continue;
    const double share = (static_cast<double>(repeats) + 0.5) / (static_cast<double>(others) + 1);
    if (static_cast<double>(run.length) < 5 * std::log(static_cast<double>(n)) / -std::log(share))
      continue;
    findings.push_back(finding(
        HealthLevel::warning, scene, sensor, run.from, run.from + run.length,
        "stands still for " + seconds_text(static_cast<double>(run.length) / sensor.series.rate) + " (" +
            std::to_string(run.length) + " equal samples; elsewhere " + share_text(share) + " repeat)"));
  }
}

void check_saturated(const Scene& scene, Findings& findings) {
  for (const Sensor& sensor : scene.sensors) {
    const auto& values = sensor.series.values;
    const std::vector<float> there = present(sensor.series);
    if (!is_looked_at(sensor) || there.size() < 100)
      continue;
    std::set<float> different;
    for (std::size_t i = 0; i < there.size() && different.size() <= 16; ++i)
      different.insert(there[i]);
    if (different.size() <= 16)
      continue;
    const auto [low, high] = std::minmax_element(there.begin(), there.end());
    for (const float limit : {*low, *high}) {
      std::int64_t held = 0, run = 0;
      Run longest;
      for (std::size_t i = 0; i <= values.size(); ++i) {
        if (i < values.size() && values[i] == limit && !sensor.series.is_missing(i)) {
          ++run;
          continue;
        }
        if (run >= 3)
          held += run;
        if (run > longest.length)
          longest = {static_cast<std::int64_t>(i) - run, run};
        run = 0;
      }
      const double share = static_cast<double>(held) / static_cast<double>(there.size());
      if (share < 0.005)
        continue;
      char text[96];
      std::snprintf(text, sizeof text, " of the samples stay at the %s value %.6g",
                    limit == *low ? "smallest" : "largest", static_cast<double>(limit));
      findings.push_back(finding(HealthLevel::warning, scene, sensor, longest.from,
                                 longest.from + longest.length, share_text(share) + text));
    }
  }
}

void check_spikes(const Scene& scene, Findings& findings) {
  for (const Sensor& sensor : scene.sensors) {
    std::vector<float> there = present(sensor.series);
    if (!is_looked_at(sensor) || there.size() < 20)
      continue;
    const double low = quantile_of(there, 0.25), middle = quantile_of(there, 0.5),
                 high = quantile_of(there, 0.75);
    if (!(high > low))
      continue;
    const auto& values = sensor.series.values;
    const auto distance = [&](std::size_t i) { return std::abs(values[i] - middle) / (high - low); };
    std::int64_t count = 0, first = 0;
    for (std::size_t i = 1; i + 1 < values.size(); ++i)
      if (!sensor.series.is_missing(i) && distance(i) > 50 && distance(i - 1) < 10 && distance(i + 1) < 10)
        first = count++ == 0 ? static_cast<std::int64_t>(i) : first;
    if (count == 0)
      continue;
    char text[128];
    std::snprintf(
        text, sizeof text, "%lld single samples lie more than 50 quartile ranges off; the first is %.6g",
        static_cast<long long>(count), static_cast<double>(values[static_cast<std::size_t>(first)]));
    findings.push_back(finding(HealthLevel::warning, scene, sensor, first, first + 1, text));
  }
}

} // namespace andon
