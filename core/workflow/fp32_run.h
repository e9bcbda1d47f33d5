#pragma once
#include "core/workflow/bundle.h"
#include "core/workflow/image_model.h"

namespace andon::workflow {

/// A run on images as it decides where its frozen network computes in fp32: what the detector remembers is
/// kept; what is usual and the decision line are found again on the images that they were found on, in the
/// same way.
struct Fp32Run {
  images::OpenedDetector opened;
  std::optional<double> threshold; ///< nullopt when the run has no line
  PrecisionChange change;
};
/// Cost: the network sees the normal images and those of the line once. Images that are gone are reported and
/// left out. Errors: those of open_detector(), ImageDetector::calibrate() and score(); not_found (the data
/// set that a line was chosen on); cancelled.
Result<Fp32Run> fp32_run(Workspace& workspace, const store::Run& run, const std::string& device,
                         Progress& progress, std::stop_token stop);

} // namespace andon::workflow
