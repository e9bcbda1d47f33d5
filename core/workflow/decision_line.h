#pragma once
#include "core/workflow/runs.h"

#include <string>
#include <vector>

namespace andon::workflow {

/// The line that a run decides by now: its newest threshold version that is a number, or nothing yet. A
/// method that was asked for a promise its data cannot keep gives no number; one without a promise gives a
/// line that is marked as weakly supported.
struct DecisionLine {
  std::optional<double> threshold;
  std::optional<double> low; ///< lower line of a review band
  std::int64_t version = 0;
  std::string source; ///< "version 2 (percentile)", and whether the data support its promise
  AlarmOptions logic; ///< that turns called items into alarms
  std::optional<double> items_per_hour; ///< as its promise was made; nullopt = as the items say
  /// Data set and part that it was chosen on; both empty = the run's own validation part; nullopt = unknown.
  std::optional<std::pair<std::string, std::string>> chosen_on;
};
Result<DecisionLine> newest_line(store::Store& store, store::RunId run);
/// Sets `decision` of every row. Without a line it stays -1. Returns how many rows are in review: below the
/// line (decision 0) and not below `low`.
std::int64_t decide_rows(std::vector<ScoreRow>& rows, const DecisionLine& line);

} // namespace andon::workflow
