#pragma once
#include "core/workflow/decision_line.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace andon::workflow {

struct OpenedRun;

/// Data that were scored, as the ledger of realised alarms knows them.
struct ScoredData {
  std::string name, part, sha256;
  std::map<std::string, std::string> recordings; ///< recording or image -> hash of its content
  std::set<std::string> learnt; ///< those that the model or its line were made from: they prove nothing
};
ScoredData scored_data(const OpenedRun& opened, const DecisionLine& line, const std::string& part);

/// Adds a row to the ledger: what these scores bring under the line in use. Recordings that were counted for
/// this run and version of the line before, under whatever name, and those in `learnt` are left out, so that
/// scoring the same data twice counts once. Returns the items counted; 0 adds no row, nor does a run without
/// a line. Errors: io, corrupt, conflict (others wrote all the time).
Result<std::int64_t> count_realised(Workspace& workspace, const store::Run& run, const ScoredData& data,
                                    const std::vector<ScoreRow>& rows, const DecisionLine& line);

struct RealisedCount {
  std::int64_t items = 0, normal_items = 0;
  double normal_hours =
      0; ///< of one line; 0 where the items have no duration and nobody said how many an hour brings
  std::int64_t alarms = 0, on_faults = 0, false_alarms = 0, unjudged = 0;
  /// Alarms that a promise is held to: those on no item known to be abnormal.
  std::int64_t held_against() const { return false_alarms + unjudged; }
};
/// What a version of a line brought since it came into use.
struct Realised : RealisedCount {
  std::string since, last; ///< UTC: when the version was stored, and the newest scoring
  std::int64_t scorings = 0;
  std::map<std::string, RealisedCount> groups; ///< of a line with groups; "" = items of no known group
};
/// Alarms are judged by what reviewers say today: labels given after the scoring count. Of an alarm of more
/// than 20,000 items a scoring only the first items can be judged later. Errors: corrupt.
Result<Realised> realised_alarms(Workspace& workspace, const store::Run& run,
                                 const store::ThresholdVersion& version);

/// "4 May 2026" of an ISO time.
std::string day_of(const std::string& iso_time);

} // namespace andon::workflow
