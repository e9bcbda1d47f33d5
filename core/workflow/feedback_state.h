#pragma once
#include "core/workflow/labels.h"

namespace andon::workflow {

/// Labels that wait until fine-tuning is proposed (SPEC S7.3), where nobody chose another number.
inline constexpr std::int64_t default_review_goal = 200;

/// How much feedback a line has collected since it last learnt.
struct FeedbackState {
  std::string line;
  bool can_adapt = false; ///< its model can be fine-tuned on labels
  std::int64_t fresh = 0; ///< items and marks that say something since the line's newest candidate was made
};
/// Of the line that `run` belongs to: labels given in it, and imported ones. Errors: not_found, corrupt.
/// Cost: that of `log`'s book.
Result<FeedbackState> feedback_state(Workspace& workspace, const std::string& run, const LabelLog& log);

/// "203 labels were given since the last fine-tuning; …", "" where `goal` is not reached or the model cannot
/// learn from labels. requires goal >= 1.
std::string proposal(const FeedbackState& state, std::int64_t goal);

} // namespace andon::workflow
