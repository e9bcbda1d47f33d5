#pragma once
#include "core/base/error.h"
#include "core/signal/series.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// What can be counted about the sensors of a scene in one pass over the samples, for models that must not
/// care about rates, units and lengths: course by course (frames of a quarter second), word facts, and how
/// the events of two sensors coincide. Nothing here uses what is known in the sensors' meta but whether they
/// hold words.
struct SceneFacts {
  static constexpr double frame_seconds = 0.25;
  /// Channels of a frame; values in robust standard deviations, counts as logarithms or shares:
  /// mean, lowest, highest, log deviation, log mean step, log largest step, share of still samples, crossings
  /// of the median, share missing, share of exact zeros, log roll-overs, share of unit steps; then 16 toggle
  /// rates and 16 shares of ones.
  static constexpr std::int64_t value_channels = 12, channels = value_channels + 32, missing_channel = 8;
  /// By sensor: 16 log toggle rates, 16 shares of ones, 16 carries (share of toggles of bit b with a toggle
  /// of bit b − 1), then: words, rolling, log samples a second, still, unit steps, log roll-overs, log mean
  /// step, best evidence as low half, best as high half.
  static constexpr std::int64_t facts = 48 + 9, words_fact = 48, rate_fact = 50, low_fact = 55,
                                high_fact = 56;
  /// By ordered pair (low i, high j): share of i's roll-overs that j follows by one unit, share of j's moves
  /// that follow a roll-over of i, both multiplied, log matches.
  static constexpr std::int64_t evidence = 4;

  std::int64_t sensors = 0, frames = 0;
  double start = 0, duration = 0;
  std::vector<float> course; ///< [sensors, channels, frames]
  std::vector<float> fact;   ///< [sensors, facts]
  std::vector<float> pair;   ///< [sensors, sensors, evidence]
  struct Match {
    std::int32_t low = 0, high = 0;
    double time = 0; ///< of the roll-over
  };
  std::vector<Match> matches;  ///< coincidences of pairs whose evidence is not negligible
  std::vector<int> rate_class; ///< 0 slow (< 100 Hz), 1 ordinary, 2 fast (> 600 Hz)
};

/// Cost: about 20 ns a sample and 1 µs a pair of sensors, the samples on all cores. Threads: any, pure.
/// Errors: insufficient_data (no sensors, shorter than eight frames).
Result<SceneFacts> facts_of(const Scene& scene);

} // namespace andon
