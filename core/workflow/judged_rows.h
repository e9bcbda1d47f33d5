#pragma once
#include "core/workflow/runs.h"

#include <vector>

namespace andon::workflow {

/// Puts what reviewers agreed on in the place of the rows' labels: verdicts given on this run's items, or on
/// the data that it was trained on. "unsure" takes a label away; items nobody judged keep theirs. Errors:
/// corrupt (the log of labels).
Result<void> judge_rows(Workspace& workspace, const store::Run& run, std::vector<ScoreRow>& rows);

} // namespace andon::workflow
