#pragma once
#include "core/workflow/workspace.h"

#include <string>

namespace andon::workflow {

/// The run a page of one model means: `run` when it is of that model, else the newest finished one of it.
/// Errors: not_found when there is none, saying how to train one.
Result<std::string> run_of_model(Workspace& workspace, const std::string& run, const std::string& model);
/// Errors: unsupported when the run's model does not look at images.
Result<void> expect_images(const store::Run& run);

} // namespace andon::workflow
