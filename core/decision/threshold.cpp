#include "core/decision/threshold.h"

#include "core/base/assert.h"
#include "core/metrics/intervals.h"

#include <cmath>

namespace andon {

double exceedance_risk(std::int64_t n, std::int64_t k, double alpha) {
  ANDON_ASSERT(0 <= k && k <= n && alpha > 0 && alpha < 1);
  return k == 0 ? 1 : beta_cdf(1 - alpha, static_cast<double>(k), static_cast<double>(n + 1 - k));
}

double certified_rate(std::int64_t n, std::int64_t rejected, double confidence) {
  ANDON_ASSERT(0 <= rejected && rejected <= n);
  return n == 0 ? 1 : binomial_upper_limit(rejected, n, confidence);
}

std::int64_t items_needed(double alpha, double confidence) {
  ANDON_ASSERT(alpha > 0 && alpha < 1 && confidence > 0 && confidence < 1);
  const double limit = 1 - confidence;
  auto n = static_cast<std::int64_t>(std::ceil(std::log(limit) / std::log1p(-alpha)));
  // The quotient may round to either side of a whole number.
  while (n > 1 && std::exp(static_cast<double>(n - 1) * std::log1p(-alpha)) <= limit)
    --n;
  return n;
}

} // namespace andon
