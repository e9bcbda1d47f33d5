#pragma once
#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// One Gaussian for each of a number of positions. Σ is the unbiased covariance, shrunk: Σ' = (1 − s)·Σ +
/// s·tr(Σ)/d·I (Ledoit & Wolf 2004 form with a given s). Threads: reading from any.
class PositionGaussians {
public:
  PositionGaussians(std::size_t positions, std::size_t dimension);
  std::size_t positions() const { return positions_; }
  std::size_t dimension() const { return d_; }
  /// Adds (weight 1) or takes away (weight −1) one image: values [positions, dimension]; positions with 0 in
  /// `inside` (empty = all count) are left as they are.
  void add(std::span<const float> values, std::span<const std::uint8_t> inside = {}, double weight = 1);
  /// Squared Mahalanobis distance of every position, (x − μ)ᵀ Σ'⁻¹ (x − μ), from the sums as they stand; 0
  /// where not known(). Errors: insufficient_data when no position has two images. Cost: a Cholesky factor of
  /// each position unless they are at hand.
  Result<std::vector<double>> squared_distances(std::span<const float> values, double shrinkage) const;
  /// Computes the factors once, for many distances; the next add() drops them.
  Result<void> factorise(double shrinkage);

  const std::vector<double>& sums() const { return sums_; }
  /// Images that were added at each position.
  const std::vector<double>& counts() const { return counts_; }
  /// Whether a position has the two images that a covariance needs.
  bool known(std::size_t position) const { return counts_[position] >= 2; }
  /// μ and the inverse of L with Σ' = LLᵀ, so that the distance is ‖L⁻¹(x − μ)‖; zeros where no distance can
  /// be told. requires factorise().
  struct Scale {
    std::vector<double> mean;    ///< [dimension]
    std::vector<double> inverse; ///< [dimension, dimension], lower triangle
  };
  Scale scale(std::size_t position) const;
  /// requires counts [positions] and sums as sums() gave them.
  void restore(std::vector<double> counts, std::vector<double> sums);

private:
  std::size_t stride() const { return d_ + d_ * (d_ + 1) / 2; }
  Result<void> check_images() const;
  bool factor(std::size_t position, double shrinkage, double* mean_and_factor) const;
  std::size_t positions_, d_;
  std::vector<double> counts_;
  std::vector<double> sums_;    ///< [position]: Σx [d], then Σxxᵀ, lower triangle by rows
  std::vector<double> factors_; ///< the same shape: μ, then L with Σ' = LLᵀ
};

} // namespace andon
