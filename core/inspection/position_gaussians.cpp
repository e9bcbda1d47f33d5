#include "core/inspection/position_gaussians.h"

#include "core/base/assert.h"

#include <cmath>

namespace andon {

PositionGaussians::PositionGaussians(std::size_t positions, std::size_t dimension)
    : positions_(positions), d_(dimension),
      sums_(positions * (dimension + dimension * (dimension + 1) / 2), 0) {}

void PositionGaussians::add(std::span<const float> values, double weight) {
  ANDON_ASSERT(values.size() == positions_ * d_);
  factors_.clear();
  count_ += weight;
#pragma omp parallel for schedule(static)
  for (std::size_t p = 0; p < positions_; ++p) {
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
  double* mean = out;
  double* l = out + d_;
  double trace = 0;
  for (std::size_t i = 0; i < d_; ++i)
    mean[i] = sum[i] / count_;
  const auto at = [](std::size_t i, std::size_t j) { return i * (i + 1) / 2 + j; };
  for (std::size_t i = 0; i < d_; ++i) {
    for (std::size_t j = 0; j <= i; ++j)
      l[at(i, j)] = (1 - shrinkage) * (sum[d_ + at(i, j)] - count_ * mean[i] * mean[j]) / (count_ - 1);
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

Result<void> PositionGaussians::factorise(double shrinkage) {
  if (count_ < 2)
    return fail(ErrorCode::insufficient_data, "a covariance needs at least two normal images; add more");
  std::vector<double> factors(sums_.size());
#pragma omp parallel for schedule(static)
  for (std::size_t p = 0; p < positions_; ++p)
    if (!factor(p, shrinkage, factors.data() + p * stride()))
      std::fill_n(factors.data() + p * stride(), stride(), 0.0); // no variance: no distance can be told
  factors_ = std::move(factors);
  return {};
}

Result<std::vector<double>> PositionGaussians::squared_distances(std::span<const float> values,
                                                                 double shrinkage) const {
  ANDON_ASSERT(values.size() == positions_ * d_);
  if (count_ < 2)
    return fail(ErrorCode::insufficient_data, "a covariance needs at least two normal images; add more");
  std::vector<double> result(positions_, 0);
#pragma omp parallel
  {
    std::vector<double> own(stride()), y(d_);
#pragma omp for schedule(static)
    for (std::size_t p = 0; p < positions_; ++p) {
      const double* mean = factors_.empty() ? own.data() : factors_.data() + p * stride();
      if ((factors_.empty() && !factor(p, shrinkage, own.data())) || mean[d_] <= 0)
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

void PositionGaussians::restore(double count, std::vector<double> sums) {
  ANDON_ASSERT(sums.size() == sums_.size());
  count_ = count;
  sums_ = std::move(sums);
  factors_.clear();
}

} // namespace andon
