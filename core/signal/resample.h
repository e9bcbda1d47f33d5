#pragma once
#include "core/base/error.h"
#include "core/signal/series.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// Low-pass filter for a change of rate by up/down: a windowed sinc, Kaiser window (beta 5, Kaiser & Schafer
/// 1980), 2·10·max(up, down) + 1 taps, cut off at the lower of both Nyquist rates, gain up. requires up, down
/// >= 1.
std::vector<double> anti_alias_filter(std::int64_t up, std::int64_t down);

/// Polyphase resampling: up-sampling by zeros, anti_alias_filter, every down-th sample, aligned with the
/// first sample (no delay). Beyond its ends the signal is 0. Returns ceil(n·up/down) values. Cost:
/// O(n·20·up/down).
std::vector<double> resample(std::span<const double> values, std::int64_t up, std::int64_t down);

/// A series at another rate, with gaps filled linearly and the ends held, so that they do not sink to zero.
/// Words and bits must not be filtered: `hold` takes the last sample before each new time instead. The ratio
/// of rates is approximated by up/down <= 4096. Errors: invalid_argument (rate not above 0, ratio out of
/// 1/4096 … 4096), insufficient_data (no value).
Result<Series> resampled(const Series& series, double rate, bool hold = false);

/// A scene on one clock: N sensors × T samples.
struct AlignedScene {
  std::vector<std::string> sensors;
  std::int64_t length = 0;
  double start = 0, rate = 1;
  std::vector<float> values;         ///< [N, T]
  std::vector<std::uint8_t> missing; ///< [N, T]: 1 where the sensor had no value near that time
};
/// Every sensor at `length` common times over the scene. Word sensors hold their last value, others are
/// resampled with the anti-alias filter when slowed down and interpolated otherwise. Errors: those of
/// resampled, insufficient_data (no sensor).
Result<AlignedScene> align(const Scene& scene, std::int64_t length);

} // namespace andon
