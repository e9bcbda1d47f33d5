#pragma once
#include "core/base/error.h"
#include "core/metrics/estimate.h"

#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// How two reviewers agree on the same items.
struct Agreement {
  std::int64_t n = 0;
  std::vector<std::int64_t> table; ///< [classes, classes] row-major: first reviewer's class, second's
  double observed = 0;             ///< share of equal labels, po
  double expected = 0;             ///< share that chance alone gives, pe = Σ p_i.·p_.i
  Estimate kappa;                  ///< NaN when pe = 1: both used one and the same class only
  double prevalence = 0;           ///< |p_00 − p_11| of the first two classes (Byrt et al. 1993)
  double bias = 0;                 ///< |p_01 − p_10|
};

/// Cohen's kappa (1960): (po − pe)/(1 − pe). Interval: the large-sample variance of Fleiss, Cohen & Everitt
/// (1969), cut to [−1, 1]; where that is 0 (all equal) the lower limit is the one that Clopper–Pearson's
/// limit of po gives. Classes are 0 … classes − 1. Errors: invalid_argument (lengths, a class outside the
/// range, names the index), insufficient_data (no item). Threads: any. Cost: O(n + classes²).
Result<Agreement> cohen_kappa(std::span<const int> first, std::span<const int> second, int classes,
                              double confidence = 0.95);

} // namespace andon
