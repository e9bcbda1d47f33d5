#include "core/metrics/pca.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace andon {
namespace {

tl::unexpected<Error> cancelled() {
  return fail(ErrorCode::cancelled, "fitting the principal components was cancelled");
}

/// Every stride-th row, standardised, so that at most `limit` rows are kept.
struct Standardised {
  std::int64_t rows = 0, columns = 0;
  std::vector<double> values;
};

Standardised standardise(const Features& train, const std::vector<double>& mean,
                         const std::vector<double>& scale, std::int64_t limit) {
  const std::int64_t stride =
      train.columns <= limit ? 1 : std::max<std::int64_t>(1, (train.rows + limit - 1) / limit);
  Standardised result{0, train.columns, {}};
  for (std::int64_t r = 0; r < train.rows; r += stride, ++result.rows) {
    const float* row = train.values.data() + r * train.columns;
    for (std::int64_t c = 0; c < train.columns; ++c)
      result.values.push_back((static_cast<double>(row[c]) - mean[static_cast<std::size_t>(c)]) /
                              scale[static_cast<std::size_t>(c)]);
  }
  return result;
}

/// Lower triangle of AᵀA/(rows − 1) or, for snapshots, AAᵀ/(rows − 1). Empty when stopped.
std::vector<double> moments(const Standardised& a, bool snapshots, std::stop_token stop) {
  const std::int64_t n = snapshots ? a.rows : a.columns;
  const double divisor = static_cast<double>(std::max<std::int64_t>(1, a.rows - 1));
  std::vector<double> result(static_cast<std::size_t>(n * n), 0);
  if (snapshots) {
    for (std::int64_t i = 0; i < n && !stop.stop_requested(); ++i)
      for (std::int64_t j = 0; j <= i; ++j) {
        const double* left = &a.values[static_cast<std::size_t>(i * a.columns)];
        const double* right = &a.values[static_cast<std::size_t>(j * a.columns)];
        result[static_cast<std::size_t>(i * n + j)] =
            std::inner_product(left, left + a.columns, right, 0.0) / divisor;
      }
  } else {
    for (std::int64_t r = 0; r < a.rows && !stop.stop_requested(); ++r) {
      const double* row = &a.values[static_cast<std::size_t>(r * n)];
      for (std::int64_t i = 0; i < n; ++i)
        for (std::int64_t j = 0; j <= i; ++j)
          result[static_cast<std::size_t>(i * n + j)] += row[i] * row[j];
    }
    for (double& value : result)
      value /= divisor;
  }
  return stop.stop_requested() ? std::vector<double>{} : result;
}

/// Axis of the columns that belongs to snapshot eigenvector u: Aᵀu/|Aᵀu|.
std::vector<double> axis_of_snapshot(const Standardised& a, const double* u) {
  std::vector<double> axis(static_cast<std::size_t>(a.columns), 0);
  for (std::int64_t r = 0; r < a.rows; ++r)
    for (std::int64_t c = 0; c < a.columns; ++c)
      axis[static_cast<std::size_t>(c)] += u[r] * a.values[static_cast<std::size_t>(r * a.columns + c)];
  const double length = std::sqrt(std::inner_product(axis.begin(), axis.end(), axis.begin(), 0.0));
  for (double& value : axis)
    value /= length;
  return axis;
}

/// Column means and deviations (n − 1); a column that does not vary gets deviation 1. False when none varies.
bool column_moments(const Features& train, std::vector<double>& mean, std::vector<double>& scale) {
  const auto columns = static_cast<std::size_t>(train.columns);
  mean.assign(columns, 0);
  scale.assign(columns, 0);
  for (std::int64_t r = 0; r < train.rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      const double value = train.values[static_cast<std::size_t>(r) * columns + c];
      const double step = value - mean[c]; // Welford 1962
      mean[c] += step / static_cast<double>(r + 1);
      scale[c] += step * (value - mean[c]);
    }
  bool any = false;
  for (std::size_t c = 0; c < columns; ++c) {
    scale[c] = std::sqrt(scale[c] / static_cast<double>(train.rows - 1));
    const bool varies = scale[c] > 1e-12 * std::max(1e-300, std::abs(mean[c]));
    any = any || varies;
    if (!varies)
      scale[c] = 1;
  }
  return any;
}

} // namespace

std::vector<Option> PcaOptions::describe() {
  return {option("explained_variance", explained_variance,
                 "Fraction of the variance that the kept components explain together", "", 0.01, 1),
          option("max_rows", max_rows,
                 "Training rows used for the components when rows and columns both exceed it", "rows", 2,
                 8192)};
}

Result<Pca> Pca::fit(const Features& train, const PcaOptions& options, Progress& progress,
                     std::stop_token stop) {
  if (train.rows < 2)
    return fail(ErrorCode::insufficient_data,
                "principal components need at least 2 training rows and got " + std::to_string(train.rows));
  ANDON_TRY(check_finite(train));
  Pca pca;
  if (!column_moments(train, pca.values_.mean, pca.values_.scale))
    return fail(ErrorCode::insufficient_data, "principal components: no column of the training rows varies");
  progress.stage("principal components");
  const Standardised a = standardise(train, pca.values_.mean, pca.values_.scale, options.max_rows);
  const bool snapshots = a.rows < a.columns;
  std::vector<double> matrix = moments(a, snapshots, stop);
  if (matrix.empty())
    return cancelled();
  const std::int64_t n = snapshots ? a.rows : a.columns;
  const SymmetricEigen eigen = symmetric_eigen(std::move(matrix), n);
  if (stop.stop_requested())
    return cancelled();

  for (const double value : eigen.values)
    pca.values_.total_variance += std::max(0.0, value);
  double explained = 0;
  for (std::int64_t i = n;
       i-- > 0 && explained < options.explained_variance * pca.values_.total_variance * (1 - 1e-12);) {
    const double value = eigen.values[static_cast<std::size_t>(i)];
    if (value <= 1e-12 * pca.values_.total_variance) // rounding, not variance
      break;
    const double* vector = &eigen.vectors[static_cast<std::size_t>(i * n)];
    const std::vector<double> axis =
        snapshots ? axis_of_snapshot(a, vector) : std::vector<double>(vector, vector + n);
    pca.values_.axes.insert(pca.values_.axes.end(), axis.begin(), axis.end());
    pca.values_.variance.push_back(value);
    explained += value;
  }
  double q = 0, t2 = 0;
  for (std::int64_t r = 0; r < train.rows; ++r) {
    if (r % 256 == 0 && stop.stop_requested())
      return cancelled();
    const Parts parts = pca.parts(
        std::span(train.values)
            .subspan(static_cast<std::size_t>(r * train.columns), static_cast<std::size_t>(train.columns)));
    q += parts.q;
    t2 += parts.t2;
  }
  // Nothing left over in training: any residual beyond rounding is then anomalous.
  pca.values_.mean_q = std::max(q / static_cast<double>(train.rows), 1e-9 * pca.values_.total_variance);
  pca.values_.mean_t2 = t2 / static_cast<double>(train.rows);
  return pca;
}

Pca::Parts Pca::parts(std::span<const float> row) const {
  std::vector<double> z(values_.mean.size());
  double energy = 0;
  for (std::size_t c = 0; c < z.size(); ++c) {
    z[c] = (static_cast<double>(row[c]) - values_.mean[c]) / values_.scale[c];
    energy += z[c] * z[c];
  }
  Parts result;
  double kept = 0;
  for (std::size_t k = 0; k < values_.variance.size(); ++k) {
    const double* axis = &values_.axes[k * z.size()];
    const double t = std::inner_product(z.begin(), z.end(), axis, 0.0);
    kept += t * t;
    result.t2 += t * t / values_.variance[k];
  }
  result.q = std::max(0.0, energy - kept);
  return result;
}

std::vector<double> Pca::residuals(std::span<const float> row) const {
  std::vector<double> z(values_.mean.size());
  for (std::size_t c = 0; c < z.size(); ++c)
    z[c] = (static_cast<double>(row[c]) - values_.mean[c]) / values_.scale[c];
  std::vector<double> left = z;
  for (std::size_t k = 0; k < values_.variance.size(); ++k) {
    const double* axis = &values_.axes[k * z.size()];
    const double t = std::inner_product(z.begin(), z.end(), axis, 0.0);
    for (std::size_t c = 0; c < z.size(); ++c)
      left[c] -= t * axis[c];
  }
  return left;
}

double Pca::score(std::span<const float> row) const {
  const Parts both = parts(row);
  return both.q / values_.mean_q + both.t2 / values_.mean_t2;
}

} // namespace andon
