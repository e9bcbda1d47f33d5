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

/// The tail's best guess (Siffer et al. 2017, calibration step): u + excess_at(alpha/share). Options:
/// PotOptions. interval: profile likelihood. Keeps no promise: half of the fits are above alpha.
Result<ThresholdFit> fit_pot_line(const ThresholdInput& input, const OptionMap& options);
/// The default: one-sided Bayesian bound of that level, see TailPosterior::level(), information = extremal
/// index. Falls back to fit_percentile() where no tail is needed (alpha above half the tail's share) or none
/// fits. interval = (low mirror of the bound, bound). Options: PotOptions.
Result<ThresholdFit> fit_pot_bound(const ThresholdInput& input, const OptionMap& options);

/// Conformal::threshold() of the normal scores.
struct ConformalOptions {
  double rate = 0.005;
  std::vector<Option> describe();
};
Result<ThresholdFit> fit_conformal(const ThresholdInput& input, const OptionMap& options);

/// The line with the lowest cost_per_thousand() on the labelled scores. Options: CostOptions.
Result<ThresholdFit> fit_cost(const ThresholdInput& input, const OptionMap& options);

} // namespace andon
