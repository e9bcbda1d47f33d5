#pragma once
#include "core/inspection/image_detector.h"
#include "core/workflow/bundle.h"

namespace andon::workflow {

/// bundle.json of a card.
std::string bundle_text(const BundleCard& card);

/// Images for a self-test: normal ones, and of the last scoring from the best to the worst. Some may be gone.
Result<std::vector<std::filesystem::path>> sample_images(Workspace& workspace, const store::Run& run,
                                                         const std::filesystem::path& folder);

/// Scores the stored images and returns the largest gap to the stored scores. Errors: conflict above
/// most_bundle_gap, saying what may differ; those of reading and scoring.
Result<double> self_test(const std::filesystem::path& folder, const BundleCard& card,
                         const ImageDetector& detector);

} // namespace andon::workflow
