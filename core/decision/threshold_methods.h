#pragma once
#include "core/decision/threshold_table.h"

namespace andon {

// The methods behind the rows of threshold_methods(), one file each. Contract of `fit` in threshold_table.h.

/// Sample percentile (linear interpolation between order statistics, position (n − 1)·p). With alpha: the
/// lowest order statistic whose false-alarm rate is <= alpha with the asked confidence (Wilks 1941 tolerance
/// limit); not supported below items_needed(alpha).
struct PercentileOptions {
  double percentile = 99.5;
  double confidence = 0.95;
  std::vector<Option> describe();
};
Result<ThresholdFit> fit_percentile(const ThresholdInput& input, const OptionMap& options);

/// The threshold of f1_max() on the labelled scores.
Result<ThresholdFit> fit_f1(const ThresholdInput& input, const OptionMap& options);

} // namespace andon
