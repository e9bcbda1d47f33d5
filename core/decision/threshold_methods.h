#pragma once
#include "core/decision/spot.h"
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
/// PotOptions. interval: excess_interval() of the estimator. Keeps no promise: half of the fits are above
/// alpha.
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

/// Mondrian conformal (Vovk et al. 2005, ch. 4): every group's own conformal line, so that the guarantee
/// holds within every group (group_lines); threshold is the highest of them. Without groups in the input it
/// is fit_conformal(). diagnostics: "line/<group>". Not supported as long as one group has fewer than
/// conformal_items(alpha); needed_more sums what the groups lack. Options: ConformalOptions.
Result<ThresholdFit> fit_mondrian(const ThresholdInput& input, const OptionMap& options);

/// Streaming peaks over threshold as they stand at the end of the normal scores: calibrated on the first
/// `calibration` share of them, then updated with the rest. The line moves on from there with every score
/// that is decided (stream). Not supported where pot_items_missing() says so. SPOT and DSPOT differ in their
/// defaults: DSPOT follows the mean of the latest drift_window scores.
struct SpotMethodOptions {
  SpotOptions spot;
  double calibration = 0.5;
  std::vector<Option> describe();
};
struct DspotMethodOptions : SpotMethodOptions {
  DspotMethodOptions() { spot.drift_window = 100; }
};
Result<ThresholdFit> fit_spot(const ThresholdInput& input, const OptionMap& options);
Result<ThresholdFit> fit_dspot(const ThresholdInput& input, const OptionMap& options);

/// A line that a person drew, judged on the normal scores: alpha is the rate that they certify at 95 %
/// confidence. With a promised alpha: supported if that rate is within it; needed_more is then what would
/// suffice without further rejects, 0 when the rejects alone break it.
struct ManualOptions {
  double line = 0;
  std::vector<Option> describe();
};
Result<ThresholdFit> fit_manual(const ThresholdInput& input, const OptionMap& options);

/// The line with the lowest cost_per_thousand() on the labelled scores. Options: CostOptions.
Result<ThresholdFit> fit_cost(const ThresholdInput& input, const OptionMap& options);

} // namespace andon
