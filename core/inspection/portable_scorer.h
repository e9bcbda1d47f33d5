#pragma once
#include "core/inspection/map_calibration.h"
#include "core/inspection/patch_grids.h"
#include "core/models/patch_scorer.h"

namespace andon {

/// A fitted detector as arithmetic that other programs can run, for whole images of one size.
struct PortableScorer {
  PatchScorer scorer;
  ViewOptions views; ///< how an image becomes the input: prepared()
};
/// Whether a program can say the same as the detector. Errors: unsupported on tiles, saying what can be done.
Result<void> check_portable(const ImageDetector& detector);
/// ImageDetector::portable() with the file of the frozen network, "" where there is none. Requires
/// check_portable().
Result<PortableScorer> portable_scorer(const ImageDetector& detector, const std::filesystem::path& weights,
                                       int image_width, int image_height, std::stop_token stop);

/// The grid of one patch every `stride` pixels of the input; features are not computed.
PatchGrid empty_grid(const ViewOptions& views, std::int64_t stride, int image_width, int image_height);
/// What is usual at the places of that grid.
UsualDistances usual_distances(const PositionScale& scale, const PatchGrid& grid);
/// Everything of a scorer but its method.
PortableScorer portable_frame(const ViewOptions& views, const MapCalibration& calibration,
                              const PatchGrid& grid);

} // namespace andon
