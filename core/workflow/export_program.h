#pragma once
#include "core/workflow/bundle.h"
#include "core/workflow/image_model.h"

namespace andon::workflow {

/// Formats of one file for other programs: torchscript, onnx.
bool is_program(const std::string& format);

/// Writes the run's scorer in fp32 as one file of in.format, a program's, and compares maps and scores of
/// stored images with those of the run (of fp32_run() where `opened` computes in bf16), whole or not at all;
/// TorchScript is tested by LibTorch, ONNX by OpenCV. Errors: as export_run().
Result<ExportOut> export_program(Workspace& workspace, const ExportIn& in, const store::Run& run,
                                 images::OpenedDetector opened, Progress& progress, std::stop_token stop);

} // namespace andon::workflow
