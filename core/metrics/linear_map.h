#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/metrics/baseline.h"
#include "core/metrics/retrieval.h"

#include <span>
#include <stop_token>
#include <vector>

namespace andon {

/// Ridge regression with intercept (Hoerl & Kennard 1970): minimises |Y − XW − b|² + ridge·|W|² after
/// centring X and Y. X [rows, inputs], Y [rows, outputs]; W [inputs, outputs].
struct RidgeFit {
  std::int64_t inputs = 0, outputs = 0;
  std::vector<double> weights, intercept;
};
/// Accumulates XᵀX and XᵀY row by row, so that X never needs to be in memory. Threads: one thread an object.
class RidgeSums {
public:
  RidgeSums(std::int64_t inputs, std::int64_t outputs);
  void add(std::span<const double> x, std::span<const double> y);
  std::int64_t rows() const { return rows_; }
  /// By Cholesky. requires ridge >= 0. Errors: insufficient_data (no rows, or singular: raise ridge).
  Result<RidgeFit> solve(double ridge) const;

private:
  std::int64_t inputs_, outputs_, rows_ = 0;
  std::vector<double> xx_, xy_, sum_x_, sum_y_;
  std::vector<double> shift_x_, shift_y_; ///< first row: keeps the sums well conditioned
};

struct LagRegressionOptions {
  std::int64_t lags = 4; ///< commands from t − lags to t + lags explain the current at t
  double ridge = 1e-3;   ///< relative to the number of samples, on standardised inputs
  std::vector<Option> describe();
};

/// Linear residual model: current(t) ≈ Σ commands(t + k)·w + derivative terms + b. Score of a window = mean
/// over samples and channels of residual²/(training residual variance of the channel). Behind the "linear"
/// row of baselines().
class LagRegression {
public:
  static Result<LagRegression> fit(const Features& train, const LagRegressionOptions& options,
                                   std::stop_token stop);
  double score(std::span<const float> row) const;
  const RidgeFit& ridge() const { return ridge_; }

private:
  std::int64_t inputs_of(std::span<const float> row, std::int64_t t, std::span<double> out) const;
  std::int64_t command_channels_ = 0, current_channels_ = 0, length_ = 0, lags_ = 0;
  std::vector<double> scale_;             ///< input standardisation, folded into the weights
  std::vector<double> residual_variance_; ///< [current channels]
  RidgeFit ridge_;
};

/// Linear retrieval baseline: a ridge map from whole command windows to whole current windows (standardised
/// columns, relative ridge); similarity = cosine(predicted, actual standardised current). Fitted on `train`,
/// measured on `test`. Errors: insufficient_data, invalid_argument (layouts differ), cancelled. Cost: O(n·c²
/// + c³), c = command columns.
Result<Retrieval> linear_retrieval(const Features& train, const Features& test, double ridge,
                                   const RetrievalOptions& options, std::stop_token stop);

} // namespace andon
