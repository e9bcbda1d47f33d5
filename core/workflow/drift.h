#pragma once
#include "core/drift/drift_table.h"
#include "core/drift/moved_columns.h"
#include "core/workflow/runs.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace andon::workflow {

struct DriftIn {
  std::string run;
  std::string data; ///< items in order of time; "" = the newest stored scores of the run
  std::string part = "all";
  std::vector<std::string> detectors; ///< ids; empty = every one that these items can feed
  OptionMap options; ///< of RunLengthOptions ("run_length", …) and of the detectors ("kl.window", …)
};

/// One detector over the items.
struct DriftTrack {
  std::string detector, title;
  std::vector<double> statistic; ///< one an item; NaN while too little was seen
  double limit = 0;
  double run_length = 0; ///< items between false alarms at the limit, as simulated
  double block = 1;      ///< items that a bootstrap block of the simulation has
  std::vector<std::size_t> alarms;
  std::map<std::string, double> state; ///< at the last item
  std::int64_t skipped = 0;
};
struct DriftAlarm {
  std::string detector, item;
  std::size_t row = 0; ///< index into rows
  double start = 0, statistic = 0, limit = 0;
};
/// Columns that differ between the reference and what came since the change.
struct DriftGroup {
  std::string kind; ///< "score", "sensor" or "feature"
  std::vector<MovedColumn> columns;
};
/// New condition or new fault? Of the items flagged since the change that people have judged, the share that
/// is normal.
struct DriftQuestion {
  std::int64_t flagged = 0, normal = 0, abnormal = 0;
  Estimate normal_share;            ///< Clopper–Pearson
  std::string answer = "undecided"; ///< "new condition", "new fault", "undecided"
};
/// Counts the flagged ones of these rows and asks what their labels say.
DriftQuestion asked_of_people(std::span<const ScoreRow> rows);

/// Reference and monitored items in the two directions that the features vary most in.
struct DriftScatter {
  std::vector<float> xy; ///< [reference + monitored, 2]
  std::size_t reference = 0;
  std::vector<std::size_t> rows; ///< of the monitored points
};
struct DriftOut {
  std::string run, data, part;
  bool can_adapt = false; ///< the model can be adapted to these data without labels
  std::string modality;   ///< of the model
  std::int64_t reference_items = 0;
  std::vector<ScoreRow> rows;
  std::vector<DriftTrack> tracks;
  std::vector<DriftAlarm> alarms; ///< by time
  std::size_t changed_at = 0;     ///< row of the first alarm; rows.size() without one
  std::vector<DriftGroup> moved;
  DriftQuestion question;
  DriftScatter scatter; ///< empty without features
  std::string sentence;
  std::vector<std::string> notes; ///< detectors that were left out and why
};

/// Feeds the items to the drift detectors, calibrated on the run's own validation items, and says what moved.
/// run_length items lie between false alarms of all detectors together: each is calibrated to that many times
/// their number.
/// Features are the model's embeddings where it has some. Deterministic for the options' seed. Errors: those
/// of score() and DriftDetector::fit, insufficient_data (fewer than 20 validation scores), cancelled.
Result<DriftOut> drift(Workspace& workspace, const DriftIn& in, Progress& progress, std::stop_token stop);

/// Every option of drift(): those of the run length and "<detector>.<key>".
std::vector<OptionInfo> drift_options();

} // namespace andon::workflow
