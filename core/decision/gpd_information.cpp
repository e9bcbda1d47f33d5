#include "core/decision/gpd_information.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace andon {
namespace {

/// Negative second derivatives of the log-likelihood.
struct Information {
  double shape = 0, scale = 0, both = 0;
};

/// Sums over the values in eight lanes, so that they run in parallel.
template <class Term>
double lane_sum(std::span<const double> values, const Term& term) {
  constexpr std::size_t lanes = 8;
  double sums[lanes] = {};
  std::size_t i = 0;
  for (; values.size() - i >= lanes; i += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sums[lane] += term(values[i + lane]);
  for (; i < values.size(); ++i)
    sums[0] += term(values[i]);
  return std::accumulate(std::begin(sums), std::end(sums), 0.0);
}

Information information(const GpdSample& sample, const Gpd& law) {
  const double n = static_cast<double>(sample.size()), shape = law.shape, theta = shape / law.scale;
  const auto values = sample.values();
  // p = Σ y/w, q = Σ (y/w)², y = v/scale, w = 1 + theta·v
  const double p = lane_sum(values, [theta](double v) { return v / (1 + theta * v); }) / law.scale;
  const double q = lane_sum(values,
                            [theta](double v) {
                              const double ratio = v / (1 + theta * v);
                              return ratio * ratio;
                            }) /
                   (law.scale * law.scale);
  Information result;
  if (std::abs(shape) < 1e-4) {
    const auto power = [&](int exponent) {
      return lane_sum(values, [&](double v) { return std::pow(v / law.scale, exponent); });
    };
    const double cube = power(3);
    result.shape = -(power(2) - 2 * cube / 3 + shape * (1.5 * power(4) - 2 * cube));
  } else
    result.shape =
        2 * sample.log_sum(theta) / (shape * shape * shape) - 2 * p / (shape * shape) - (1 + 1 / shape) * q;
  result.scale = -(n - (1 + shape) * (2 * p - shape * q)) / (law.scale * law.scale);
  result.both = -(p - (1 + shape) * q) / law.scale;
  return result;
}

} // namespace

GpdFit plain_fit(const GpdSample& sample, const Gpd& law, GpdEstimator estimator) {
  GpdFit fit;
  fit.estimator = estimator;
  fit.law = {law.shape, law.scale * sample.unit()};
  fit.excesses = sample.size();
  fit.log_likelihood =
      sample.log_likelihood(law) - static_cast<double>(sample.size()) * std::log(sample.unit());
  fit.shape_error = fit.scale_error = fit.covariance = std::numeric_limits<double>::quiet_NaN();
  return fit;
}

GpdFit described_fit(const GpdSample& sample, const Gpd& law) {
  GpdFit fit = plain_fit(sample, law, GpdEstimator::likelihood);
  if (law.shape <= -0.5 || 1 + law.shape / law.scale * sample.largest() <= 0)
    return fit;
  const Information seen = information(sample, law);
  const double determinant = seen.shape * seen.scale - seen.both * seen.both;
  if (determinant > 0 && seen.shape > 0) {
    fit.shape_error = std::sqrt(seen.scale / determinant);
    fit.scale_error = std::sqrt(seen.shape / determinant) * sample.unit();
    fit.covariance = -seen.both / determinant * sample.unit();
  }
  return fit;
}

} // namespace andon
