#include "core/metrics/projection.h"

#include "core/metrics/pca.h"

#include <cmath>

namespace andon {
namespace {

constexpr std::int64_t max_dimension = 4096;

Result<std::vector<double>> column_means(std::span<const float> rows, std::int64_t dimension) {
  const std::size_t d = static_cast<std::size_t>(dimension), n = rows.size() / d;
  std::vector<double> mean(d, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < d; ++j) {
      if (!std::isfinite(rows[i * d + j]))
        return fail(ErrorCode::invalid_argument,
                    "row " + std::to_string(i) + ", column " + std::to_string(j) +
                        " of the points to project is not a finite number; remove the point");
      mean[j] += rows[i * d + j];
    }
  for (double& value : mean)
    value /= static_cast<double>(n);
  return mean;
}

/// Lower triangle of the covariance (divided by n − 1).
Result<std::vector<double>> covariance(std::span<const float> rows, std::span<const double> mean,
                                       Progress& progress, const std::stop_token& stop) {
  const std::size_t d = mean.size(), n = rows.size() / d;
  std::vector<double> sums(d * d, 0.0), centred(d);
  progress.stage("covariance", static_cast<std::int64_t>(n));
  for (std::size_t i = 0; i < n; ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the projection was cancelled");
    for (std::size_t j = 0; j < d; ++j)
      centred[j] = rows[i * d + j] - mean[j];
    for (std::size_t j = 0; j < d; ++j)
      for (std::size_t k = 0; k <= j; ++k)
        sums[j * d + k] += centred[j] * centred[k];
    progress.advance(static_cast<std::int64_t>(i + 1));
  }
  for (double& value : sums)
    value /= static_cast<double>(n - 1);
  return sums;
}

/// An eigenvector's sign is arbitrary: make the entry of the largest magnitude positive, the first one on a
/// tie.
void fix_sign(std::span<double> axis) {
  std::size_t largest = 0;
  for (std::size_t j = 1; j < axis.size(); ++j)
    if (std::abs(axis[j]) > std::abs(axis[largest]) * (1 + 1e-9))
      largest = j;
  if (axis[largest] < 0)
    for (double& value : axis)
      value = -value;
}

} // namespace

Result<PcaProjection> pca_projection(std::span<const float> rows, std::int64_t dimension,
                                     std::int64_t components, Progress& progress, std::stop_token stop) {
  if (dimension > max_dimension)
    return fail(ErrorCode::limit_exceeded,
                "points have " + std::to_string(dimension) + " dimensions; at most 4096 can be projected");
  const std::size_t d = static_cast<std::size_t>(dimension), n = rows.size() / d;
  if (n < 2)
    return fail(ErrorCode::insufficient_data,
                "a projection needs at least 2 points, there are " + std::to_string(n));
  ANDON_ASSIGN(const std::vector<double> mean, column_means(rows, dimension));
  ANDON_ASSIGN(std::vector<double> matrix, covariance(rows, mean, progress, stop));
  double total = 0;
  for (std::size_t j = 0; j < d; ++j)
    total += matrix[j * d + j];
  const SymmetricEigen eigen = symmetric_eigen(std::move(matrix), dimension);

  PcaProjection out;
  out.components = components;
  const std::size_t c = static_cast<std::size_t>(components);
  out.coordinates.assign(n * c, 0.0f);
  out.axes.assign(c * d, 0.0);
  out.explained.assign(c, 0.0);
  for (std::size_t k = 0; k < std::min(c, d); ++k) {
    const double value = eigen.values[d - 1 - k];
    if (!(value > total * 1e-14))
      break;
    const std::span<double> axis(out.axes.data() + k * d, d);
    std::copy_n(eigen.vectors.begin() + static_cast<std::ptrdiff_t>((d - 1 - k) * d), d, axis.begin());
    fix_sign(axis);
    out.explained[k] = value / total;
    for (std::size_t i = 0; i < n; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < d; ++j)
        sum += (rows[i * d + j] - mean[j]) * axis[j];
      out.coordinates[i * c + k] = static_cast<float>(sum);
    }
  }
  return out;
}

} // namespace andon
