#pragma once
#include "core/signal/health.h"
#include "core/workflow/workspace.h"

namespace andon::workflow {

/// One named check and what it found.
struct DataCheckOut {
  std::string id, title, why, advice;
  HealthLevel level = HealthLevel::ok;
  std::string message;                 ///< one sentence: what was found, or that nothing was
  std::vector<HealthFinding> findings; ///< at most 100
  std::int64_t count = 0;              ///< of all findings
};
struct HealthIn {
  std::string data; ///< registered name, data set folder, or files that are not imported yet
};
struct HealthOut {
  std::string name;
  HealthLevel level = HealthLevel::ok; ///< the worst
  std::vector<DataCheckOut> checks;    ///< in the order of data_checks(); files first when they were read
  std::int64_t scenes = 0, samples = 0;
};
/// Runs every check of data_checks() over every scene. Files that are not a data set are read into a scratch
/// folder first, and what the reader noticed becomes the check "reading". Nothing is changed. Cancels between
/// scenes. Errors: not_found with the nearest name, unsupported (images), those of import_signals, cancelled.
Result<HealthOut> data_health(Workspace& workspace, const HealthIn& in, Progress& progress,
                              std::stop_token stop);

} // namespace andon::workflow
