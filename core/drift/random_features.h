#pragma once
#include "core/base/error.h"
#include "core/base/random.h"

#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// Random Fourier features of a Gaussian kernel (Rahimi & Recht 2007): φ(x)·φ(y) ≈ exp(−‖x − y‖²/(2·h²)),
/// φ = √(2/D)·(cos ωx, sin ωx), ω ~ N(0, 1/h²), D/2 frequencies. Columns are centred and divided by their
/// standard deviation in the reference first, so that no unit counts more than another; one whose deviation is
/// no more than rounding (1e-6 of its root mean square) is only centred. Threads: any, immutable.
class RandomFeatures {
public:
  /// `rows` [n, width] are the reference; h is the median distance of up to 500 pairs. Errors:
  /// invalid_argument (not finite, no columns, features not even), insufficient_data (fewer than 2 rows).
  static Result<RandomFeatures> from(std::span<const float> rows, std::size_t width, std::size_t features,
                                     Seed seed);
  std::size_t width() const { return width_; }
  std::size_t size() const { return 2 * frequencies_; } ///< D
  double bandwidth() const { return bandwidth_; }       ///< h, in standardised units
  /// φ of [n, width] rows into [n, D]. Cost: n·width·D/2 multiplications and n·D sines.
  void map(std::span<const float> rows, std::span<float> into) const;

private:
  std::size_t width_ = 0, frequencies_ = 0;
  double bandwidth_ = 1;
  std::vector<float> centre_; ///< mean of each column
  std::vector<float> omega_;  ///< [width, D/2], divided by the column's deviation
};

/// ‖mean φ(a) − mean φ(b)‖² of [n, width] and [m, width] rows.
double mmd_squared(const RandomFeatures& features, std::span<const float> a, std::span<const float> b);

} // namespace andon
