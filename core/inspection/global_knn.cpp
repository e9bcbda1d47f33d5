#include "core/inspection/global_knn.h"

#include "core/inspection/detector_file.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

float distance(std::span<const float> a, std::span<const float> b) {
  double squared = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double gap = static_cast<double>(a[k]) - static_cast<double>(b[k]);
    squared += gap * gap;
  }
  return static_cast<float>(std::sqrt(squared));
}

} // namespace

std::vector<Option> GlobalKnnOptions::describe() {
  std::vector<Option> all = views.describe();
  const std::vector<Option> more = features.describe(), last = map.describe();
  all.insert(all.end(), more.begin(), more.end());
  all.push_back(option("neighbours", neighbours, "Nearest normal images whose mean distance is the score",
                       "images", 1, 1000));
  all.push_back(choice("whitening", whitening, "Common scale of the features before distances are taken",
                       Whitening::kinds()));
  for (const Option& each : last)
    if (each.key != "image_score") // the score is the distance of the whole image
      all.push_back(each);
  return all;
}

Result<std::unique_ptr<GlobalKnn>> GlobalKnn::fit(const ImageDataset& dataset,
                                                  std::span<const std::size_t> items,
                                                  const GlobalKnnOptions& options, const FitContext& context,
                                                  Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(PatchSource source, PatchSource::open(options.views, options.features, context));
  std::unique_ptr<GlobalKnn> detector(new GlobalKnn(options, std::move(source)));
  PatchPool pool;
  const auto visit = [&](std::size_t item, const LoadedImage& loaded) -> Result<void> {
    StageTimes times;
    ANDON_ASSIGN(const std::vector<PatchGrid> grids,
                 detector->source_.grids(loaded.image, loaded.region, times));
    const std::vector<float> mean = mean_patch(grids);
    pool.dimension = mean.size();
    pool.values.insert(pool.values.end(), mean.begin(), mean.end());
    pool.origins.push_back(
        {static_cast<std::int32_t>(pool.images.size()), 0, 0, loaded.image.width, loaded.image.height});
    pool.images.push_back(dataset.items[item].id);
    return {};
  };
  ANDON_TRY(visit_images(dataset, items, "extracting features", visit, progress, stop));
  detector->whitening_ = Whitening::fit(options.whitening, pool.values, pool.dimension);
  detector->whitening_.apply(pool.values);
  pool.dimension = detector->whitening_.dimension();
  const MemoryBankOptions all{.bank_fraction = 1, .bank_limit = 1'000'000};
  ANDON_ASSIGN(detector->bank_, MemoryBank::build(std::move(pool), all, context.seed, progress, stop));
  const NormalImages left_out = normal_images(dataset, spread_out(items, options.map.calibration_images));
  ANDON_TRY(detector->calibrate(left_out, progress, stop));
  return detector;
}

Result<void> GlobalKnn::calibrate(const NormalImages& images, Progress& progress, std::stop_token stop) {
  if (bank_.images().size() < 2) {
    calibration_ = MapCalibration(options_.map);
    calibration_.finish(options_.views);
    return {};
  }
  const auto left_out = [&](const std::string& id, const LoadedImage& loaded) {
    StageTimes times;
    return distances(loaded.image, loaded.region, id, times);
  };
  return calibration_.learn(images, options_.views, left_out, progress, std::move(stop));
}

Result<GridScores> GlobalKnn::distances(const Image& image, const Mask& region, const std::string& left_out,
                                        StageTimes& times) const {
  GridScores scores{image.width, image.height, {}, {}, {}};
  ANDON_ASSIGN(scores.grids, source_.grids(image, region, times));
  const StageClock clock(times.search);
  std::vector<float> mean = mean_patch(scores.grids);
  whitening_.apply(mean);
  const auto& images = bank_.images();
  const auto owner = std::find(images.begin(), images.end(), left_out);
  const std::int32_t excluded =
      owner == images.end() ? -1 : static_cast<std::int32_t>(owner - images.begin());
  ANDON_ASSIGN(const std::vector<Neighbour> found,
               bank_.search(mean, static_cast<std::size_t>(options_.neighbours), {}, excluded));
  double sum = 0, count = 0;
  for (const Neighbour& neighbour : found)
    if (std::isfinite(neighbour.squared)) {
      sum += std::sqrt(static_cast<double>(neighbour.squared));
      ++count;
    }
  if (count == 0)
    return fail(ErrorCode::insufficient_data, "no normal image is left to compare the image with");
  scores.image = sum / count;
  const std::span<const float> nearest = bank_.patch(found[0].row);
  for (PatchGrid& grid : scores.grids) {
    whitening_.apply(grid.values);
    grid.dimension = whitening_.dimension();
    std::vector<float>& values = scores.values.emplace_back();
    for (std::size_t i = 0; i < grid.patches(); ++i)
      values.push_back(distance(grid.patch(i), nearest));
  }
  return scores;
}

Result<ImageScore> GlobalKnn::score(const Image& image, const Mask& region) const {
  StageTimes times;
  ANDON_ASSIGN(GridScores scores, distances(image, region, "", times));
  return calibration_.judged(std::move(scores), region, options_.views, times);
}

Result<std::vector<float>> GlobalKnn::features(const Image& image, const Mask& region) const {
  return source_.mean_patch(image, region);
}

Result<std::vector<NearestPatch>> GlobalKnn::nearest(const Image& image, const Mask& region, int, int,
                                                     int count) const {
  StageTimes times;
  ANDON_ASSIGN(const std::vector<PatchGrid> grids, source_.grids(image, region, times));
  std::vector<float> mean = mean_patch(grids);
  whitening_.apply(mean);
  ANDON_ASSIGN(const std::vector<Neighbour> found,
               bank_.search(mean, static_cast<std::size_t>(std::max(1, count)), {}));
  std::vector<NearestPatch> result;
  for (const Neighbour& neighbour : found) {
    if (!std::isfinite(neighbour.squared))
      break;
    const PatchOrigin& o = bank_.origin(neighbour.row);
    result.push_back({bank_.images()[static_cast<std::size_t>(o.image)], o.x, o.y, o.width, o.height,
                      std::sqrt(static_cast<double>(neighbour.squared))});
  }
  return result;
}

Result<void> GlobalKnn::save(const std::filesystem::path& folder) const {
  GlobalKnnOptions options = options_;
  TensorSet set;
  bank_.store(set);
  whitening_.store(set);
  calibration_.store(set);
  return write_detector(folder, "global_knn", values_of(options.describe()), source_, std::move(set));
}

Result<std::unique_ptr<GlobalKnn>> GlobalKnn::load(const std::filesystem::path& folder,
                                                   const FitContext& context) {
  ANDON_ASSIGN(const DetectorFile file, read_detector(folder, "global_knn"));
  ANDON_ASSIGN(GlobalKnnOptions options, configured<GlobalKnnOptions>(file.options));
  ANDON_ASSIGN(PatchSource source, reopen_source(file, options.views, options.features, context));
  std::unique_ptr<GlobalKnn> detector(new GlobalKnn(std::move(options), std::move(source)));
  ANDON_ASSIGN(detector->whitening_, Whitening::restore(file.set, file.where));
  ANDON_ASSIGN(detector->bank_, MemoryBank::restore(file.set, file.where));
  ANDON_ASSIGN(detector->calibration_, MapCalibration::restore(file.set, file.where, detector->options_.map));
  if (detector->whitening_.dimension() != detector->bank_.dimension())
    return fail(ErrorCode::corrupt, file.where + ": features and bank do not belong together; train again");
  return detector;
}

std::vector<DetectorFact> GlobalKnn::facts() const {
  using Kind = DetectorFact::Kind;
  std::vector<DetectorFact> facts{
      {Kind::images, static_cast<std::int64_t>(bank_.images().size()), 0, 0, {}},
      {Kind::features, static_cast<std::int64_t>(bank_.dimension()), 0, 0, source_.features().backbone()}};
  if (source_.features().learnt_here())
    facts.push_back({Kind::learnt_here, 0, 0, 0, {}});
  return facts;
}

} // namespace andon
