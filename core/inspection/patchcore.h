#pragma once
#include "core/inspection/memory_bank.h"
#include "core/inspection/normal_scores.h"
#include "core/inspection/patch_grids.h"
#include "core/inspection/whitening.h"

namespace andon {

struct PatchcoreOptions {
  ViewOptions views;
  PatchFeatureOptions features;
  MemoryBankOptions bank;
  std::string whitening = "none";
  std::string image_score = "top";
  std::int64_t neighbours = 9;
  double smoothing = 4;
  std::int64_t pool_limit = 200'000;
  std::int64_t calibration_images = 200;
  std::vector<Option> describe();
};

/// exp(d₀)/Σ exp(dᵢ) taken away from one: the weight of a nearest distance d₀ = `distance` among the
/// distances from the same patch to the bank's neighbours of its nearest patch (Roth et al. 2022, eq. 7).
/// Computed with the largest exponent taken out. `support` includes d₀ itself; 1 when it has fewer than two.
double neighbourhood_weight(double distance, std::span<const double> support);
/// Mean of the largest ⌈n/100⌉ values. requires n >= 1.
double top_percent_mean(std::vector<float> values);

/// Patch memory (Roth et al. 2022, Towards total recall in industrial anomaly detection): distance of every
/// patch to the nearest of a coreset of normal patches. The image score is the mean distance of the top 1 %
/// of the patches, the largest, or the largest re-weighted by its neighbourhood; the map is drawn_map() of
/// the distances. Patches outside the region of interest are neither remembered nor scored.
class Patchcore : public ImageDetector {
public:
  /// Errors: those of PatchSource, MemoryBank; cancelled.
  static Result<std::unique_ptr<Patchcore>> fit(const ImageDataset& dataset,
                                                std::span<const std::size_t> items,
                                                const PatchcoreOptions& options, const FitContext& context,
                                                Progress& progress, std::stop_token stop);
  /// Errors: not_found, corrupt; conflict when the weights are not those of the training.
  static Result<std::unique_ptr<Patchcore>> load(const std::filesystem::path& folder,
                                                 const FitContext& context);

  Result<ImageScore> score(const Image& image, const Mask& region) const override;
  Result<std::vector<NearestPatch>> nearest(const Image& image, int x, int y, int count) const override;
  std::vector<NormalScore> normal_scores() const override { return normal_.images(); }
  double pixel_p(double pixel_score) const override { return normal_.pixel_p(pixel_score); }
  Result<void> save(const std::filesystem::path& folder) const override;
  std::string summary() const override;

  const MemoryBank& bank() const { return bank_; }
  /// Adds a normal image to the bank or takes one away, without a new selection; its leave-one-out score
  /// stays as it was or is missing. Errors: those of MemoryBank and of feature extraction.
  Result<std::size_t> add_image(const std::string& id, const Image& image, const Mask& region,
                                std::stop_token stop);
  Result<std::size_t> remove_image(const std::string& id, std::stop_token stop);

private:
  Patchcore(PatchcoreOptions options, PatchSource source)
      : options_(std::move(options)), source_(std::move(source)) {}
  Result<void> fill_bank(const ImageDataset& dataset, std::span<const std::size_t> items, std::uint64_t seed,
                         Progress& progress, std::stop_token stop);
  Result<void> calibrate(const ImageDataset& dataset, std::span<const std::size_t> items, Progress& progress,
                         std::stop_token stop);
  Result<ImageScore> score_without(const Image& image, const Mask& region, std::int32_t left_out,
                                   std::stop_token stop) const;
  Result<void> search_grids(std::vector<PatchGrid>& grids, std::int32_t left_out, std::stop_token stop,
                            std::vector<std::vector<Neighbour>>& found,
                            std::vector<std::vector<float>>& distances, StageTimes& times) const;
  Result<double> image_score(std::span<const PatchGrid> grids, std::span<const std::vector<Neighbour>> found,
                             std::int32_t left_out, std::stop_token stop) const;

  PatchcoreOptions options_;
  PatchSource source_;
  Whitening whitening_;
  MemoryBank bank_;
  NormalScores normal_;
};

} // namespace andon
