#pragma once
#include "core/workflow/adapt.h"
#include "core/workflow/drift.h"
#include "core/workflow/feedback.h"

namespace andon::workflow {

/// Recent recordings and what they are for: held out as in feedback (a recording that judges candidates is
/// never learnt from), of the others one in five for early stopping and the threshold, the rest to learn
/// from; images are their own recordings. Windows and images that people called abnormal or disagree on, and
/// windows that a mark touches which is not normal, belong to nothing. Errors: those of open_data and
/// selected_parts, unsupported (neither signals nor images).
Result<ConditionSet> condition_set(Workspace& workspace, const std::string& data, const std::string& part,
                                   double holdout);

/// Conditions that the run was adapted to without labels, oldest first. Errors: those of adapt_report.
Result<std::vector<AdaptCondition>> conditions_of(const std::filesystem::path& run_folder);

/// How validation scores name a window of a condition: data sets may use the same names for their recordings.
std::string condition_item(const std::string& data, const std::string& item);

/// Refuses to call healthy what people call abnormal: where the flagged windows of the recent data that
/// people (or, where nobody has, the data set) have judged are mostly abnormal, it is a new
/// fault (see DriftQuestion). Errors: conflict.
Result<void> check_condition(const ConditionSet& recent, const Feedback& feedback,
                             std::vector<ScoreRow> rows);

/// The lowest line from `threshold` on above which no condition has a larger share of its healthy validation
/// windows than all have together above `threshold`: a few windows of a new condition must not drown among
/// many old ones.
double raised_for_conditions(double threshold, const std::vector<ScoreRow>& validation,
                             const std::vector<std::string>& conditions);

/// Rows of the set by what they are for.
AdaptCondition counted(const ConditionSet& recent, const std::vector<ScoreRow>& rows, double holdout);

/// "flagged_recent": share of the held-out recent windows that are flagged; "flagged_healthy": the same of
/// the healthy validation windows that were known before. Clopper–Pearson. Absent where there is nothing to
/// count.
Metrics flagged_shares(const ConditionSet& recent, const std::vector<ScoreRow>& rows,
                       const std::vector<ScoreRow>& validation);

} // namespace andon::workflow
