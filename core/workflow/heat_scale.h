#pragma once
#include <array>
#include <cstdint>
#include <functional>

namespace andon::workflow {

/// The one colour scale of all images of a run: colours stand for p-values of pixels, not for raw scores, so
/// that a good image stays cold whatever the method's unit is. Position on the scale:
///   t(p) = clamp((log10 cold_p − log10 p)/(log10 cold_p − log10 hot_p), 0, 1)
/// Threads: any, immutable.
class HeatScale {
public:
  static constexpr double cold_p = 1e-2; ///< one good pixel in a hundred is as unusual: still cold
  static constexpr double hot_p = 1e-5;
  static constexpr int levels = 256;

  /// `pixel_p` falls with the score. Cost: about 10,000 calls of it.
  static HeatScale from(const std::function<double(double score)>& pixel_p);
  /// 0 (cold) … 255 (hot). Cost: 8 comparisons. NaN is hot: what could not be scored must not look good.
  int level(float score) const;
  static double position(double p);
  static double p_at(double position); ///< the inverse inside (0, 1)
  /// Lowest score whose p-value is at most `p`; +Inf when no score is that unusual.
  static float score_at(const std::function<double(double score)>& pixel_p, double p);

private:
  std::array<float, levels - 1> bounds_{}; ///< score from which each level above 0 starts
};

/// Red, green, blue of a level: inferno (van der Walt & Smith 2015), perceptually uniform.
std::array<std::uint8_t, 3> heat_colour(int level);

} // namespace andon::workflow
