#pragma once
#include "core/workflow/adapt.h"
#include "core/workflow/conditions.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/feedback.h"
#include "core/workflow/run_files.h"

namespace andon::workflow {

/// Everything known before a candidate is made.
struct AdaptPlan {
  ModelLine line;
  store::Run parent;
  Manifest manifest; ///< of the parent
  const ModelEntry* model = nullptr;
  Feedback feedback;
  DecisionLine decision;
  AdaptJob job;
  double holdout = 0;                ///< locked_share()
  std::vector<std::string> notes;    ///< sentences on the hold-out that the user should read
  std::vector<AdaptCondition> known; ///< conditions that the parent was adapted to
};
/// Errors: those of adapt() that need no scores.
Result<AdaptPlan> plan_adaptation(Workspace& workspace, const AdaptIn& in);

/// What a run that cannot adapt in this way is told.
Error cannot_adapt(const std::string& model, bool without_labels);

} // namespace andon::workflow
