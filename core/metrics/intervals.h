#pragma once
#include "core/metrics/estimate.h"

#include <cstdint>

namespace andon {

// Exact and near-exact intervals for counts. Threads: any. Cost: constant.
// `confidence` is two-sided and in (0, 1); x/n/exposure outside their range are our bug and assert.

/// Clopper & Pearson (1934): low = Beta⁻¹(α/2; x, n−x+1), high = Beta⁻¹(1−α/2; x+1, n−x). 0 successes give
/// low = 0, n successes give high = 1; n = 0 gives value NaN in [0, 1]. requires 0 <= successes <= trials.
Estimate clopper_pearson(std::int64_t successes, std::int64_t trials, double confidence = 0.95);
/// Wilson (1927) score interval; shorter than Clopper–Pearson, right only on average. Same edge cases.
Estimate wilson(std::int64_t successes, std::int64_t trials, double confidence = 0.95);
/// Garwood (1936) exact interval for a rate: `events` in `exposure` units (hours, items). low = χ²(α/2;
/// 2x)/2/exposure, high = χ²(1−α/2; 2x+2)/2/exposure. requires events >= 0, exposure > 0.
Estimate poisson_rate(std::int64_t events, double exposure, double confidence = 0.95);

/// One-sided Clopper–Pearson upper limit: the largest rate that still yields <= x of n with probability 1 −
/// confidence.
double binomial_upper_limit(std::int64_t successes, std::int64_t trials, double confidence = 0.95);

// Distribution functions, kept here so that Boost stays private to this room.
double beta_cdf(double x, double a, double b);                 ///< a, b > 0; x in [0, 1]
double beta_quantile(double p, double a, double b);            ///< a, b > 0; p in [0, 1]
double binomial_cdf(std::int64_t k, std::int64_t n, double p); ///< P(X <= k); 0 for k < 0, 1 for k >= n
double poisson_at_least(std::int64_t k, double mean);          ///< P(X >= k); k >= 1, mean > 0
double normal_quantile(double p);                              ///< p in (0, 1)
double normal_upper_tail(double z);                            ///< P(Z > z), accurate far in the tail

} // namespace andon
