#pragma once
#include "core/base/error.h"
#include "core/metrics/estimate.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// Generalised Pareto law of an excess x >= 0 over a threshold (Pickands 1975):
/// P(X > x) = (1 + shape·x/scale)^(−1/shape), exp(−x/scale) at shape 0; ends at −scale/shape for shape < 0.
struct Gpd {
  double shape = 0, scale = 1;

  double survival(double x) const;  ///< P(X > x); 1 for x <= 0
  double excess_at(double p) const; ///< x with P(X > x) = p; p in (0, 1]
  double log_density(double x) const;
};

/// Excesses prepared for repeated likelihoods: divided by their mean, so that every fit is invariant to the
/// unit of the scores. Threads: any, immutable. Memory: 8 bytes an excess.
class GpdSample {
public:
  /// Errors: insufficient_data (fewer than 2), invalid_argument (an excess that is not positive and finite,
  /// names the index).
  static Result<GpdSample> from(std::span<const double> excesses);
  std::size_t size() const { return values_.size(); }
  double unit() const { return unit_; } ///< mean of the excesses
  double largest() const { return largest_; }
  double smallest() const { return smallest_; }
  std::span<const double> values() const { return values_; } ///< excess/unit

  /// Sums over the values v for one theta = shape/scale (scale in units of the mean), each computed from
  /// products of blocks with eight accumulators and one logarithm a block. log: Σ ln(1 + theta·v).
  /// requires theta·largest() > −1. Cost: ~1 ns a value.
  double log_sum(double theta) const;
  /// Sign of d/dtheta of the profile log-likelihood: (1 + s)·mean(1/(1 + theta·v)) − 1, s = mean ln(1 +
  /// theta·v).
  double profile_slope(double theta) const;
  /// The same with its derivative in theta, in one pass. requires |theta|·largest() >= series_limit.
  struct Slope {
    double value = 0, change = 0;
  };
  Slope profile_change(double theta) const;
  /// Below this theta·largest() sums are power series, whose error is under 1e-15, and cost nothing.
  static constexpr double series_limit = 0.004;
  /// Σ ln density of values/unit (add −size·ln(unit) for the excesses). −Inf outside the support.
  double log_likelihood(const Gpd& law) const;
  /// Every `step`-th value and the largest and smallest, with the same unit.
  GpdSample thinned(std::size_t step) const;

private:
  void finish();
  std::vector<double> values_;
  double unit_ = 1, largest_ = 0, smallest_ = 0;
  double moments_[7] = {}; ///< Σ v^j, for theta near 0 where 1 + theta·v loses digits
};

enum class GpdEstimator { likelihood, weighted_moments, moments };

/// Fitted law of the excesses, in the unit of the excesses.
struct GpdFit {
  Gpd law;
  double log_likelihood = 0; ///< of the excesses as given
  /// Standard errors of the estimator itself. likelihood: observed information, NaN for shape <= −1/2 where
  /// it is not regular. Moments: asymptotic covariance of Hosking & Wallis (1987), NaN where it does not
  /// exist: shape >= 1/2 (weighted), shape >= 1/4 (plain).
  double shape_error = 0, scale_error = 0;
  double covariance = 0; ///< of shape and scale
  std::size_t excesses = 0;
  GpdEstimator estimator = GpdEstimator::likelihood;
};

/// Maximum likelihood with shape >= −1 (below it the likelihood has no maximum): Grimshaw (1993) profile in
/// theta = shape/scale; every maximum of the profile between −1/largest and Grimshaw's bound is located on a
/// thinned sample and refined on all of it, and compared with the exponential limit and with the boundary law
/// shape = −1, scale = largest. Never returns a lower likelihood than any of them. Cost: ~10 passes of 1 ns a
/// value and 0.3 ms.
GpdFit fit_gpd(const GpdSample& sample);
/// Probability-weighted moments, Hosking & Wallis (1987), plotting positions (i − 0.35)/n. Exists for
/// shape < 1.
GpdFit fit_gpd_weighted_moments(const GpdSample& sample);
/// Moments: shape = (1 − m²/v)/2, scale = m(1 + m²/v)/2 (Hosking & Wallis 1987). Exists for shape < 1/2.
GpdFit fit_gpd_moments(const GpdSample& sample);

/// Profile-likelihood interval of the shape: all shapes whose best likelihood is within χ²₁(confidence)/2 of
/// the maximum. Cost: ~500 passes.
Estimate profile_shape(const GpdSample& sample, const GpdFit& fit, double confidence = 0.95);
/// Profile-likelihood interval of the excess exceeded with probability p by an excess. high is +Inf where the
/// data give no upper limit. requires p in (0, 1). Cost: ~500 passes.
Estimate profile_excess(const GpdSample& sample, const GpdFit& fit, double p, double confidence = 0.95);

/// Intervals of the estimator that the fit was made with: the profile likelihood for likelihood. For the
/// moments the normal limits of their asymptotic covariance (of ln excess, by the delta method), and next to
/// or beyond the shapes where that exists the basic parametric bootstrap of 400 refits. Deterministic. Cost:
/// ~500 passes, or nothing, or 400 fits.
Estimate shape_interval(const GpdSample& sample, const GpdFit& fit, double confidence = 0.95);
/// d ln(excess at p)/d shape, for the delta method; d ln(excess)/d scale is 1/scale.
double log_excess_change(const Gpd& law, double p);
Estimate excess_interval(const GpdSample& sample, const GpdFit& fit, double p, double confidence = 0.95);

} // namespace andon
