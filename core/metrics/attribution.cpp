#include "core/metrics/attribution.h"

#include <algorithm>

namespace andon {
namespace {

double mean_in(const SensorScores& scene, std::int64_t sensor, std::int64_t from, std::int64_t to) {
  double sum = 0;
  for (std::int64_t b = from; b < to; ++b)
    sum += scene.scores[static_cast<std::size_t>(sensor * scene.bins + b)];
  return sum / static_cast<double>(to - from);
}

bool any_abnormal(const SensorScores& scene, std::int64_t sensor, std::int64_t from, std::int64_t to) {
  const auto row = scene.abnormal.begin() + sensor * scene.bins;
  return std::any_of(row + from, row + to, [](std::uint8_t flag) { return flag != 0; });
}

double hit(const SensorScores& scene, std::int64_t sensor, std::int64_t from, std::int64_t to,
           std::int64_t k) {
  const double own = mean_in(scene, sensor, from, to);
  double ahead = 0;
  for (std::int64_t other = 0; other < scene.sensors; ++other) {
    if (other == sensor || any_abnormal(scene, other, from, to))
      continue;
    const double score = mean_in(scene, other, from, to);
    ahead += score > own ? 1 : score == own ? 0.5 : 0;
  }
  return ahead < static_cast<double>(k) ? 1 : 0;
}

} // namespace

Frames frames_of(const SensorScores& scene) {
  Frames frames;
  for (std::int64_t b = 0; b < scene.bins; ++b) {
    double highest = scene.scores[static_cast<std::size_t>(b)];
    int label = 0;
    for (std::int64_t s = 0; s < scene.sensors; ++s) {
      const auto at = static_cast<std::size_t>(s * scene.bins + b);
      highest = std::max(highest, scene.scores[at]);
      label = label || scene.abnormal[at];
    }
    frames.scores.push_back(highest);
    frames.labels.push_back(label);
  }
  return frames;
}

std::vector<double> attribution_hits(const SensorScores& scene, std::int64_t k) {
  std::vector<double> hits;
  for (std::int64_t s = 0; s < scene.sensors; ++s)
    for (std::int64_t b = 0; b < scene.bins; ++b) {
      const auto abnormal = [&](std::int64_t bin) {
        return bin >= 0 && bin < scene.bins &&
               scene.abnormal[static_cast<std::size_t>(s * scene.bins + bin)] != 0;
      };
      if (!abnormal(b) || abnormal(b - 1))
        continue;
      std::int64_t end = b;
      while (abnormal(end))
        ++end;
      hits.push_back(hit(scene, s, b, end, k));
    }
  return hits;
}

} // namespace andon
