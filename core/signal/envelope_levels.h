#pragma once
#include "core/signal/envelope.h"

#include <limits>

namespace andon {

/// An accumulator of no samples; low > high, and merging it changes nothing.
inline constexpr MinMax empty_min_max{std::numeric_limits<float>::infinity(),
                                      -std::numeric_limits<float>::infinity()};

inline void merge(MinMax& into, const MinMax& other) {
  into.low = other.low < into.low ? other.low : into.low;
  into.high = other.high > into.high ? other.high : into.high;
}

using LevelVectors = std::vector<std::vector<MinMax>>;
using LevelViews = std::vector<std::span<const MinMax>>;

/// Bins of every level of a sensor with `samples` samples, finest first; ends with the first level of one
/// bin.
std::vector<std::int64_t> level_sizes(std::int64_t samples);

/// One pass over the samples: add() in order, then finish(). A NaN counts as missing. Threads: one object a
/// thread.
class LevelBuilder {
public:
  explicit LevelBuilder(std::int64_t expected_samples);
  /// requires missing empty or as long as values.
  void add(std::span<const float> values, std::span<const std::uint8_t> missing);
  std::int64_t samples() const { return samples_; }
  LevelVectors finish();

private:
  std::vector<MinMax> base_;
  MinMax open_ = empty_min_max;
  std::int64_t samples_ = 0;
};

} // namespace andon
