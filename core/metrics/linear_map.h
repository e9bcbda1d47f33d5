#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/metrics/baseline.h"
#include "core/metrics/retrieval.h"

#include <span>
#include <stop_token>
#include <vector>

namespace andon {

/// Ridge regression with intercept (Hoerl & Kennard 1970): minimises |Y − XW − b|² + ridge·|W|².
/// X [rows, inputs], Y [rows, outputs]; weights W [inputs, outputs]. Threads: any, immutable.
struct RidgeFit {
  std::int64_t inputs = 0, outputs = 0;
  std::vector<double> weights, intercept;
  std::vector<double> predict(std::span<const double> x) const; ///< requires x.size() == inputs
};

/// Accumulates XᵀX and XᵀY row by row, so that X never needs to be in memory. Threads: one thread an object.
class RidgeSums {
public:
  RidgeSums(std::int64_t inputs, std::int64_t outputs);
  /// requires x.size() == inputs and y.size() == outputs. Cost: O(inputs·(inputs + outputs)).
  void add(std::span<const double> x, std::span<const double> y);
  /// By Cholesky, O(inputs³). requires ridge >= 0. Errors: insufficient_data (no rows, or singular).
  Result<RidgeFit> solve(double ridge) const;

private:
  std::size_t inputs_, outputs_;
  std::int64_t rows_ = 0;
  std::vector<double> xx_, xy_, sum_x_, sum_y_;
  std::vector<double> shift_x_, shift_y_; ///< the first row: keeps sums of a large common offset precise
  std::vector<double> x_, y_;             ///< the row being added, shifted
};

struct LagRegressionOptions {
  std::int64_t lags = 4;
  double ridge = 1e-6;
  std::vector<Option> describe();
};

/// Linear residual model with an impulse response of 2·lags + 1 taps, which holds every difference quotient
/// of that order (velocity, acceleration, jerk): current(t) ≈ Σ commands(t + k)·w[k] + b, |k| <= lags. Score
/// of a window = mean over samples and current channels of residual²/(mean training residual² of the
/// channel); 1 is an ordinary healthy window. Behind the "linear" row of baselines(). Threads: any,
/// immutable.
class LagRegression {
public:
  /// Errors: unsupported (features are not command/current pairs), insufficient_data (no rows, or windows not
  /// longer than 2·lags), invalid_argument (a value is not finite), cancelled. Cancels within one window.
  static Result<LagRegression> fit(const Features& train, const LagRegressionOptions& options,
                                   std::stop_token stop);
  double score(std::span<const float> row) const; ///< requires the layout of training
  const RidgeFit& map() const { return map_; }

private:
  LagRegression() = default;
  void inputs_at(std::span<const float> row, std::int64_t t, std::vector<double>& x) const;
  void outputs_at(std::span<const float> row, std::int64_t t, std::vector<double>& y) const;
  /// Sum of residual² per current channel over the samples that have all lags.
  std::vector<double> residual_energy(std::span<const float> row) const;
  std::int64_t samples() const { return length_ - 2 * lags_; }

  std::int64_t command_channels_ = 0, current_channels_ = 0, length_ = 0, lags_ = 0;
  std::vector<double> command_scale_; ///< training deviation of a command channel
  std::vector<double> residual_;      ///< mean training residual² of a channel
  RidgeFit map_;
};

/// Linear retrieval baseline: a ridge map from whole command windows to whole current windows (columns
/// standardised on `train`, ridge relative to the number of rows), similarity = cosine(predicted, actual).
/// Fitted on `train`, measured on `test`. Errors: unsupported (not pairs), insufficient_data,
/// invalid_argument (layouts differ, not finite), cancelled. Cost: O(n·c² + c³), c = command columns.
Result<Retrieval> linear_retrieval(const Features& train, const Features& test, double ridge,
                                   const RetrievalOptions& options, std::stop_token stop);

} // namespace andon
