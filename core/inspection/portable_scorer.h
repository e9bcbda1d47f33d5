#pragma once
#include "core/inspection/patch_grids.h"
#include "core/models/patch_scorer.h"

namespace andon {

/// A fitted detector as arithmetic that other programs can run, for whole images of one size.
struct PortableScorer {
  PatchScorer scorer;
  ViewOptions views; ///< how an image becomes the input: prepared()
};
/// Errors: unsupported, saying why and what can be exported (another method than patchcore, tiles, the
/// re-weighted image score); those of feature extraction.
Result<PortableScorer> portable_scorer(const ImageDetector& detector, const std::filesystem::path& weights,
                                       int image_width, int image_height);

} // namespace andon
