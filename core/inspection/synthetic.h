#pragma once
#include "core/inspection/patchcore.h"
#include "core/inspection/synthetic_defect.h"
#include "core/models/defect_head.h"

namespace andon {

struct SyntheticOptions {
  PatchcoreOptions bank{.features = {.pooling = 5}}; ///< the head sees what is fine
  std::int64_t head_width = 128;
  std::int64_t head_images = 500;
  std::int64_t samples_an_epoch = 400;
  TrainingOptions training{
      .epochs = 15, .batch = 8, .learning_rate = 2e-3, .weight_decay = 1e-2, .bf16 = true};
  std::vector<Option> describe();
};

/// What the head sees: more layers than the bank, not averaged.
PatchFeatureOptions fine_features(const PatchFeatureOptions& of_bank);

/// Two views of one image, added: the distances of Patchcore, and a small head on the same frozen network
/// that has learned to tell defects drawn on normal images (add_synthetic_defect) from what they were drawn
/// on. The idea of learning from simulated anomalies is that of CutPaste (Li et al. 2021) and DRAEM
/// (Zavrtanik et al. 2021). Distances see unusual surfaces, the head sees sharp local damage; each is brought
/// to deviations above normal images before they are added. A fifth of the normal images (at most
/// calibration_images) trains neither the head nor, while they are scored, stands in the bank; with fewer
/// than 20 images the head sees all.
class Synthetic : public ImageDetector {
public:
  /// Errors: those of Patchcore and DefectHead.
  static Result<std::unique_ptr<Synthetic>> fit(const ImageDataset& dataset,
                                                std::span<const std::size_t> items,
                                                const SyntheticOptions& options, const FitContext& context,
                                                Progress& progress, std::stop_token stop);
  static Result<std::unique_ptr<Synthetic>> load(const std::filesystem::path& folder,
                                                 const FitContext& context);
  Result<ImageScore> score(const Image& image, const Mask& region) const override;
  Result<std::vector<float>> features(const Image& image, const Mask& region) const override;
  Result<std::vector<NearestPatch>> nearest(const Image& image, const Mask& region, int x, int y,
                                            int count) const override;
  std::vector<NormalScore> normal_scores() const override { return calibration_.normal().images(); }
  double pixel_p(double pixel_score) const override { return calibration_.normal().pixel_p(pixel_score); }
  Result<void> save(const std::filesystem::path& folder) const override;
  Result<void> calibrate(const NormalImages& images, Progress& progress, std::stop_token stop) override;
  std::string precision() const override { return source_.features().precision(); }
  const ViewOptions& views() const override { return options_.bank.views; }
  Result<PortableScorer> portable(int width, int height, std::stop_token stop) const override;
  std::vector<DetectorFact> facts() const override;

private:
  struct HeadScale {
    double mean = 0, deviation = 1;
  };
  Synthetic(SyntheticOptions options, PatchSource source);
  /// Deviations of the bank on the grid of the head, and the head's logits there.
  struct Parts {
    GridScores bank, head;
  };
  Result<void> train_head(const ImageDataset& dataset, std::span<const std::size_t> items,
                          const FitContext& context, Progress& progress, std::stop_token stop);
  /// calibrate() with a bank that is calibrated.
  Result<void> calibrate_sum(const NormalImages& images, Progress& progress, std::stop_token stop);
  Result<Parts> parts(const Image& image, const Mask& region, const std::string& left_out, StageTimes& times,
                      std::stop_token stop) const;
  GridScores together(Parts parts) const;

  SyntheticOptions options_;
  PatchSource source_; ///< of the head: finer than the bank's
  std::unique_ptr<Patchcore> bank_;
  std::unique_ptr<DefectHead> head_;
  HeadScale head_scale_;
  MapCalibration calibration_;
};

} // namespace andon
