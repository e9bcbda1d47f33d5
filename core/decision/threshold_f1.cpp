#include "core/decision/confusion.h"
#include "core/decision/threshold_methods.h"
#include "core/metrics/ranking.h"

namespace andon {

Result<ThresholdFit> fit_f1(const ThresholdInput& input, const OptionMap& options) {
  ANDON_TRY(andon::apply(std::vector<Option>{}, options));
  if (input.scores.empty())
    return fail(ErrorCode::insufficient_data,
                "f1 needs labelled scores and got none; label normal and abnormal items, or use "
                "a method for normal items only");
  ANDON_ASSIGN(const F1Max best, f1_max(input.scores, input.labels));
  const Confusion counts{best.true_positives, best.false_negatives, best.false_positives,
                         best.true_negatives};
  const DecisionRates rates = decision_rates(counts);
  ThresholdFit fit;
  fit.threshold = best.threshold;
  fit.interval = Estimate{best.threshold, best.below, best.chosen};
  fit.diagnostics = {{"f1", best.f1},
                     {"f1_low", rates.f1.low},
                     {"f1_high", rates.f1.high},
                     {"caught", static_cast<double>(counts.caught)},
                     {"escapes", static_cast<double>(counts.escapes)},
                     {"overkill", static_cast<double>(counts.overkill)},
                     {"passed", static_cast<double>(counts.passed)}};
  fit.supported = counts.normal() > 0;
  if (fit.supported) {
    fit.message = "best F1 on " + std::to_string(counts.abnormal()) + " abnormal and " +
                  std::to_string(counts.normal()) +
                  " normal items; chosen with their labels, so it is optimistic for new items";
  } else {
    fit.needed_more = 1;
    fit.message =
        "every item is abnormal, so nothing limits false alarms; at least 1 more normal item is needed";
  }
  return fit;
}

} // namespace andon
