#pragma once
#include "core/inspection/map_calibration.h"
#include "core/inspection/position_gaussians.h"

namespace andon {

struct PadimOptions {
  ViewOptions views{.resize = "fixed"};
  PatchFeatureOptions features{.pooling = 5};
  std::int64_t channels = 100;
  double shrinkage = 0.05;
  MapOptions map{.calibration_images = 100};
  std::vector<Option> describe();
};

/// PaDiM (Defard et al. 2021): a Gaussian for each position of the grid over a random subset of the features;
/// the map is the Mahalanobis distance. Every image is squeezed to one
/// size; tiles are not supported, because a position must mean the same place on every part. A position
/// learns from the images whose region of interest reaches it; one that fewer than two reach is compared with
/// nothing and does not count.
class Padim : public ImageDetector {
public:
  /// Errors: invalid_argument (resize other than fixed, tiles), insufficient_data (< 2 images), those of
  /// PatchSource.
  static Result<std::unique_ptr<Padim>> fit(const ImageDataset& dataset, std::span<const std::size_t> items,
                                            const PadimOptions& options, const FitContext& context,
                                            Progress& progress, std::stop_token stop);
  static Result<std::unique_ptr<Padim>> load(const std::filesystem::path& folder, const FitContext& context);
  Result<ImageScore> score(const Image& image, const Mask& region) const override;
  Result<std::vector<float>> features(const Image& image, const Mask& region) const override;
  std::vector<NormalScore> normal_scores() const override { return calibration_.normal().images(); }
  double pixel_p(double pixel_score) const override { return calibration_.normal().pixel_p(pixel_score); }
  Result<void> save(const std::filesystem::path& folder) const override;
  Result<void> calibrate(const NormalImages& images, Progress& progress, std::stop_token stop) override;
  std::string precision() const override { return source_.features().precision(); }
  const ViewOptions& views() const override { return options_.views; }
  Result<PortableScorer> portable(int width, int height, std::stop_token stop) const override;
  std::vector<DetectorFact> facts() const override;

private:
  Padim(PadimOptions options, PatchSource source)
      : options_(std::move(options)), source_(std::move(source)), calibration_(options_.map) {}
  std::vector<float> chosen(const PatchGrid& grid) const;
  Result<GridScores> distances(const PositionGaussians& gaussians, const Image& image,
                               std::vector<PatchGrid> grids) const;
  PadimOptions options_;
  PatchSource source_;
  std::optional<PatchSource> learnt_; ///< as fitted, where source_ computes in another precision
  std::vector<std::int32_t> channels_;
  PositionGaussians gaussians_{0, 1};
  MapCalibration calibration_;
};

} // namespace andon
