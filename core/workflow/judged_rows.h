#pragma once
#include "core/workflow/runs.h"

#include <map>
#include <string>
#include <vector>

namespace andon::workflow {

/// What reviewers agreed on by item (see id_of): 1, 0, or -1 for "unsure"; verdicts given on this run's
/// items, or on the data that it was trained on. Errors: corrupt (the log of labels).
Result<std::map<std::string, int>> agreed_labels(Workspace& workspace, const store::Run& run);

/// Puts what reviewers agreed on in the place of the rows' labels, see agreed_labels(). "unsure" takes a
/// label away; items nobody judged keep theirs. Errors: corrupt (the log of labels).
Result<void> judge_rows(Workspace& workspace, const store::Run& run, std::vector<ScoreRow>& rows);

} // namespace andon::workflow
