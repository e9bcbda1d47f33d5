#include "core/decision/threshold_table.h"

#include "core/decision/threshold_methods.h"
#include "core/metrics/ranked.h"

namespace andon {

const Table<ThresholdMethod>& threshold_methods() {
  static const Table<ThresholdMethod> table(
      "threshold method", {{"percentile", "Percentile of normal scores",
                            "Wilks 1941, Determination of sample sizes for setting tolerance limits",
                            describe_defaults<PercentileOptions>(), false, fit_percentile},
                           {"f1",
                            "Best F1 on labelled scores",
                            "van Rijsbergen 1979, Information Retrieval, ch. 7",
                            {},
                            true,
                            fit_f1}});
  return table;
}

Result<ThresholdFit> fit_threshold(const std::string& method, const ThresholdInput& input,
                                   const OptionMap& options) {
  ANDON_ASSIGN(const ThresholdMethod* const row, threshold_methods().find(method));
  if (input.alpha && !(*input.alpha > 0 && *input.alpha < 1))
    return fail(ErrorCode::invalid_argument, "alpha is " + std::to_string(*input.alpha) +
                                                 "; a false-alarm rate lies between 0 and 1, both excluded");
  ANDON_TRY(check_scores(input.normal, "normal scores"));
  ANDON_TRY(check_labelled(input.scores, input.labels));
  ANDON_ASSIGN(ThresholdFit fit, row->fit(input, options));
  fit.method = method;
  return fit;
}

} // namespace andon
