#pragma once
#include "core/decision/promise.h"
#include "core/workflow/item_groups.h"
#include "core/workflow/ledger.h"

#include <optional>
#include <string>
#include <vector>

namespace andon::workflow {

/// What turns a line into a promise: the budget ("budget.alarms", "budget.period", …), the alarm logic
/// ("alarm.release", …) and how items fall into groups ("group.pattern"), beside the options of the method.
struct PromiseOptions {
  Budget budget;
  AlarmOptions logic;
  std::string group_pattern;
  std::vector<Option> describe();
};

/// Options divided between the promise and the method.
struct PromiseRequest {
  PromiseOptions promise;
  OptionMap method;
  bool budget_asked = false;         ///< alarms a period are limited
  bool items_per_hour_given = false; ///< else it follows from the items
};
/// `per` other than "item" makes `alpha` the alarms of the budget, "" leaves the period to the options.
/// Errors: invalid_argument (unknown key, range, period).
Result<PromiseRequest> promise_request(const OptionMap& options, const std::optional<double>& alpha,
                                       const std::string& per);

/// Items of one line in an hour: sensors × 3,600 / median step from one item to the next within a scene, or
/// / mean duration where every scene is one item. nullopt for items without a duration (images).
std::optional<double> items_per_hour(const std::vector<ScoreRow>& rows);
/// Rows that follow each other on one line, in their order: those of a scene and sensor, or of a sensor where
/// every scene is one item.
std::vector<std::vector<std::size_t>> alarm_sequences(const std::vector<ScoreRow>& rows);

/// Alarms of rows in their order. Runs do not cross scenes or sensors, except where every scene is one item:
/// those follow each other on one line. Images are called one by one unless the logic asks for several in a
/// row. `per_hour` nullopt = as the rows say.
AlarmSummary summarise_alarms(const std::vector<ScoreRow>& rows, double threshold, const AlarmOptions& logic,
                              std::optional<double> per_hour = {}, double operators = 1);

/// The same by a line with its own alarm logic and items an hour, whatever its kind: groups, moving.
AlarmSummary summarise_alarms(const std::vector<ScoreRow>& rows, const DecisionLine& line,
                              double operators = 1);

/// The same with the scores' margins over the line, see margins_of(): one a row.
AlarmSummary summarise_margins(const std::vector<ScoreRow>& rows, const std::vector<double>& margins,
                               const DecisionLine& line, double operators = 1);

/// Promise and alarm logic as a version of a line keeps them (in diagnostics_json), and back. A version
/// without them gives nothing and the plain logic.
std::string with_promise(const std::string& diagnostics_json, const std::optional<Promise>& promise,
                         const AlarmOptions& logic);
struct StoredPromise {
  std::optional<Promise> promise;
  AlarmOptions logic;
  std::optional<std::pair<std::string, std::string>> chosen_on; ///< see DecisionLine
  std::optional<GroupLines> groups;
  std::shared_ptr<const SpotState> stream;
};
/// Lines of groups, and where a moving line stands, as diagnostics keep them; "null" where the fit has none.
std::string groups_json(const ThresholdFit& fit, const std::string& pattern);
std::string stream_json(const ThresholdFit& fit);
/// Errors: corrupt (diagnostics that are not JSON, values out of their range).
Result<StoredPromise> stored_promise(const store::ThresholdVersion& version);

struct AuditIn {
  std::string run;
  std::int64_t version = 0; ///< of the line; 0 = the newest that is a number
  std::string data,
      part = "all"; ///< to score now; "" = everything that was scored since the line came into use
  double operators = 1;
};
/// What the line of one product or line brought, against the rate promised to each.
struct GroupAudit {
  std::string group; ///< "" = items of no known group, decided by the highest line
  double threshold = 0;
  RealisedCount seen;
  std::optional<Audit> audit; ///< as that of all, on this group's hours
};
struct AuditOut {
  store::ThresholdVersion version;
  AlarmSummary alarms;              ///< of the data scored now, else of the newest stored scores
  std::optional<Realised> realised; ///< since the line came into use; nullopt: nothing was scored since then
  std::optional<Promise> promise;   ///< nullopt: this line promised nothing
  std::optional<Audit> audit; ///< with a promise and items whose time is known: of `alarms` where data were
                              ///< named or nothing is realised, else of `realised`
  std::vector<GroupAudit> groups; ///< of a line with groups: one each
  std::string sentence;           ///< of the promise with its audit, else what happened
};
/// Holds a stored line to its promise on scores that it was not fitted on: everything that was scored since
/// it came into use, each recording once. A line that is too new for that is held to the newest stored
/// scores. False alarms are those on no item known to be abnormal, judged normal or not judged at all, so the
/// audit accuses rather too early than too late. Errors: not_found (run, version, nothing scored yet).
Result<AuditOut> audit_run(Workspace& workspace, const AuditIn& in, Progress& progress, std::stop_token stop);

} // namespace andon::workflow
