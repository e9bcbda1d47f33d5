#include "core/base/assert.h"
#include "core/base/random.h"
#include "core/inspection/bound_table.h"
#include "core/inspection/lane_kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {
namespace {

constexpr std::size_t most_sample_rows = 1024, most_probes = 32;
constexpr std::size_t axes_steps[] = {95, 127, 191, 255};
constexpr double rest_share = 0.25;
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

/// Evenly spaced rows about their mean.
class Sample {
public:
  Sample(std::span<const float> rows, std::size_t dimension) : d_(dimension), mean_(dimension, 0) {
    const std::size_t n = rows.size() / d_;
    n_ = std::min(n, most_sample_rows);
    centred_.resize(n_ * d_);
    for (std::size_t s = 0; s < n_; ++s)
      for (std::size_t i = 0; i < d_; ++i) {
        centred_[s * d_ + i] = rows[s * n / n_ * d_ + i];
        mean_[i] += centred_[s * d_ + i] / static_cast<double>(n_);
      }
    for (std::size_t s = 0; s < n_; ++s)
      for (std::size_t i = 0; i < d_; ++i)
        centred_[s * d_ + i] -= mean_[i];
  }
  const std::vector<double>& mean() const { return mean_; }

  /// A [dimension, axes] by orthogonal iteration.
  std::vector<double> leading_axes(std::size_t axes) const {
    Random random(Seed(1).stream("bound axes"));
    std::vector<double> a(d_ * axes);
    for (double& value : a)
      value = random.normal();
    orthonormalise(a, d_, axes);
    for (int i = 0; i < iterations; ++i) {
      std::vector<double> next(a.size(), 0), product(axes);
      for (std::size_t s = 0; s < n_; ++s) {
        std::fill(product.begin(), product.end(), 0.0);
        add_products(centred_.data() + s * d_, a.data(), d_, axes, product.data());
        add_outer(centred_.data() + s * d_, product.data(), d_, axes, next.data());
      }
      orthonormalise(next, d_, axes);
      a = std::move(next);
    }
    return a;
  }

  /// Mean of |x − μ − AAᵀ(x − μ)|².
  double rest(const std::vector<double>& a, std::size_t axes) const {
    double sum = 0;
    std::vector<double> product(axes);
    for (std::size_t s = 0; s < n_; ++s) {
      std::fill(product.begin(), product.end(), 0.0);
      add_products(centred_.data() + s * d_, a.data(), d_, axes, product.data());
      for (std::size_t i = 0; i < d_; ++i)
        sum += centred_[s * d_ + i] * centred_[s * d_ + i];
      for (const double value : product)
        sum -= value * value;
    }
    return sum / static_cast<double>(n_);
  }

  /// Median squared distance of a few rows to the nearest other one.
  double nearest_square() const {
    std::vector<double> squares;
    for (std::size_t p = 0; p < std::min(n_, most_probes); ++p) {
      const std::size_t own = p * n_ / std::min(n_, most_probes);
      double nearest = std::numeric_limits<double>::infinity();
      for (std::size_t s = 0; s < n_; ++s) {
        double square = 0;
        for (std::size_t i = 0; i < d_; ++i) {
          const double gap = centred_[s * d_ + i] - centred_[own * d_ + i];
          square += gap * gap;
        }
        nearest = s == own ? nearest : std::min(nearest, square);
      }
      squares.push_back(nearest);
    }
    std::ranges::nth_element(squares, squares.begin() + static_cast<std::ptrdiff_t>(squares.size() / 2));
    return squares[squares.size() / 2];
  }

private:
  std::size_t d_, n_ = 0;
  std::vector<double> mean_, centred_; ///< centred_: [n, dimension]
};

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

BoundAxes BoundAxes::fit(std::span<const float> rows, std::size_t dimension) {
  ANDON_ASSERT(dimension > 0 && !rows.empty() && rows.size() % dimension == 0);
  const Sample sample(rows, dimension);
  const double allowed = rest_share * sample.nearest_square();
  const std::size_t most =
      std::min(dimension, lane_kernels().values_a_word > 1 ? axes_steps[3] : axes_steps[1]);
  std::size_t axes = 0;
  std::vector<double> a;
  for (const std::size_t step : axes_steps) {
    axes = std::min(step, most);
    a = sample.leading_axes(axes);
    if (axes == most || 2 * sample.rest(a, axes) <= allowed)
      break;
  }
  BoundAxes result;
  result.width_ = (axes + 8) / 8 * 8;
  result.mean_ = sample.mean();
  result.axes_.resize(dimension * result.width_);
  for (std::size_t i = 0; i < dimension; ++i)
    std::copy_n(a.begin() + static_cast<std::ptrdiff_t>(i * axes), axes,
                result.axes_.begin() + static_cast<std::ptrdiff_t>(i * result.width_));
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
