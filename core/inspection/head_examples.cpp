#include "core/inspection/head_examples.h"

#include "core/base/hash.h"
#include "core/inspection/map_calibration.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr double share_without_defect = 0.3;
constexpr double smallest_spread = 1e-3;
constexpr std::size_t most_statistics = 120; ///< images whose features are looked at

} // namespace

Result<HeadExamples> HeadExamples::collect(const ImageDataset& dataset, std::span<const std::size_t> items,
                                           const PatchSource& source, std::int64_t most,
                                           std::int64_t an_epoch, Progress& progress, std::stop_token stop) {
  HeadExamples result;
  result.source_ = &source;
  result.an_epoch_ = an_epoch;
  Sha256 identity;
  std::size_t seen = 0;
  const std::vector<std::size_t> chosen = spread_out(items, most);
  const std::size_t step = 1 + chosen.size() / most_statistics;
  const auto visit = [&](std::size_t item, const LoadedImage& loaded) -> Result<void> {
    StageTimes times;
    ANDON_ASSIGN(const SeenImage image, SeenImage::of(loaded.image, loaded.region));
    identity.update(dataset.items[item].id + "\n" + image.identity());
    if (seen++ % step == 0) {
      ANDON_ASSIGN(const std::vector<PatchGrid> grids, source.grids(loaded.image, loaded.region, times));
      for (const PatchGrid& grid : grids)
        result.add_statistics(grid);
    }
    for (const Tile& view : views_of(loaded.image.width, loaded.image.height, source.views()))
      if (PreparedView input = image.prepared(view, source.views()); input.counts())
        result.kept_.push_back({input.width, input.height, std::move(input.rgb), std::move(input.inside)});
    return {};
  };
  ANDON_TRY(visit_images(dataset, chosen, "collecting normal views", visit, progress, std::move(stop)));
  result.identity_ = identity.text();
  return result;
}

void HeadExamples::add_statistics(const PatchGrid& grid) {
  sums_.resize(grid.dimension, 0);
  squares_.resize(grid.dimension, 0);
  for (std::size_t i = 0; i < grid.patches(); ++i) {
    if (grid.inside[i] == 0)
      continue;
    const std::span<const float> patch = grid.patch(i);
    for (std::size_t k = 0; k < grid.dimension; ++k) {
      const double value = patch[k];
      sums_[k] += value;
      squares_[k] += value * value;
    }
    ++patches_;
  }
}

DefectExamples HeadExamples::examples() const {
  DefectExamples result;
  result.dimension = static_cast<std::int64_t>(sums_.size());
  for (std::size_t k = 0; k < sums_.size(); ++k) {
    const double mean = sums_[k] / patches_, variance = squares_[k] / patches_ - mean * mean;
    result.mean.push_back(static_cast<float>(mean));
    result.spread.push_back(static_cast<float>(std::sqrt(std::max(0.0, variance)) + smallest_spread));
  }
  result.items = an_epoch_;
  result.identity = identity_ + source_->features().weights_sha256();
  result.draw = [this](std::int64_t item, Random& random) { return draw(item, random); };
  return result;
}

Result<DefectSample> HeadExamples::draw(std::int64_t, Random& random) const {
  ColourPlane plane = kept_[random.below(kept_.size())];
  vary_normal(plane, random);
  Mask mask{plane.width, plane.height, {}};
  mask.inside.assign(plane.rgb.size() / 3, 0);
  if (random.uniform() >= share_without_defect)
    mask = add_synthetic_defect(plane, kept_[random.below(kept_.size())], random);
  ANDON_ASSIGN(PatchFeatures features, source_->features().extract(plane.rgb, 1, plane.height, plane.width));
  DefectSample sample{features.height, features.width, std::move(features.values), {}};
  const auto on_grid = [&](const Mask& of_pixels) {
    return resized(of_pixels, static_cast<int>(features.width), static_cast<int>(features.height)).inside;
  };
  const std::vector<std::uint8_t> defective = on_grid(mask);
  for (const std::uint8_t patch : defective)
    sample.defect.push_back(patch != 0 ? 1.0F : 0.0F);
  if (plane.inside.empty())
    return sample;
  const std::vector<std::uint8_t> inside = on_grid({plane.width, plane.height, std::move(plane.inside)});
  for (std::size_t i = 0; i < inside.size(); ++i)
    if (inside[i] == 0)
      sample.defect[i] = -1.0F;
  return sample;
}

} // namespace andon
