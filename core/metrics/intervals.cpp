#include "core/metrics/intervals.h"

#include "core/base/assert.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <limits>

namespace andon {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double fraction(std::int64_t successes, std::int64_t trials) {
  return static_cast<double>(successes) / static_cast<double>(trials);
}

} // namespace

double beta_cdf(double x, double a, double b) {
  return boost::math::ibeta(a, b, x);
}

double beta_quantile(double p, double a, double b) {
  return boost::math::ibeta_inv(a, b, p);
}

double binomial_cdf(std::int64_t k, std::int64_t n, double p) {
  if (k < 0)
    return 0;
  if (k >= n)
    return 1;
  return boost::math::ibetac(static_cast<double>(k + 1), static_cast<double>(n - k), p);
}

double poisson_at_least(std::int64_t k, double mean) {
  return boost::math::gamma_p(static_cast<double>(k), mean);
}

double normal_quantile(double p) {
  return boost::math::quantile(boost::math::normal(), p);
}

double normal_upper_tail(double z) {
  return std::erfc(z / std::sqrt(2.0)) / 2;
}

Estimate clopper_pearson(std::int64_t successes, std::int64_t trials, double confidence) {
  ANDON_ASSERT(0 <= successes && successes <= trials && confidence > 0 && confidence < 1);
  if (trials == 0)
    return {nan, 0, 1};
  const double tail = (1 - confidence) / 2;
  const double x = static_cast<double>(successes), n = static_cast<double>(trials);
  Estimate estimate{fraction(successes, trials), 0, 1};
  if (successes > 0)
    estimate.low = beta_quantile(tail, x, n - x + 1);
  if (successes < trials)
    estimate.high = beta_quantile(1 - tail, x + 1, n - x);
  return estimate;
}

Estimate wilson(std::int64_t successes, std::int64_t trials, double confidence) {
  ANDON_ASSERT(0 <= successes && successes <= trials && confidence > 0 && confidence < 1);
  if (trials == 0)
    return {nan, 0, 1};
  const double z = normal_quantile(1 - (1 - confidence) / 2);
  const double n = static_cast<double>(trials), p = fraction(successes, trials);
  const double scale = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / scale;
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
  return {p, successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half};
}

Estimate poisson_rate(std::int64_t events, double exposure, double confidence) {
  ANDON_ASSERT(events >= 0 && exposure > 0 && confidence > 0 && confidence < 1);
  const double tail = (1 - confidence) / 2, x = static_cast<double>(events);
  // χ²(p; 2k)/2 is the p-quantile of a gamma law with shape k.
  const double low = events == 0 ? 0 : boost::math::gamma_p_inv(x, tail);
  return {x / exposure, low / exposure, boost::math::gamma_p_inv(x + 1, 1 - tail) / exposure};
}

double binomial_upper_limit(std::int64_t successes, std::int64_t trials, double confidence) {
  ANDON_ASSERT(0 <= successes && successes <= trials && confidence > 0 && confidence < 1);
  if (successes == trials)
    return 1;
  const double x = static_cast<double>(successes), n = static_cast<double>(trials);
  return beta_quantile(confidence, x + 1, n - x);
}

} // namespace andon
