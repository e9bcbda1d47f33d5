#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/metrics/baseline.h"

#include <stop_token>
#include <vector>

namespace andon {

struct PcaOptions {
  double explained_variance = 0.95; ///< smallest number of components that explains this fraction
  std::int64_t max_rows =
      2048; ///< rows used for the components when there are more rows and columns than this
  std::vector<Option> describe();
};

/// Principal components of standardised columns (mean 0, deviation 1 with n − 1; constant columns are only
/// centred). Q = |z − P·Pᵀz|² (Jackson & Mudholkar 1979), T² = Σ tᵢ²/λᵢ (Hotelling 1933). score = Q/mean Q +
/// T²/mean T², the means over the training rows (combined index in the manner of Yue & Qin 2001). The
/// eigenproblem has min(rows, columns) unknowns: covariance when columns are fewer, Gram matrix of the rows
/// ("snapshots", Sirovich 1987) otherwise. Threads: any, immutable after fit.
class Pca {
public:
  /// Errors: insufficient_data (< 2 rows, or no column varies), invalid_argument (a value is not finite),
  /// cancelled.
  static Result<Pca> fit(const Features& train, const PcaOptions& options, Progress& progress,
                         std::stop_token stop);

  struct Parts {
    double q = 0, t2 = 0;
  };
  Parts parts(std::span<const float> row) const; ///< requires row.size() == columns()
  double score(std::span<const float> row) const;
  /// z − P·Pᵀz, one a column: what the components leave over.
  std::vector<double> residuals(std::span<const float> row) const;
  std::int64_t columns() const { return static_cast<std::int64_t>(values_.mean.size()); }
  std::int64_t components() const { return static_cast<std::int64_t>(values_.variance.size()); }
  std::span<const double> variances() const { return values_.variance; } ///< λ, largest first
  double total_variance() const { return values_.total_variance; }

  /// Everything that fitting left, to be kept in a file.
  struct Values {
    std::vector<double> mean, scale; ///< [columns]
    std::vector<double> axes;        ///< [components, columns], unit rows
    std::vector<double> variance;    ///< [components]
    double total_variance = 0, mean_q = 1, mean_t2 = 1;
  };
  const Values& values() const { return values_; }
  /// requires values() of a fitted object.
  static Pca from(Values values) {
    Pca pca;
    pca.values_ = std::move(values);
    return pca;
  }

private:
  Values values_;
};

/// Eigenvalues (ascending) and unit eigenvectors (rows of `vectors`) of a symmetric matrix [n, n], by
/// Householder reduction and implicit QL (Golub & Van Loan, ch. 8). Only the lower triangle is read. Cost:
/// O(n³).
struct SymmetricEigen {
  std::vector<double> values;  ///< [n]
  std::vector<double> vectors; ///< [n, n], row i belongs to values[i]
};
SymmetricEigen symmetric_eigen(std::vector<double> matrix, std::int64_t n);

} // namespace andon
