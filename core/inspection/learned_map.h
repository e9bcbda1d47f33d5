#pragma once
#include "core/inspection/map_calibration.h"
#include "core/models/patch_scorer.h"

namespace andon {

struct CaeOptions {
  ViewOptions views;
  MapOptions map;
  std::int64_t net_images = 300;
  std::int64_t latent = 32;
  TrainingOptions training{.epochs = 20, .batch = 8, .learning_rate = 2e-3, .bf16 = true};
  std::vector<Option> describe();
};
struct VaeOptions {
  ViewOptions views;
  MapOptions map;
  std::int64_t net_images = 300;
  std::int64_t latent = 32;
  double kl_weight = 1e-3;
  TrainingOptions training{.epochs = 20, .batch = 8, .learning_rate = 2e-3, .bf16 = true};
  std::vector<Option> describe();
};
struct StudentTeacherOptions {
  ViewOptions views;
  PatchFeatureOptions features{.pooling = 1};
  MapOptions map;
  std::int64_t net_images = 300;
  std::int64_t projection = 128;
  double hard = 0.1;
  TrainingOptions training{.epochs = 25, .batch = 8, .learning_rate = 2e-3, .bf16 = true};
  std::vector<Option> describe();
};

/// How one method makes its network.
struct NetRecipe {
  std::string method;
  OptionMap options;
  ViewOptions views;
  MapOptions map;
  TrainingOptions training;
  std::int64_t net_images = 300;
  DetectorFact::Kind kind = DetectorFact::Kind::autoencoder; ///< first of facts()
  std::function<Result<std::unique_ptr<ErrorNet>>(std::span<const ColourInput>, const NetTraining&, Progress&,
                                                  std::stop_token)>
      fit;
  std::function<Result<std::unique_ptr<ErrorNet>>(const TensorSet&, const std::string& where)> restore;
  /// The network with these tensors, one error every `stride` pixels, for programs.
  std::function<PatchMethod(TensorSet net, std::int64_t stride)> portable;
};
/// Errors: not_found when the method needs a pre-trained network and there is none.
Result<NetRecipe> recipe_of(const CaeOptions& options, const FitContext& context);
Result<NetRecipe> recipe_of(const VaeOptions& options, const FitContext& context);
Result<NetRecipe> recipe_of(const StudentTeacherOptions& options, const FitContext& context);

/// A network that learns normal images; its errors are the map (ErrorNet). A fifth of the images (at most
/// calibration_images) is not trained on and says what errors normal images have; with fewer than 10 images
/// those of the training images are taken.
class LearnedMap : public ImageDetector {
public:
  /// Errors: insufficient_data, those of training; cancelled.
  static Result<std::unique_ptr<LearnedMap>> fit(const ImageDataset& dataset,
                                                 std::span<const std::size_t> items, NetRecipe recipe,
                                                 const FitContext& context, Progress& progress,
                                                 std::stop_token stop);
  /// Errors: not_found, corrupt.
  static Result<std::unique_ptr<LearnedMap>> load(const std::filesystem::path& folder, NetRecipe recipe);
  Result<ImageScore> score(const Image& image, const Mask& region) const override;
  Result<std::vector<float>> features(const Image& image, const Mask& region) const override;
  std::vector<NormalScore> normal_scores() const override { return calibration_.normal().images(); }
  double pixel_p(double pixel_score) const override { return calibration_.normal().pixel_p(pixel_score); }
  Result<void> save(const std::filesystem::path& folder) const override;
  Result<void> calibrate(const NormalImages& images, Progress& progress, std::stop_token stop) override;
  std::string precision() const override { return net_->precision(); }
  const ViewOptions& views() const override { return recipe_.views; }
  Result<PortableScorer> portable(int width, int height, std::stop_token stop) const override;
  std::vector<DetectorFact> facts() const override;

private:
  explicit LearnedMap(NetRecipe recipe) : recipe_(std::move(recipe)), calibration_(recipe_.map) {}
  /// Shows the network every view; `look` returns the grid of what it says, without `inside`.
  using Look = std::function<Result<PatchGrid>(const Tile& view, const ColourInput& input)>;
  Result<std::vector<PatchGrid>> looked(const Image& image, const Mask& region, StageTimes& times,
                                        const Look& look) const;
  Result<GridScores> errors(const Image& image, const Mask& region, StageTimes& times) const;
  NetRecipe recipe_;
  std::unique_ptr<ErrorNet> net_;
  std::int64_t trained_on_ = 0;
  MapCalibration calibration_;
};

} // namespace andon
