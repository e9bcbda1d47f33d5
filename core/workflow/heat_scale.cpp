#include "core/workflow/heat_scale.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace andon::workflow {
namespace {

/// Nine equidistant samples of the map; linear in between.
constexpr std::array<std::array<int, 3>, 9> inferno{{{0, 0, 4},
                                                     {31, 12, 72},
                                                     {85, 15, 109},
                                                     {136, 34, 106},
                                                     {186, 54, 85},
                                                     {227, 89, 51},
                                                     {249, 140, 10},
                                                     {249, 201, 50},
                                                     {252, 255, 164}}};

/// Order-preserving numbering of all finite floats.
std::uint32_t key_of(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return (bits & 0x80000000U) != 0 ? ~bits : bits | 0x80000000U;
}
float value_of(std::uint32_t key) {
  return std::bit_cast<float>((key & 0x80000000U) != 0 ? key & 0x7fffffffU : ~key);
}

} // namespace

double HeatScale::position(double p) {
  const double cold = std::log10(cold_p), hot = std::log10(hot_p);
  return std::clamp((cold - std::log10(std::max(p, 1e-300))) / (cold - hot), 0.0, 1.0);
}

double HeatScale::p_at(double position) {
  const double cold = std::log10(cold_p), hot = std::log10(hot_p);
  return std::pow(10.0, cold - position * (cold - hot));
}

float HeatScale::score_at(const std::function<double(double score)>& pixel_p, double p) {
  std::uint32_t low = key_of(std::numeric_limits<float>::lowest()),
                high = key_of(std::numeric_limits<float>::max());
  if (!(pixel_p(static_cast<double>(value_of(high))) <= p))
    return std::numeric_limits<float>::infinity();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (pixel_p(static_cast<double>(value_of(middle))) <= p)
      high = middle;
    else
      low = middle + 1;
  }
  return value_of(low);
}

HeatScale HeatScale::from(const std::function<double(double score)>& pixel_p) {
  HeatScale scale;
  for (int level = 1; level < levels; ++level)
    scale.bounds_[static_cast<std::size_t>(level - 1)] =
        score_at(pixel_p, p_at(static_cast<double>(level) / (levels - 1)));
  return scale;
}

int HeatScale::level(float score) const {
  if (std::isnan(score))
    return levels - 1;
  return static_cast<int>(std::upper_bound(bounds_.begin(), bounds_.end(), score) - bounds_.begin());
}

std::array<std::uint8_t, 3> heat_colour(int level) {
  const double at = std::clamp(level, 0, HeatScale::levels - 1) * 8.0 / (HeatScale::levels - 1);
  const auto stop = std::min<std::size_t>(static_cast<std::size_t>(at), 7);
  const double part = at - static_cast<double>(stop);
  std::array<std::uint8_t, 3> colour{};
  for (std::size_t c = 0; c < 3; ++c)
    colour[c] =
        static_cast<std::uint8_t>(std::lround(inferno[stop][c] * (1 - part) + inferno[stop + 1][c] * part));
  return colour;
}

} // namespace andon::workflow
