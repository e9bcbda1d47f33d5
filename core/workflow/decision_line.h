#pragma once
#include "core/workflow/runs.h"

#include <string>
#include <vector>

namespace andon::workflow {

/// The line that a run decides by now: its newest threshold version, or nothing yet.
struct DecisionLine {
  std::optional<double> threshold;
  std::string source; ///< "version 2 (percentile)"
};
Result<DecisionLine> newest_line(store::Store& store, store::RunId run);
/// Sets `decision` of every row. Without a line it stays -1.
void decide_rows(std::vector<ScoreRow>& rows, const DecisionLine& line);

} // namespace andon::workflow
