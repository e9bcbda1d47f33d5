#pragma once
#include "core/workflow/bundle.h"
#include "core/workflow/image_model.h"

namespace andon::workflow {

/// Formats of one file for other programs: torchscript, onnx.
bool is_program(const std::string& format);

/// Writes the run's scorer as one file of in.format, a program's, and compares maps and scores of stored
/// images with those of `opened`, whole or not at all; TorchScript is tested by LibTorch, ONNX by OpenCV.
/// Errors: as export_run().
Result<ExportOut> export_program(Workspace& workspace, const ExportIn& in, const store::Run& run,
                                 const images::OpenedDetector& opened, Progress& progress,
                                 std::stop_token stop);

} // namespace andon::workflow
