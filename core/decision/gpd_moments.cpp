#include "core/decision/gpd.h"
#include "core/decision/gpd_information.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

/// Asymptotic covariance of shape and ln scale times the number of excesses.
struct Covariance {
  double shape = 0, both = 0, log_scale = 0;
};

// Hosking & Wallis (1987), section 5; their k is −shape, their alpha the scale.

Covariance of_weighted_moments(double shape) {
  const double k = -shape, divisor = (1 + 2 * k) * (3 + 2 * k);
  return {(1 + k) * (2 + k) * (2 + k) * (1 + k + 2 * k * k) / divisor,
          -(2 + k) * (2 + 6 * k + 7 * k * k + 2 * k * k * k) / divisor,
          (7 + 18 * k + 11 * k * k + 2 * k * k * k) / divisor};
}

Covariance of_moments(double shape) {
  const double k = -shape, factor = (1 + k) * (1 + k) / ((1 + 2 * k) * (1 + 3 * k) * (1 + 4 * k));
  return {factor * (1 + 2 * k) * (1 + 2 * k) * (1 + k + 6 * k * k),
          -factor * (1 + 2 * k) * (1 + 4 * k + 12 * k * k), factor * 2 * (1 + 6 * k + 12 * k * k)};
}

GpdFit with_errors(GpdFit fit, const Covariance& covariance) {
  const double n = static_cast<double>(fit.excesses);
  fit.shape_error = std::sqrt(covariance.shape / n);
  fit.scale_error = fit.law.scale * std::sqrt(covariance.log_scale / n);
  fit.covariance = fit.law.scale * covariance.both / n;
  return fit;
}

} // namespace

GpdFit fit_gpd_weighted_moments(const GpdSample& sample) {
  std::vector<double> sorted(sample.values().begin(), sample.values().end());
  std::sort(sorted.begin(), sorted.end());
  const double n = static_cast<double>(sorted.size());
  double weighted = 0; // mean of v·(1 − F(v)); the plain mean of the values is 1
  for (std::size_t i = 0; i < sorted.size(); ++i)
    weighted += sorted[i] * (1 - (static_cast<double>(i) + 0.65) / n);
  weighted /= n;
  const double shape = 2 - 1 / (1 - 2 * weighted);
  const GpdFit fit =
      plain_fit(sample, {shape, 2 * weighted / (1 - 2 * weighted)}, GpdEstimator::weighted_moments);
  return shape < 0.5 ? with_errors(fit, of_weighted_moments(shape)) : fit;
}

GpdFit fit_gpd_moments(const GpdSample& sample) {
  double variance = 0;
  for (const double v : sample.values())
    variance += (v - 1) * (v - 1);
  variance = std::max(variance / (static_cast<double>(sample.size()) - 1), 1e-300);
  const double shape = (1 - 1 / variance) / 2;
  const GpdFit fit = plain_fit(sample, {shape, (1 + 1 / variance) / 2}, GpdEstimator::moments);
  return shape < 0.25 ? with_errors(fit, of_moments(shape)) : fit;
}

} // namespace andon
