#pragma once
#include "core/decision/threshold.h"
#include "core/workflow/runs.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace andon {
struct SpotState;
}

namespace andon::workflow {

/// Lines of products or lines of production, each its own (method mondrian).
struct GroupLines {
  std::string pattern; ///< see GroupRule
  std::map<std::string, double> lines;
};

/// The line that a run decides by now: its newest threshold version that is a number, or nothing yet. A
/// method that was asked for a promise its data cannot keep gives no number; one without a promise gives a
/// line that is marked as weakly supported.
struct DecisionLine {
  std::optional<double>
      threshold; ///< of all items, of those of a group without a line, and where a moving line starts
  std::optional<double> low; ///< lower line of a review band, one for all items
  std::int64_t version = 0;
  std::string source; ///< "version 2 (percentile)", and whether the data support its promise
  AlarmOptions logic; ///< that turns called items into alarms
  std::optional<double> items_per_hour; ///< as its promise was made; nullopt = as the items say
  /// Data set and part that it was chosen on; both empty = the run's own validation part; nullopt = unknown.
  std::optional<std::pair<std::string, std::string>> chosen_on;
  std::optional<GroupLines> groups;
  std::shared_ptr<const SpotState> stream; ///< methods spot and dspot: the line moves on from here
};
Result<DecisionLine> newest_line(store::Store& store, store::RunId run);
/// Errors: corrupt (its diagnostics cannot be read).
Result<DecisionLine> decision_line(const store::ThresholdVersion& version);

/// What each row is compared with. A moving line takes the rows of a sensor as one stream, in their order,
/// each stream from where the line was fitted: the same rows give the same lines. requires line.threshold.
/// Cost: O(n), and one regular expression a row with groups.
std::vector<double> lines_of(const std::vector<ScoreRow>& rows, const DecisionLine& line);
/// Group of each row as the line sees it, "" for one without a line of its own. requires line.groups.
std::vector<std::string> groups_of(const std::vector<ScoreRow>& rows, const DecisionLine& line);
/// Score minus line of each row: decide(margin, 0) is decide(score, line), exactly.
std::vector<double> margins_of(const std::vector<ScoreRow>& rows, const DecisionLine& line);
/// Each row by its line and the lower one. requires line.threshold.
std::vector<Verdict> verdicts_of(const std::vector<ScoreRow>& rows, const DecisionLine& line);
/// Sets `decision` of every row. Without a line it stays -1. Returns how many rows are in review: below the
/// line (decision 0) and not below `low`.
std::int64_t decide_rows(std::vector<ScoreRow>& rows, const DecisionLine& line);
/// Whether all items are compared with the same number.
inline bool is_one_number(const DecisionLine& line) {
  return !line.groups && !line.stream;
}

} // namespace andon::workflow
