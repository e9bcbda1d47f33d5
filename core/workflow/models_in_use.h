#pragma once
#include "core/workflow/workspace.h"

#include <string>
#include <vector>

namespace andon::workflow {

/// A run and everything adapted from it. The line is named after its first run; scoring by that name follows
/// the model in use. The log of model events decides alone, so a switch is one committed row: before it the
/// old model is in use, after it the new one.
struct ModelLine {
  std::string line;
  std::string active;                  ///< run in use
  std::vector<std::string> candidates; ///< adapted and finished, not in use, oldest first
  std::vector<std::string> before;     ///< what a rollback leads back through, the nearest last
  std::vector<store::ModelEvent> history;
};
/// The line that a run belongs to. Errors: not_found, corrupt.
Result<ModelLine> model_line(Workspace& workspace, const std::string& run);

/// The run that works for a name: the model in use for a line's first run and for "latest"; any other name
/// and a decimal id mean that very run. Errors: not_found.
Result<store::Run> run_in_use(Workspace& workspace, const std::string& name);

struct SwitchIn {
  std::string run;
  std::string author, reason;
};
struct SwitchOut {
  std::string line, active, before;
};
/// Puts a candidate into use. Errors: conflict (in use already, somebody switched meanwhile), unsupported
/// (not a candidate, not finished), not_found.
Result<SwitchOut> accept_candidate(Workspace& workspace, const SwitchIn& in);
/// Back to the model before the last accepted one; `run` is any run of the line. Errors: not_found when the
/// first model is in use.
Result<SwitchOut> roll_back(Workspace& workspace, const SwitchIn& in);

} // namespace andon::workflow
