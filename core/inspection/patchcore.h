#pragma once
#include "core/inspection/layer_choice.h"
#include "core/inspection/map_calibration.h"
#include "core/inspection/memory_bank.h"
#include "core/inspection/whitening.h"

#include <optional>

namespace andon {

struct PatchcoreOptions {
  ViewOptions views;
  PatchFeatureOptions features{.layers = adaptive_layers, .pooling = 3};
  MemoryBankOptions bank{.bank_fraction = 0.2};
  std::string whitening = "pca";
  bool reweighted = false;
  std::int64_t neighbours = 9;
  std::int64_t pool_limit = 80'000;
  MapOptions map;
  std::vector<Option> describe();
};

struct PatchcoreLessonOptions {
  double defect_weight = 1;
  double defect_p = 1e-3;
  double defect_share = 0.05;
  std::int64_t defect_limit = 5000;
  std::vector<Option> describe();
};

/// exp(d₀)/Σ exp(dᵢ) taken away from one: the weight of a nearest distance d₀ = `distance` among the
/// distances from the same patch to the bank's neighbours of its nearest patch (Roth et al. 2022, eq. 7).
/// Computed with the largest exponent taken out. `support` includes d₀ itself; 1 when it has fewer than two.
double neighbourhood_weight(double distance, std::span<const double> support);

/// Patch memory (Roth et al. 2022, Towards total recall in industrial anomaly detection): distance of every
/// patch to the nearest of a coreset of normal patches, beside what is usual at its place (MapCalibration);
/// the paper's image score is one option. A bank that was taught also keeps patches of confirmed defects: a
/// patch at distance d from the nearest good one and d' from the nearest defective one counts as
/// d + w·max(0, d − d'), which changes nothing for patches that are nearer to good ones.
class Patchcore : public ImageDetector {
public:
  /// Errors: those of PatchSource, MemoryBank; cancelled.
  static Result<std::unique_ptr<Patchcore>> fit(const ImageDataset& dataset,
                                                std::span<const std::size_t> items,
                                                const PatchcoreOptions& options, const FitContext& context,
                                                Progress& progress, std::stop_token stop);
  /// What the bank of fit() will cost, reckoned from four of the images; trains nothing. Errors: those of
  /// fit() before the bank is filled.
  static Result<BankForecast> forecast(const ImageDataset& dataset, std::span<const std::size_t> items,
                                       const PatchcoreOptions& options, const FitContext& context,
                                       Progress& progress, std::stop_token stop);
  /// Errors: not_found, corrupt; conflict when the weights are not those of the training.
  static Result<std::unique_ptr<Patchcore>> load(const std::filesystem::path& folder,
                                                 const FitContext& context);

  /// Learns what people said, without a new selection of the bank: images called defective leave it and hand
  /// over their most unusual patches (inside the ground truth where there is one) as patches of defects;
  /// images called good join it; then the images left out are scored again. The same lesson gives the same
  /// detector. Errors: those of load(), add_image(), remove_image(); insufficient_data when less than two
  /// images are left; cancelled.
  static Result<std::unique_ptr<Patchcore>> taught(const std::filesystem::path& folder,
                                                   const ImageLesson& lesson,
                                                   const PatchcoreLessonOptions& options,
                                                   const FitContext& context, Progress& progress,
                                                   std::stop_token stop);

  Result<ImageScore> score(const Image& image, const Mask& region) const override;
  Result<std::vector<float>> features(const Image& image, const Mask& region) const override;
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

  const PatchcoreOptions& options() const { return options_; }
  const PatchSource& source() const { return source_; }
  const Whitening& whitening() const { return whitening_; }
  const MemoryBank& bank() const { return bank_; }
  /// Patches of confirmed defects and their weight w; null when nobody taught any.
  const MemoryBank* defects() const { return defects_ ? &*defects_ : nullptr; }
  double defect_weight() const { return defect_weight_; }
  const MapCalibration& calibration() const { return calibration_; }
  /// Distance of every patch to the nearest of the bank; with `left_out`, an image id, not counting its own.
  Result<GridScores> distances(const Image& image, const Mask& region, const std::string& left_out,
                               StageTimes& times, std::stop_token stop) const;
  /// Adds a normal image to the bank or takes one away, without a new selection; its leave-one-out score
  /// stays as it was or is missing. Errors: those of MemoryBank and of feature extraction.
  Result<std::size_t> add_image(const std::string& id, const Image& image, const Mask& region,
                                std::stop_token stop);
  Result<std::size_t> remove_image(const std::string& id, std::stop_token stop);

private:
  Patchcore(PatchcoreOptions options, PatchSource source)
      : options_(std::move(options)), source_(std::move(source)), calibration_(options_.map) {}
  /// Without a bank; layers are chosen.
  static Result<std::unique_ptr<Patchcore>> opened(const ImageDataset& dataset,
                                                   std::span<const std::size_t> items,
                                                   const PatchcoreOptions& options, const FitContext& context,
                                                   Progress& progress, std::stop_token stop);
  Result<BankForecast> forecast(const ImageDataset& dataset, std::span<const std::size_t> items,
                                Progress& progress, std::stop_token stop) const;
  Result<void> fill_bank(const ImageDataset& dataset, std::span<const std::size_t> items, std::uint64_t seed,
                         Progress& progress, std::stop_token stop);
  Result<void> correct_bank(const ImageLesson& lesson, Progress& progress, std::stop_token stop);
  Result<void> learn_defects(const ImageLesson& lesson, const PatchcoreLessonOptions& options,
                             Progress& progress, std::stop_token stop);
  Result<void> add_defect(const JudgedImage& judged, const LoadedImage& loaded,
                          const PatchcoreLessonOptions& options, PatchPool& pool, std::stop_token stop) const;
  Result<void> raise_defects(const PatchGrid& grid, std::vector<float>& values, std::stop_token stop) const;
  Result<double> reweighted_score(const GridScores& scores, std::span<const std::vector<Neighbour>> found,
                                  std::int32_t left_out, std::stop_token stop) const;

  PatchcoreOptions options_;
  PatchSource source_;
  Whitening whitening_;
  MemoryBank bank_;
  std::optional<MemoryBank> defects_;
  double defect_weight_ = 0;
  MapCalibration calibration_;
};

} // namespace andon
