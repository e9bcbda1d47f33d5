#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// Scores of one scene by sensor and bin, and where the truth is abnormal, [sensors, bins] each.
struct SensorScores {
  std::int64_t sensors = 0, bins = 0;
  std::vector<double> scores;
  std::vector<std::uint8_t> abnormal;
};

/// A frame is a bin of the whole scene: its score is the highest of its sensors, its label whether any sensor
/// is abnormal.
struct Frames {
  std::vector<double> scores;
  std::vector<int> labels;
};
Frames frames_of(const SensorScores& scene);

/// For every run of abnormal bins of a sensor: whether fewer than k sensors that are normal all through the
/// run have a higher mean score in it (equal scores count half). Sensors that are abnormal in the same run do
/// not stand in each other's way. One value, 0 or 1, a run, in order of sensors and time.
std::vector<double> attribution_hits(const SensorScores& scene, std::int64_t k);

} // namespace andon
