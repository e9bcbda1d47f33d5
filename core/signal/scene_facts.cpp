#include "core/signal/scene_facts.h"

#include "core/metrics/parallel_ranges.h"
#include "core/signal/normalise.h"
#include "core/signal/sensor_course.h"

#include <atomic>

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

float log_rate(double count, double seconds) {
  return static_cast<float>(std::log1p(count / seconds) / 4);
}

void add_word_facts(const SensorCourse& course, double seconds, float* fact) {
  for (std::size_t bit = 0; bit < 16; ++bit) {
    const double toggles = static_cast<double>(course.toggles[bit]);
    fact[bit] = log_rate(toggles, seconds);
    fact[16 + bit] = static_cast<float>(course.ones[bit]);
    fact[32 + bit] = toggles > 0 ? static_cast<float>(static_cast<double>(course.carries[bit]) / toggles) : 0;
  }
}

void add_sensor_facts(const Sensor& sensor, const SensorCourse& course, double seconds, float* fact) {
  if (course.words)
    add_word_facts(course, seconds, fact);
  const double count = std::max<double>(1, static_cast<double>(sensor.series.values.size()));
  float* rest = fact + 48;
  rest[0] = course.words;
  rest[1] = course.rolling;
  rest[2] = static_cast<float>(std::log10(sensor.series.rate) / 3);
  rest[3] = static_cast<float>(course.still / count);
  rest[4] = static_cast<float>(course.unit_steps / count);
  rest[5] = log_rate(static_cast<double>(course.rollovers.size()), seconds);
  rest[6] = static_cast<float>(std::log1p(course.mean_step) / 10);
}

/// Roll-overs of `low` that `high` follows by one unit in the same direction, at once or one reading later.
void add_evidence(const SensorCourse& low, const SensorCourse& high, std::int32_t i, std::int32_t j,
                  double late, float* evidence, std::vector<SceneFacts::Match>& matches) {
  if (low.rollovers.empty() || high.moves.empty() || high.moves.size() > SensorCourse::most_moves)
    return;
  const std::size_t before = matches.size();
  std::size_t next = 0;
  for (const WordEvent& rollover : low.rollovers) {
    while (next < high.moves.size() && high.moves[next].time < rollover.time - 1e-9)
      ++next;
    if (next < high.moves.size() && high.moves[next].time <= rollover.time + late &&
        high.moves[next].step == rollover.step) {
      matches.push_back({i, j, rollover.time});
      ++next;
    }
  }
  const double matched = static_cast<double>(matches.size() - before);
  const double followed = matched / static_cast<double>(low.rollovers.size());
  const double caused = matched / static_cast<double>(high.moves.size());
  evidence[0] = static_cast<float>(followed);
  evidence[1] = static_cast<float>(caused);
  evidence[2] = static_cast<float>(followed * caused);
  evidence[3] = static_cast<float>(std::log1p(matched) / 4);
  if (followed * caused < 0.05)
    matches.resize(before);
}

} // namespace

Result<SceneFacts> facts_of(const Scene& scene) {
  SceneFacts facts;
  facts.sensors = static_cast<std::int64_t>(scene.sensors.size());
  double end = 0;
  facts.start = scene.sensors.empty() ? 0 : scene.sensors.front().series.start;
  for (const Sensor& sensor : scene.sensors) {
    facts.start = std::min(facts.start, sensor.series.start);
    end = std::max(end, sensor.series.end());
  }
  facts.duration = end - facts.start;
  facts.frames = static_cast<std::int64_t>(facts.duration / SceneFacts::frame_seconds + 1e-6);
  if (facts.sensors == 0 || facts.frames < 8)
    return fail(ErrorCode::insufficient_data,
                "scene '" + scene.id + "' has " + std::to_string(facts.sensors) + " sensors and " +
                    std::to_string(facts.frames) +
                    " frames of 0.25 s; at least 1 sensor and 8 frames are needed");
  const auto n = static_cast<std::size_t>(facts.sensors), frames = static_cast<std::size_t>(facts.frames);
  facts.course.assign(n * SceneFacts::channels * frames, 0);
  facts.fact.assign(n * SceneFacts::facts, 0);
  facts.pair.assign(n * n * SceneFacts::evidence, 0);
  facts.rate_class.resize(n);
  std::vector<SensorCourse> courses(n);
  std::atomic<std::size_t> next = 0; // sensors differ much in length: each thread takes the next one
  parallel_ranges(facts.sensors, 0, 4, [&](std::int64_t, std::int64_t) {
    for (std::size_t i = next++; i < n; i = next++) {
      const Sensor& sensor = scene.sensors[i];
      courses[i] =
          course_of(sensor, facts.start, facts.frames, &facts.course[i * SceneFacts::channels * frames]);
      add_sensor_facts(sensor, courses[i], facts.duration, &facts.fact[i * SceneFacts::facts]);
      facts.rate_class[i] = sensor.series.rate < 100 ? 0 : sensor.series.rate <= 600 ? 1 : 2;
    }
  });
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      if (i == j || !courses[i].words || !courses[j].words)
        continue;
      float* evidence = &facts.pair[(i * n + j) * SceneFacts::evidence];
      const double late = 1.5 / std::min(scene.sensors[i].series.rate, scene.sensors[j].series.rate);
      add_evidence(courses[i], courses[j], static_cast<std::int32_t>(i), static_cast<std::int32_t>(j), late,
                   evidence, facts.matches);
      float& as_low = facts.fact[i * SceneFacts::facts + SceneFacts::low_fact];
      float& as_high = facts.fact[j * SceneFacts::facts + SceneFacts::high_fact];
      as_low = std::max(as_low, evidence[2]);
      as_high = std::max(as_high, evidence[2]);
    }
  return facts;
}

} // namespace andon
