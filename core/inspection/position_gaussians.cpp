#include "core/inspection/position_gaussians.h"

#include "core/base/assert.h"

#include <algorithm>
#include <cmath>

namespace andon {

PositionGaussians::PositionGaussians(std::size_t positions, std::size_t dimension)
    : positions_(positions), d_(dimension), counts_(positions, 0),
      sums_(positions * (dimension + dimension * (dimension + 1) / 2), 0) {}

void PositionGaussians::add(std::span<const float> values, std::span<const std::uint8_t> inside,
                            double weight) {
  ANDON_ASSERT(values.size() == positions_ * d_ && (inside.empty() || inside.size() == positions_));
  factors_.clear();
#pragma omp parallel for schedule(static)
  for (std::size_t p = 0; p < positions_; ++p) {
    if (!inside.empty() && inside[p] == 0)
      continue;
    counts_[p] += weight;
    const float* x = values.data() + p * d_;
    double* sum = sums_.data() + p * stride();
    double* square = sum + d_;
    for (std::size_t i = 0; i < d_; ++i) {
      const double factor = weight * static_cast<double>(x[i]);
      sum[i] += factor;
      for (std::size_t j = 0; j <= i; ++j)
        *square++ += factor * static_cast<double>(x[j]);
    }
  }
}

/// False when the covariance is not positive.
bool PositionGaussians::factor(std::size_t position, double shrinkage, double* out) const {
  const double* sum = sums_.data() + position * stride();
  const double count = counts_[position];
  double* mean = out;
  double* l = out + d_;
  double trace = 0;
  for (std::size_t i = 0; i < d_; ++i)
    mean[i] = sum[i] / count;
  const auto at = [](std::size_t i, std::size_t j) { return i * (i + 1) / 2 + j; };
  for (std::size_t i = 0; i < d_; ++i) {
    for (std::size_t j = 0; j <= i; ++j)
      l[at(i, j)] = (1 - shrinkage) * (sum[d_ + at(i, j)] - count * mean[i] * mean[j]) / (count - 1);
    trace += l[at(i, i)] / (1 - shrinkage);
  }
  const double ridge = shrinkage * trace / static_cast<double>(d_);
  for (std::size_t i = 0; i < d_; ++i) {
    l[at(i, i)] += ridge;
    for (std::size_t j = 0; j <= i; ++j) {
      double value = l[at(i, j)];
      for (std::size_t k = 0; k < j; ++k)
        value -= l[at(i, k)] * l[at(j, k)];
      if (i == j && !(value > 0))
        return false;
      l[at(i, j)] = i == j ? std::sqrt(value) : value / l[at(j, j)];
    }
  }
  return true;
}

Result<void> PositionGaussians::check_images() const {
  if (std::any_of(counts_.begin(), counts_.end(), [](double count) { return count >= 2; }))
    return {};
  return fail(ErrorCode::insufficient_data, "a covariance needs at least two normal images; add more");
}

Result<void> PositionGaussians::factorise(double shrinkage) {
  ANDON_TRY(check_images());
  std::vector<double> factors(sums_.size());
#pragma omp parallel for schedule(static)
  for (std::size_t p = 0; p < positions_; ++p)
    if (!known(p) || !factor(p, shrinkage, factors.data() + p * stride()))
      std::fill_n(factors.data() + p * stride(), stride(), 0.0); // no variance: no distance can be told
  factors_ = std::move(factors);
  return {};
}

Result<std::vector<double>> PositionGaussians::squared_distances(std::span<const float> values,
                                                                 double shrinkage) const {
  ANDON_ASSERT(values.size() == positions_ * d_);
  ANDON_TRY(check_images());
  std::vector<double> result(positions_, 0);
#pragma omp parallel
  {
    std::vector<double> own(stride()), y(d_);
#pragma omp for schedule(static)
    for (std::size_t p = 0; p < positions_; ++p) {
      const double* mean = factors_.empty() ? own.data() : factors_.data() + p * stride();
      if (!known(p) || (factors_.empty() && !factor(p, shrinkage, own.data())) || mean[d_] <= 0)
        continue;
      const double* l = mean + d_;
      for (std::size_t i = 0; i < d_; ++i) {
        double value = static_cast<double>(values[p * d_ + i]) - mean[i];
        for (std::size_t k = 0; k < i; ++k)
          value -= *l++ * y[k];
        y[i] = value / *l++;
        result[p] += y[i] * y[i];
      }
    }
  }
  return result;
}

PositionGaussians::Scale PositionGaussians::scale(std::size_t position) const {
  ANDON_ASSERT(!factors_.empty());
  const double* const mean = factors_.data() + position * stride();
  const double* const l = mean + d_;
  Scale result{std::vector<double>(d_, 0), std::vector<double>(d_ * d_, 0)};
  if (l[0] <= 0)
    return result;
  std::copy_n(mean, d_, result.mean.begin());
  const auto at = [](std::size_t i, std::size_t j) { return i * (i + 1) / 2 + j; };
  for (std::size_t column = 0; column < d_; ++column)
    for (std::size_t i = column; i < d_; ++i) { // L·x = unit vector of the column
      double value = i == column ? 1 : 0;
      for (std::size_t k = column; k < i; ++k)
        value -= l[at(i, k)] * result.inverse[k * d_ + column];
      result.inverse[i * d_ + column] = value / l[at(i, i)];
    }
  return result;
}

void PositionGaussians::restore(std::vector<double> counts, std::vector<double> sums) {
  ANDON_ASSERT(counts.size() == positions_ && sums.size() == sums_.size());
  counts_ = std::move(counts);
  sums_ = std::move(sums);
  factors_.clear();
}

} // namespace andon
