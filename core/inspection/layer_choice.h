#pragma once
#include "core/inspection/patch_grids.h"

namespace andon {

/// The choice of `layers` that is made from the normal images.
inline constexpr const char* adaptive_layers = "adaptive";

/// How much of the variance of patches lies between images: by feature the variance of the images' means over
/// the variance of all patches, every image counting the same; constant features are left out. 0 … 1; 0
/// without two images. Threads: one at a time.
class SpreadBetweenImages {
public:
  /// patches: [n, dimension], the same dimension every time; inside: [n], patches that count. An image
  /// without such a patch changes nothing.
  void add(std::span<const float> patches, std::size_t dimension, std::span<const std::uint8_t> inside);
  double share() const;

private:
  double images_ = 0;
  std::vector<double> means_, squared_means_, squares_; ///< sums over images [dimension]
};

/// "low" where the low-level features of at most 24 of the images differ so little from image to image (share
/// below 0.1) that a small deviation at one place is unusual, as on fine textures; else "fine". Says which by
/// progress.message(). Errors: those of PatchSource; cancelled.
Result<std::string> chosen_layers(const ImageDataset& dataset, std::span<const std::size_t> items,
                                  const ViewOptions& views, PatchFeatureOptions features,
                                  const FitContext& context, Progress& progress, std::stop_token stop);

} // namespace andon
