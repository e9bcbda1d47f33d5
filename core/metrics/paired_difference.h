#pragma once
#include "core/metrics/ranking.h"

namespace andon {

/// Difference second − first of a figure on the same items: both models see the same draws.
struct PairedDifference {
  Estimate difference;
  /// Two-sided; by resampling 2·min(#{d <= 0}, #{d >= 0}) + 1 over resamples + 1, at most 1.
  double p_value = 1;
  /// The interval leaves 0 out.
  bool is_real() const { return difference.low > 0 || difference.high < 0; }
};

/// From the differences of the draws. `exact` is the difference on all items; `binned` the same as the draws
/// are evaluated, where that is coarser: the deviations from it are put around `exact`. NaN draws (undefined
/// there) are left out; a NaN `exact` has neither limits nor a p-value.
PairedDifference paired_by_draws(double exact, double binned, const std::vector<double>& drawn,
                                 double confidence);

/// F1 = 2TP/(2TP + FP + FN) of two sets of decisions (1 anomalous, 0 normal) on the same labelled items.
/// Items are drawn in pairs, with replacement, normal and abnormal ones apart. NaN without abnormal items.
/// Errors: invalid_argument (lengths that differ, values other than 0 and 1, no resample). Cost:
/// O(n·resamples).
Result<PairedDifference> compare_f1(std::span<const int> first, std::span<const int> second,
                                    std::span<const int> labels, const BootstrapOptions& options = {});

} // namespace andon
