#pragma once
#include "core/workflow/bundle.h"
#include "core/workflow/image_model.h"

namespace andon::workflow {

/// Writes the run's scorer as one TorchScript file and compares maps and scores of stored images with those
/// of `opened`, whole or not at all. Errors: as export_run().
Result<ExportOut> export_program(Workspace& workspace, const ExportIn& in, const store::Run& run,
                                 const images::OpenedDetector& opened, Progress& progress,
                                 std::stop_token stop);

} // namespace andon::workflow
