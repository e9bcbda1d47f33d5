#include "core/signal/resample.h"

#include "core/signal/normalise.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace andon {
namespace {

constexpr double pi = 3.14159265358979323846;
constexpr std::int64_t most = 4096;

/// Modified Bessel function of the first kind, order 0, by its power series.
double bessel0(double x) {
  double term = 1, sum = 1;
  for (int k = 1; term > 1e-17 * sum; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

struct Ratio {
  std::int64_t up = 1, down = 1;
};
/// Best fraction with terms of at most `most`, by continued fractions.
Ratio ratio_of(double value) {
  std::int64_t p0 = 0, q0 = 1, p1 = 1, q1 = 0;
  double rest = value;
  for (int i = 0; i < 40; ++i) {
    const double whole = std::floor(rest);
    if (whole > static_cast<double>(most))
      break;
    const auto a = static_cast<std::int64_t>(whole);
    const std::int64_t p = a * p1 + p0, q = a * q1 + q0;
    if (p > most || q > most)
      break;
    p0 = std::exchange(p1, p);
    q0 = std::exchange(q1, q);
    if (rest - whole < 1e-9)
      break;
    rest = 1 / (rest - whole);
  }
  return {std::max<std::int64_t>(p1, 1), std::max<std::int64_t>(q1, 1)};
}

/// Value at a time between samples, ends held.
double value_at(const std::vector<float>& values, double place, bool hold) {
  if (place <= 0)
    return values.front();
  const double last = static_cast<double>(values.size() - 1);
  if (place >= last)
    return values.back();
  const auto i = static_cast<std::size_t>(place);
  const double part = place - static_cast<double>(i);
  return hold ? values[i] : values[i] + part * (static_cast<double>(values[i + 1]) - values[i]);
}

} // namespace

std::vector<double> anti_alias_filter(std::int64_t up, std::int64_t down) {
  const std::int64_t widest = std::max(up, down), half = 10 * widest;
  const double cut = 1.0 / static_cast<double>(widest), beta = 5;
  std::vector<double> taps(static_cast<std::size_t>(2 * half + 1));
  double sum = 0;
  for (std::int64_t i = -half; i <= half; ++i) {
    const double x = static_cast<double>(i), place = x / static_cast<double>(half);
    const double sinc = i == 0 ? 1 : std::sin(pi * cut * x) / (pi * cut * x);
    const double window = bessel0(beta * std::sqrt(std::max(0.0, 1 - place * place))) / bessel0(beta);
    sum += taps[static_cast<std::size_t>(i + half)] = cut * sinc * window;
  }
  for (double& tap : taps)
    tap *= static_cast<double>(up) / sum;
  return taps;
}

std::vector<double> resample(std::span<const double> values, std::int64_t up, std::int64_t down) {
  const std::int64_t common = std::gcd(up, down);
  up /= common;
  down /= common;
  if (up == 1 && down == 1)
    return {values.begin(), values.end()};
  const std::vector<double> taps = anti_alias_filter(up, down);
  const auto half = static_cast<std::int64_t>(taps.size() / 2),
             count = static_cast<std::int64_t>(values.size());
  std::vector<double> result(static_cast<std::size_t>((count * up + down - 1) / down));
  for (std::size_t k = 0; k < result.size(); ++k) {
    // Position on the up-sampled clock; sample i stands at i·up.
    const std::int64_t at = static_cast<std::int64_t>(k) * down;
    const std::int64_t first = std::max<std::int64_t>(0, (at - half + up - 1) / up);
    const std::int64_t last = std::min(count - 1, (at + half) / up);
    double sum = 0;
    for (std::int64_t i = first; i <= last; ++i)
      sum += values[static_cast<std::size_t>(i)] * taps[static_cast<std::size_t>(at - i * up + half)];
    result[k] = sum;
  }
  return result;
}

Result<Series> resampled(const Series& series, double rate, bool hold) {
  if (!(rate > 0) || !(series.rate > 0) || rate / series.rate > static_cast<double>(most) ||
      series.rate / rate > static_cast<double>(most))
    return fail(ErrorCode::invalid_argument,
                "cannot resample from " + std::to_string(series.rate) + " to " + std::to_string(rate) +
                    " samples a second; rates must be above 0 and at most 4096 apart");
  if (series.values.empty())
    return fail(ErrorCode::insufficient_data, "an empty series cannot be resampled");
  Series filled = series;
  ANDON_TRY(fill_gaps(filled, hold ? GapFill::forward : GapFill::linear));
  Series result;
  result.start = series.start;
  result.rate = rate;
  if (hold) {
    const auto count = static_cast<std::size_t>(
        std::ceil(static_cast<double>(filled.values.size()) * rate / series.rate - 1e-9));
    for (std::size_t i = 0; i < count; ++i)
      result.values.push_back(static_cast<float>(
          value_at(filled.values, static_cast<double>(i) * series.rate / rate + 1e-9, true)));
    return result;
  }
  const Ratio ratio = ratio_of(rate / series.rate);
  // Held ends as long as half the filter reaches.
  const auto reach = static_cast<std::size_t>(10 * std::max(ratio.up, ratio.down) / ratio.up + 1);
  const std::size_t lead = (reach + static_cast<std::size_t>(ratio.down) - 1) /
                           static_cast<std::size_t>(ratio.down) *
                           static_cast<std::size_t>(ratio.down); // a whole number of new samples
  std::vector<double> padded(lead, filled.values.front());
  padded.insert(padded.end(), filled.values.begin(), filled.values.end());
  padded.insert(padded.end(), lead, filled.values.back());
  const std::vector<double> all = resample(padded, ratio.up, ratio.down);
  const auto skip = static_cast<std::ptrdiff_t>(lead * static_cast<std::size_t>(ratio.up) /
                                                static_cast<std::size_t>(ratio.down));
  const auto count = static_cast<std::ptrdiff_t>(
      (static_cast<std::int64_t>(filled.values.size()) * ratio.up + ratio.down - 1) / ratio.down);
  result.values.assign(all.begin() + skip, all.begin() + skip + count);
  return result;
}

Result<AlignedScene> align(const Scene& scene, std::int64_t length) {
  if (scene.sensors.empty() || length < 1)
    return fail(ErrorCode::insufficient_data, "scene '" + scene.id + "' has no sensor to align");
  AlignedScene aligned;
  aligned.length = length;
  double end = 0;
  aligned.start = scene.sensors.front().series.start;
  for (const Sensor& sensor : scene.sensors) {
    aligned.start = std::min(aligned.start, sensor.series.start);
    end = std::max(end, sensor.series.end());
  }
  aligned.rate = static_cast<double>(length) / (end - aligned.start);
  for (const Sensor& sensor : scene.sensors) {
    const bool hold = sensor.info.meta.words;
    Series slow = sensor.series;
    if (!hold && slow.rate > aligned.rate) {
      auto filtered = resampled(sensor.series, aligned.rate);
      if (!filtered)
        return fail_in("scene '" + scene.id + "', sensor '" + sensor.info.id + "'", filtered.error());
      slow = std::move(*filtered);
    } else {
      ANDON_TRY(fill_gaps(slow, hold ? GapFill::forward : GapFill::linear));
    }
    aligned.sensors.push_back(sensor.info.id);
    for (std::int64_t i = 0; i < length; ++i) {
      const double time = aligned.start + static_cast<double>(i) / aligned.rate;
      aligned.values.push_back(
          static_cast<float>(value_at(slow.values, (time - slow.start) * slow.rate + 1e-9, hold)));
      const double place = std::round((time - sensor.series.start) * sensor.series.rate);
      const bool outside = place < 0 || place >= static_cast<double>(sensor.series.values.size());
      aligned.missing.push_back(outside || sensor.series.is_missing(static_cast<std::size_t>(place)));
    }
  }
  return aligned;
}

} // namespace andon
