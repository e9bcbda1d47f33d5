#include "core/decision/threshold_table.h"

#include "core/decision/confusion.h"
#include "core/decision/pot.h"
#include "core/decision/threshold_methods.h"
#include "core/metrics/ranked.h"

namespace andon {

const Table<ThresholdMethod>& threshold_methods() {
  static const Table<ThresholdMethod> table(
      "threshold method",
      {{"percentile", "Percentile of normal scores",
        "Wilks 1941, Determination of sample sizes for setting tolerance limits",
        describe_defaults<PercentileOptions>(), false, fit_percentile},
       {"pot-bound", "Upper bound of the tail of normal scores (default)",
        "Coles 2001, An Introduction to Statistical Modeling of Extreme Values, ch. 4 and 9",
        describe_defaults<PotOptions>(), false, fit_pot_bound},
       {"pot", "Peaks over threshold, best guess",
        "Siffer et al. 2017, Anomaly detection in streams with extreme value theory",
        describe_defaults<PotOptions>(), false, fit_pot_line},
       {"spot", "Streaming peaks over threshold",
        "Siffer et al. 2017, Anomaly detection in streams with extreme value theory",
        describe_defaults<SpotMethodOptions>(), false, fit_spot},
       {"dspot", "Streaming peaks over threshold that follows a drifting mean",
        "Siffer et al. 2017, section 4.4", describe_defaults<DspotMethodOptions>(), false, fit_dspot},
       {"conformal", "Split conformal",
        "Vovk et al. 2005; Bates et al. 2023, Testing for outliers with conformal p-values",
        describe_defaults<ConformalOptions>(), false, fit_conformal},
       {"mondrian", "Conformal within every product or line",
        "Vovk et al. 2005, Algorithmic Learning in a Random World, ch. 4",
        describe_defaults<ConformalOptions>(), false, fit_mondrian},
       {"cost", "Lowest cost on labelled scores", "Elkan 2001, The foundations of cost-sensitive learning",
        describe_defaults<CostOptions>(), true, fit_cost},
       {"f1",
        "Best F1 on labelled scores",
        "van Rijsbergen 1979, Information Retrieval, ch. 7",
        {},
        true,
        fit_f1},
       {"manual", "A line drawn by hand", "", describe_defaults<ManualOptions>(), false, fit_manual}});
  return table;
}

Result<ThresholdFit> fit_threshold(const std::string& method, const ThresholdInput& input,
                                   const OptionMap& options) {
  ANDON_ASSIGN(const ThresholdMethod* const row, threshold_methods().find(method));
  if (input.alpha && !(*input.alpha > 0 && *input.alpha < 1))
    return fail(ErrorCode::invalid_argument, "alpha is " + std::to_string(*input.alpha) +
                                                 "; a false-alarm rate lies between 0 and 1, both excluded");
  ANDON_TRY(check_scores(input.normal, "normal scores"));
  if (!input.groups.empty() && input.groups.size() != input.normal.size())
    return fail(ErrorCode::invalid_argument, std::to_string(input.groups.size()) + " groups for " +
                                                 std::to_string(input.normal.size()) + " normal scores");
  ANDON_TRY(check_labelled(input.scores, input.labels));
  ANDON_ASSIGN(ThresholdFit fit, row->fit(input, options));
  fit.method = method;
  return fit;
}

} // namespace andon
