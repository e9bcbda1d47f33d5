#pragma once
#include "core/decision/threshold.h"
#include "core/workflow/promise.h"

namespace andon::workflow {

/// A decision line as it is stored, without its run; the threshold is NaN where the data do not support it.
struct FittedLine {
  store::ThresholdVersion version;
  ThresholdFit fit;
  std::optional<Promise> promise; ///< where a budget of alarms was asked for
};
/// What `in` asks for (method, options, alpha, per, low, author, reason), fitted on rows of in.data, which is
/// the name of a data set here. Errors: those of
/// fit_threshold() (runs.h).
Result<FittedLine> fit_line(const ThresholdIn& in, const std::vector<ScoreRow>& rows, std::stop_token stop);

/// What was asked for when `before` was drawn, on other scores of the rows it was drawn on, labelled where
/// the method needs labels; a line drawn by hand keeps its number. The lower line of a review band is not
/// drawn. Errors: those of fit_line().
Result<FittedLine> draw_again(const store::ThresholdVersion& before, const std::vector<ScoreRow>& rows,
                              std::stop_token stop);
/// The way a line was chosen, on other healthy scores: method, options, promise, alarm logic and groups are
/// kept. A line that a person drew, or one that needs labels, and the lower line of a review band become the
/// same share of healthy items. What cannot be supported any more keeps the threshold and says so (supported
/// = false). Errors: those of fit_line().
Result<FittedLine> refit_line(const store::ThresholdVersion& before,
                              const std::vector<ScoreRow>& normal_before, const std::vector<ScoreRow>& normal,
                              std::stop_token stop);

} // namespace andon::workflow
