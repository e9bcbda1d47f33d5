#pragma once
#include "core/inspection/patch_grids.h"
#include "core/models/patch_scorer.h"

namespace andon {

/// A fitted detector as arithmetic that other programs can run, for whole images of one size.
struct PortableScorer {
  PatchScorer scorer;
  ViewOptions views; ///< how an image becomes the input: prepared()
};
/// Whether portable_scorer() can say the same as the detector, whose method is named for the message. Errors:
/// unsupported, saying why and what can be exported (another method than patchcore, tiles).
Result<void> check_portable(const ImageDetector& detector, const std::string& method);
/// Requires check_portable(). Errors: unsupported (an index of the bank that does not find the neighbours of
/// the re-weighting); cancelled.
Result<PortableScorer> portable_scorer(const ImageDetector& detector, const std::filesystem::path& weights,
                                       int image_width, int image_height, std::stop_token stop);

} // namespace andon
