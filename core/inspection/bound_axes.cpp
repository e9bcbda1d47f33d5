#include "core/base/assert.h"
#include "core/base/random.h"
#include "core/inspection/bound_table.h"
#include "core/inspection/lane_kernels.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr std::size_t most_sample_rows = 1024;
constexpr int iterations = 4;

/// out[j] += Σᵢ x[i]·a[i, j]: the inner loop runs over neighbours in memory, so it needs no reordered sum.
__attribute__((target_clones("avx512f", "avx2", "default"))) void
add_products(const double* x, const double* a, std::size_t n, std::size_t width, double* out) {
  for (std::size_t i = 0; i < n; ++i) {
    const double factor = x[i];
    const double* row = a + i * width;
    for (std::size_t j = 0; j < width; ++j)
      out[j] += factor * row[j];
  }
}

/// out[i, j] += x[i]·y[j].
__attribute__((target_clones("avx512f", "avx2", "default"))) void
add_outer(const double* x, const double* y, std::size_t n, std::size_t width, double* out) {
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < width; ++j)
      out[i * width + j] += x[i] * y[j];
}

/// Gram–Schmidt twice over the columns of a [n, width]; a column that vanishes becomes zero.
void orthonormalise(std::vector<double>& a, std::size_t n, std::size_t width) {
  for (std::size_t j = 0; j < width; ++j) {
    double before = 0;
    for (std::size_t i = 0; i < n; ++i)
      before += a[i * width + j] * a[i * width + j];
    for (int pass = 0; pass < 2; ++pass)
      for (std::size_t k = 0; k < j; ++k) {
        double product = 0;
        for (std::size_t i = 0; i < n; ++i)
          product += a[i * width + k] * a[i * width + j];
        for (std::size_t i = 0; i < n; ++i)
          a[i * width + j] -= product * a[i * width + k];
      }
    double square = 0;
    for (std::size_t i = 0; i < n; ++i)
      square += a[i * width + j] * a[i * width + j];
    const double scale = square > 1e-18 * before && square > 0 ? 1 / std::sqrt(square) : 0;
    for (std::size_t i = 0; i < n; ++i)
      a[i * width + j] *= scale;
  }
}

/// The length of what the products leave of the vector, then the products.
void settle(std::span<const double> centred, std::span<const double> product, float* out) {
  double square = 0;
  for (const double value : centred)
    square += value * value;
  for (std::size_t j = 0; j < product.size(); ++j) {
    square -= product[j] * product[j];
    out[j + 1] = static_cast<float>(product[j]);
  }
  out[0] = static_cast<float>(std::sqrt(std::max(0.0, square)));
}

} // namespace

std::size_t BoundAxes::width_for(std::size_t dimension) {
  return lane_kernels().values_a_word > 1 ? std::clamp<std::size_t>(dimension / 32 * 8, 8, 96)
                                          : std::clamp<std::size_t>(dimension / 64 * 8, 8, 64);
}

BoundAxes BoundAxes::fit(std::span<const float> rows, std::size_t dimension) {
  ANDON_ASSERT(dimension > 0 && !rows.empty() && rows.size() % dimension == 0);
  BoundAxes result;
  const std::size_t n = rows.size() / dimension;
  const std::size_t sample = std::min(n, most_sample_rows);
  const std::size_t axes = std::min(width_for(dimension) - 1, dimension);
  result.width_ = width_for(dimension);
  result.mean_.assign(dimension, 0);
  std::vector<double> centred(sample * dimension);
  for (std::size_t s = 0; s < sample; ++s)
    for (std::size_t i = 0; i < dimension; ++i) {
      centred[s * dimension + i] = rows[s * n / sample * dimension + i];
      result.mean_[i] += centred[s * dimension + i] / static_cast<double>(sample);
    }
  for (std::size_t s = 0; s < sample; ++s)
    for (std::size_t i = 0; i < dimension; ++i)
      centred[s * dimension + i] -= result.mean_[i];
  Random random(Seed(1).stream("bound axes"));
  std::vector<double>& a = result.axes_;
  a.resize(dimension * axes);
  for (double& value : a)
    value = random.normal();
  orthonormalise(a, dimension, axes);
  for (int i = 0; i < iterations; ++i) {
    std::vector<double> next(a.size(), 0), product(axes);
    for (std::size_t s = 0; s < sample; ++s) {
      std::fill(product.begin(), product.end(), 0.0);
      add_products(centred.data() + s * dimension, a.data(), dimension, axes, product.data());
      add_outer(centred.data() + s * dimension, product.data(), dimension, axes, next.data());
    }
    orthonormalise(next, dimension, axes);
    a = std::move(next);
  }
  std::vector<double> padded(dimension * result.width_);
  for (std::size_t i = 0; i < dimension; ++i)
    std::copy_n(a.begin() + static_cast<std::ptrdiff_t>(i * axes), axes,
                padded.begin() + static_cast<std::ptrdiff_t>(i * result.width_));
  a = std::move(padded);
  return result;
}

std::vector<float> BoundAxes::project(std::span<const float> rows) const {
  constexpr std::size_t group = 4;
  const std::size_t d = dimension(), n = rows.size() / d;
  std::vector<float> result(n * width_);
#pragma omp parallel if (n >= 64)
  {
    std::vector<double> centred(group * d), product(group * width_);
#pragma omp for schedule(static)
    for (std::size_t first = 0; first < n; first += group) {
      const std::size_t count = std::min(group, n - first);
      for (std::size_t r = 0; r < count; ++r)
        for (std::size_t i = 0; i < d; ++i)
          centred[r * d + i] = static_cast<double>(rows[(first + r) * d + i]) - mean_[i];
      lane_kernels().four_products(centred.data(), axes_.data(), d, width_, product.data());
      for (std::size_t r = 0; r < count; ++r)
        settle(std::span(centred).subspan(r * d, d), std::span(product).subspan(r * width_, width_ - 1),
               result.data() + (first + r) * width_);
    }
  }
  return result;
}

} // namespace andon
