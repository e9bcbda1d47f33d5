#pragma once
#include "core/inspection/map_calibration.h"
#include "core/inspection/memory_bank.h"
#include "core/inspection/whitening.h"

namespace andon {

struct GlobalKnnOptions {
  ViewOptions views;
  PatchFeatureOptions features;
  std::int64_t neighbours = 1;
  std::string whitening = "channel";
  MapOptions map;
  std::vector<Option> describe();
};

/// The baseline: one feature vector an image (mean over its patches), the score its mean distance to the
/// `neighbours` nearest normal images. The map is the distance of every patch from the mean of the nearest
/// normal image: it says where the image differs, not where the defect is.
class GlobalKnn : public ImageDetector {
public:
  /// Errors: insufficient_data without images, those of PatchSource; cancelled.
  static Result<std::unique_ptr<GlobalKnn>> fit(const ImageDataset& dataset,
                                                std::span<const std::size_t> items,
                                                const GlobalKnnOptions& options, const FitContext& context,
                                                Progress& progress, std::stop_token stop);
  static Result<std::unique_ptr<GlobalKnn>> load(const std::filesystem::path& folder,
                                                 const FitContext& context);
  Result<ImageScore> score(const Image& image, const Mask& region) const override;
  Result<std::vector<float>> features(const Image& image, const Mask& region) const override;
  /// Whole images.
  Result<std::vector<NearestPatch>> nearest(const Image& image, const Mask& region, int x, int y,
                                            int count) const override;
  std::vector<NormalScore> normal_scores() const override { return calibration_.normal().images(); }
  double pixel_p(double pixel_score) const override { return calibration_.normal().pixel_p(pixel_score); }
  Result<void> save(const std::filesystem::path& folder) const override;
  Result<void> calibrate(const NormalImages& images, Progress& progress, std::stop_token stop) override;
  std::string precision() const override { return source_.features().precision(); }
  const ViewOptions& views() const override { return options_.views; }
  Result<PortableScorer> portable(int width, int height, std::stop_token stop) const override;
  std::vector<DetectorFact> facts() const override;

private:
  GlobalKnn(GlobalKnnOptions options, PatchSource source)
      : options_(std::move(options)), source_(std::move(source)), calibration_(options_.map) {}
  Result<GridScores> distances(const Image& image, const Mask& region, const std::string& left_out,
                               StageTimes& times) const;
  GlobalKnnOptions options_;
  PatchSource source_;
  Whitening whitening_;
  MemoryBank bank_;
  MapCalibration calibration_;
};

} // namespace andon
