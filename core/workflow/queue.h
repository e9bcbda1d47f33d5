#pragma once
#include "core/review/audit.h"
#include "core/workflow/feedback_state.h"

namespace andon::workflow {

struct QueueIn {
  std::string run, data;     ///< data "" as for label_context
  std::string part = "test"; ///< "all" where the data set is not divided
  std::string policy = "mixed";
  std::int64_t k = 50;
  std::string by;    ///< reviewer, for second and repeat
  OptionMap options; ///< of QueueOptions
  /// These of the data set instead, in this order, whether labelled or not; `policy` and `k` do not count.
  std::vector<std::string> items{};
  bool reuse = false; ///< take the scores that the run stored for this data set, if any, instead of scoring
};
struct QueuedItem {
  ScoreRow row;
  std::string policy; ///< that chose it; "second" and "repeat" hide what was said before
};
struct QueueOut {
  std::string run;
  LabelContext context;
  std::vector<QueuedItem> items;
  AuditEstimate audit; ///< of the data set as labelled so far
  double threshold = 0;
  std::int64_t total = 0, labelled = 0; ///< items of the data set
  FeedbackState feedback;               ///< of the run's line
  std::vector<ScoreRow> rows;           ///< all of them, in its order, of a model with vectors
};
/// The next items to review: at most k, those that are labelled already drop out. Windows and images alike.
/// Errors: not_found (run, data, policy), unsupported (diverse, of a model without vectors),
/// insufficient_data (no threshold), those of score().
Result<QueueOut> review_queue(Workspace& workspace, const QueueIn& in, Progress& progress,
                              std::stop_token stop);

/// Policies and their shares, for forms and help.
std::vector<OptionInfo> queue_options();

} // namespace andon::workflow
