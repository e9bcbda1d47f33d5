#include "core/base/random.h"
#include "core/decision/gpd.h"
#include "core/metrics/intervals.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace andon {
namespace {

constexpr int resamples = 400;
/// Distance to the shape at which the asymptotic covariance ends: closer, it is far from true for finite
/// samples.
constexpr double margin = 0.1;

GpdFit refit(const GpdSample& sample, GpdEstimator estimator) {
  return estimator == GpdEstimator::moments ? fit_gpd_moments(sample) : fit_gpd_weighted_moments(sample);
}

bool asymptotic(const GpdFit& fit) {
  const double end = fit.estimator == GpdEstimator::moments ? 0.25 : 0.5;
  return fit.law.shape < end - margin && std::isfinite(fit.shape_error);
}

/// Basic bootstrap limits of `value` of the fitted law: what the resamples do to it is undone.
Estimate bootstrap(const GpdFit& fit, double confidence, const std::function<double(const Gpd&)>& value) {
  Random random(Seed(1).stream("gpd-interval"));
  std::vector<double> values, excesses(fit.excesses);
  for (int i = 0; i < resamples; ++i) {
    for (double& excess : excesses)
      do
        excess = fit.law.excess_at(1 - random.uniform());
      while (!(excess > 0 && std::isfinite(excess)));
    if (const auto sample = GpdSample::from(excesses))
      values.push_back(value(refit(*sample, fit.estimator).law));
  }
  std::sort(values.begin(), values.end());
  const double at = value(fit.law), tail = (1 - confidence) / 2,
               last = static_cast<double>(values.size() - 1);
  return {at, 2 * at - values[static_cast<std::size_t>(std::ceil((1 - tail) * last))],
          2 * at - values[static_cast<std::size_t>(std::floor(tail * last))]};
}

} // namespace

double log_excess_change(const Gpd& law, double p) {
  const double y = -std::log(p), power = law.shape * y; // excess = scale·(e^power − 1)/shape
  if (std::abs(power) < 1e-5)
    return y / 2 + power * y / 12;
  return y * std::exp(power) / std::expm1(power) - 1 / law.shape;
}

Estimate shape_interval(const GpdSample& sample, const GpdFit& fit, double confidence) {
  if (fit.estimator == GpdEstimator::likelihood)
    return profile_shape(sample, fit, confidence);
  if (!asymptotic(fit))
    return bootstrap(fit, confidence, [](const Gpd& law) { return law.shape; });
  const double reach = normal_quantile((1 + confidence) / 2) * fit.shape_error;
  return {fit.law.shape, fit.law.shape - reach, fit.law.shape + reach};
}

Estimate excess_interval(const GpdSample& sample, const GpdFit& fit, double p, double confidence) {
  if (fit.estimator == GpdEstimator::likelihood)
    return profile_excess(sample, fit, p, confidence);
  const double at = fit.law.excess_at(p);
  Estimate log_excess;
  if (asymptotic(fit)) {
    const double change = log_excess_change(fit.law, p), relative = fit.scale_error / fit.law.scale;
    const double variance = change * change * fit.shape_error * fit.shape_error + relative * relative +
                            2 * change * fit.covariance / fit.law.scale;
    const double reach = normal_quantile((1 + confidence) / 2) * std::sqrt(variance);
    log_excess = {std::log(at), std::log(at) - reach, std::log(at) + reach};
  } else
    log_excess = bootstrap(fit, confidence, [p](const Gpd& law) { return std::log(law.excess_at(p)); });
  return {at, std::exp(log_excess.low), std::exp(log_excess.high)};
}

} // namespace andon
