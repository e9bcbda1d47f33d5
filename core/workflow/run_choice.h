#pragma once
#include "core/workflow/workspace.h"

#include <string>

namespace andon::workflow {

/// The run a page of one model means: `run` when it is of that model, else the newest finished one of it.
/// Errors: not_found when there is none, saying how to train one.
Result<std::string> run_of_model(Workspace& workspace, const std::string& run, const std::string& model);

} // namespace andon::workflow
