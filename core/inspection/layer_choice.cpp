#include "core/inspection/layer_choice.h"

#include "core/base/assert.h"
#include "core/inspection/map_calibration.h"

namespace andon {
namespace {

constexpr std::int64_t most_images = 24;
constexpr double small_share = 0.1;

} // namespace

void SpreadBetweenImages::add(std::span<const float> patches, std::size_t dimension,
                              std::span<const std::uint8_t> inside) {
  ANDON_ASSERT(patches.size() == inside.size() * dimension);
  means_.resize(dimension, 0);
  squared_means_.resize(dimension, 0);
  squares_.resize(dimension, 0);
  double count = 0;
  std::vector<double> sum(dimension, 0), square(dimension, 0);
  for (std::size_t patch = 0; patch < inside.size(); ++patch) {
    if (inside[patch] == 0)
      continue;
    ++count;
    for (std::size_t k = 0; k < dimension; ++k) {
      const double value = patches[patch * dimension + k];
      sum[k] += value;
      square[k] += value * value;
    }
  }
  if (count == 0)
    return;
  ++images_;
  for (std::size_t k = 0; k < dimension; ++k) {
    means_[k] += sum[k] / count;
    squared_means_[k] += sum[k] / count * (sum[k] / count);
    squares_[k] += square[k] / count;
  }
}

double SpreadBetweenImages::share() const {
  if (images_ < 2)
    return 0;
  double sum = 0, features = 0;
  for (std::size_t k = 0; k < means_.size(); ++k) {
    const double mean = means_[k] / images_, all = squares_[k] / images_ - mean * mean;
    if (all <= 1e-9 * squares_[k] / images_)
      continue;
    sum += std::max(0.0, squared_means_[k] / images_ - mean * mean) / all;
    ++features;
  }
  return features > 0 ? sum / features : 0;
}

Result<std::string> chosen_layers(const ImageDataset& dataset, std::span<const std::size_t> items,
                                  const ViewOptions& views, PatchFeatureOptions features,
                                  const FitContext& context, Progress& progress, std::stop_token stop) {
  features.layers = "low";
  ANDON_ASSIGN(const PatchSource source, PatchSource::open(views, features, context));
  SpreadBetweenImages spread;
  const auto visit = [&](std::size_t, const LoadedImage& loaded) -> Result<void> {
    StageTimes times;
    ANDON_ASSIGN(const std::vector<PatchGrid> grids, source.grids(loaded.image, loaded.region, times));
    std::vector<float> patches;
    std::vector<std::uint8_t> inside;
    for (const PatchGrid& grid : grids) {
      patches.insert(patches.end(), grid.values.begin(), grid.values.end());
      inside.insert(inside.end(), grid.inside.begin(), grid.inside.end());
    }
    spread.add(patches, grids.front().dimension, inside);
    return {};
  };
  ANDON_TRY(visit_images(dataset, spread_out(items, most_images), "choosing layers", visit, progress, stop));
  const bool low = items.size() > 1 && spread.share() < small_share;
  char text[160];
  std::snprintf(text, sizeof text,
                "layers: %s, for %.0f %% of the variance of low-level features lies between images",
                low ? "low" : "fine", 100 * spread.share());
  progress.message(text);
  return std::string(low ? "low" : "fine");
}

} // namespace andon
