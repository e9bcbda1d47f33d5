#pragma once
#include "core/base/random.h"
#include "core/signal/scene_facts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// A scene as tokens, sensor × bin, for anomaly models: every bin of a sensor beside that sensor's own usual
/// bins and beside what the other sensors let expect. Needs no other scene of that machine.
struct SceneTokens {
  /// Channels of a token: the frame's course, the same in robust standard deviations of that sensor's frames
  /// (clipped to ±8), then the residual of the mean given the sensors most alike, signed and absolute.
  static constexpr std::int64_t channels = 2 * SceneFacts::channels + 2;
  std::int64_t sensors = 0, bins = 0;
  double start = 0, bin_seconds = SceneFacts::frame_seconds;
  std::vector<float> values; ///< [sensors, channels, bins]
  std::vector<float> facts;  ///< [sensors, SceneFacts::facts]
  std::vector<int> rate_class;
};

/// Residual of sensor i: its mean minus a ridge regression on the (at most four) sensors of the scene that
/// are most alike, fitted twice, the second time without the fifth of the bins that fits worst; 0 where no
/// sensor is alike. Cost: O(sensors²·bins). Threads: any, pure.
SceneTokens tokens_of(const SceneFacts& facts);

/// A scene in which stretches of some sensors were changed on purpose, for training that contrasts usual with
/// changed: noise, gain, offset, ramp, held value, zeros, pulses, flickering bits, jumps of counters,
/// stretches from another time, reversed stretches. Words stay words.
struct ChangedScene {
  Scene scene;
  std::vector<Interval> changes; ///< one a sensor and stretch
};
ChangedScene with_changes(const Scene& scene, std::int64_t count, Seed seed);

} // namespace andon
