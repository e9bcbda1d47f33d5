#include "core/inspection/patchcore.h"

#include "core/base/random.h"
#include "core/inspection/detector_file.h"
#include "core/inspection/named_values.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

double distance_of(const Neighbour& neighbour) {
  return std::sqrt(static_cast<double>(neighbour.squared));
}

/// At most `most` patches of an image join the pool, drawn without order among those inside the region.
void add_to_pool(const PatchGrid& grid, std::int32_t image, std::size_t most, Random& random,
                 PatchPool& pool) {
  std::vector<std::size_t> inside;
  for (std::size_t i = 0; i < grid.patches(); ++i)
    if (grid.inside[i] != 0)
      inside.push_back(i);
  if (inside.size() > most) {
    shuffle(inside, random);
    inside.resize(most);
    std::sort(inside.begin(), inside.end());
  }
  pool.dimension = grid.dimension;
  for (const std::size_t i : inside) {
    const std::span<const float> patch = grid.patch(i);
    pool.values.insert(pool.values.end(), patch.begin(), patch.end());
    const Tile place = grid.rectangle(i);
    pool.origins.push_back({image, place.x, place.y, place.width, place.height});
  }
}

/// Room for as many images like the first, so that the pool never stands twice in memory while it grows.
void reserve_for(std::size_t images, std::size_t share, std::span<const PatchGrid> first, PatchPool& pool) {
  std::size_t patches = 0;
  for (const PatchGrid& grid : first)
    patches += std::min(grid.patches(), std::max<std::size_t>(1, share / first.size()));
  pool.values.reserve(images * patches * first[0].dimension);
  pool.origins.reserve(images * patches);
}

} // namespace

double neighbourhood_weight(double distance, std::span<const double> support) {
  if (support.size() < 2)
    return 1;
  const double largest = std::max(distance, *std::max_element(support.begin(), support.end()));
  double sum = 0;
  for (const double other : support)
    sum += std::exp(other - largest);
  return 1 - std::exp(distance - largest) / sum;
}

std::vector<Option> PatchcoreOptions::describe() {
  std::vector<Option> all = views.describe();
  for (std::vector<Option> more : {features.describe(), bank.describe()})
    all.insert(all.end(), more.begin(), more.end());
  for (Option& each : all)
    if (each.key == "layers")
      each.help += "; adaptive = low where normal images hardly differ in those, else fine";
  all.push_back(choice("whitening", whitening, "Common scale of the features before distances are taken",
                       Whitening::kinds()));
  all.push_back(
      option("reweighted", reweighted,
             "Image score of the paper instead of image_score: the largest distance, re-weighted by "
             "its neighbourhood in the bank"));
  all.push_back(
      option("neighbours", neighbours, "Patches of the bank in the re-weighting", "patches", 2, 1000));
  all.push_back(option("pool_limit", pool_limit, "Normal patches that are held in memory at once", "patches",
                       100, 100'000'000));
  const std::vector<Option> more = map.describe();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

Result<std::unique_ptr<Patchcore>> Patchcore::opened(const ImageDataset& dataset,
                                                     std::span<const std::size_t> items,
                                                     const PatchcoreOptions& options,
                                                     const FitContext& context, Progress& progress,
                                                     std::stop_token stop) {
  if (items.empty())
    return fail(ErrorCode::insufficient_data, dataset.root.string() + " has no normal image to learn from");
  PatchcoreOptions settled = options;
  if (options.features.layers == adaptive_layers) {
    ANDON_ASSIGN(settled.features.layers,
                 chosen_layers(dataset, items, options.views, options.features, context, progress, stop));
  }
  ANDON_ASSIGN(PatchSource source, PatchSource::open(settled.views, settled.features, context));
  return std::unique_ptr<Patchcore>(new Patchcore(std::move(settled), std::move(source)));
}

Result<std::unique_ptr<Patchcore>> Patchcore::fit(const ImageDataset& dataset,
                                                  std::span<const std::size_t> items,
                                                  const PatchcoreOptions& options, const FitContext& context,
                                                  Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(std::unique_ptr<Patchcore> detector, opened(dataset, items, options, context, progress, stop));
  ANDON_ASSIGN(const BankForecast expected, detector->forecast(dataset, items, progress, stop));
  progress.message("expected: " + to_text(expected));
  ANDON_TRY(detector->fill_bank(dataset, items, context.seed, progress, stop));
  const NormalImages left_out = normal_images(dataset, spread_out(items, options.map.calibration_images));
  ANDON_TRY(detector->calibrate(left_out, progress, stop));
  return detector;
}

Result<BankForecast> Patchcore::forecast(const ImageDataset& dataset, std::span<const std::size_t> items,
                                         const PatchcoreOptions& options, const FitContext& context,
                                         Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const std::unique_ptr<Patchcore> detector,
               opened(dataset, items, options, context, progress, stop));
  return detector->forecast(dataset, items, progress, std::move(stop));
}

Result<BankForecast> Patchcore::forecast(const ImageDataset& dataset, std::span<const std::size_t> items,
                                         Progress& progress, std::stop_token stop) const {
  std::vector<float> patches, last;
  std::size_t dimension = 0;
  double features_ms = std::numeric_limits<double>::infinity();
  const auto visit = [&](std::size_t, const LoadedImage& loaded) -> Result<void> {
    StageTimes times;
    ANDON_ASSIGN(const std::vector<PatchGrid> grids, source_.grids(loaded.image, loaded.region, times));
    features_ms = std::min(features_ms, times.prepare + times.backbone);
    patches.insert(patches.end(), last.begin(), last.end());
    last.clear();
    for (const PatchGrid& grid : grids) {
      dimension = grid.dimension;
      last.insert(last.end(), grid.values.begin(), grid.values.end());
    }
    return {};
  };
  ANDON_TRY(visit_images(dataset, spread_out(items, 4), "forecasting", visit, progress, stop));
  const Whitening whitening = Whitening::fit(options_.whitening, patches.empty() ? last : patches, dimension);
  whitening.apply(patches);
  whitening.apply(last);
  const std::size_t queries = last.size() / whitening.dimension(),
                    pool = std::min(static_cast<std::size_t>(options_.pool_limit), items.size() * queries);
  ANDON_ASSIGN(BankForecast forecast, forecast_bank(pool, patches.empty() ? last : patches, last,
                                                    whitening.dimension(), options_.bank));
  forecast.features_ms = features_ms;
  return forecast;
}

Result<void> Patchcore::fill_bank(const ImageDataset& dataset, std::span<const std::size_t> items,
                                  std::uint64_t seed, Progress& progress, std::stop_token stop) {
  PatchPool pool;
  const std::size_t share =
      std::max<std::size_t>(1, static_cast<std::size_t>(options_.pool_limit) / items.size());
  const auto visit = [&](std::size_t item, const LoadedImage& loaded) -> Result<void> {
    StageTimes times;
    ANDON_ASSIGN(const std::vector<PatchGrid> grids, source_.grids(loaded.image, loaded.region, times));
    const auto image = static_cast<std::int32_t>(pool.images.size());
    pool.images.push_back(dataset.items[item].id);
    Random random(Seed(seed).stream(dataset.items[item].id));
    if (pool.values.empty())
      reserve_for(items.size(), share, grids, pool);
    for (const PatchGrid& grid : grids)
      add_to_pool(grid, image, std::max<std::size_t>(1, share / grids.size()), random, pool);
    return {};
  };
  ANDON_TRY(visit_images(dataset, items, "extracting features", visit, progress, stop));
  whitening_ = Whitening::fit(options_.whitening, pool.values, pool.dimension);
  whitening_.apply(pool.values);
  pool.dimension = pool.values.size() / pool.origins.size();
  ANDON_ASSIGN(bank_, MemoryBank::build(std::move(pool), options_.bank, seed, progress, stop));
  return {};
}

Result<void> Patchcore::calibrate(const NormalImages& images, Progress& progress, std::stop_token stop) {
  if (bank_.images().size() < 2) {
    calibration_ = MapCalibration(options_.map);
    progress.message("one normal image cannot be compared with others; scores have no p-values");
    return {};
  }
  const auto left_out = [&](const std::string& id, const LoadedImage& loaded) {
    StageTimes times;
    return distances(loaded.image, loaded.region, id, times, stop);
  };
  return calibration_.learn(images, options_.views, left_out, progress, stop);
}

Result<ImageScore> Patchcore::score(const Image& image, const Mask& region) const {
  StageTimes times;
  ANDON_ASSIGN(GridScores scores, distances(image, region, "", times, {}));
  return calibration_.judged(std::move(scores), region, options_.views, times);
}

Result<std::vector<float>> Patchcore::features(const Image& image, const Mask& region) const {
  return source_.mean_patch(image, region);
}

Result<GridScores> Patchcore::distances(const Image& image, const Mask& region, const std::string& left_out,
                                        StageTimes& times, std::stop_token stop) const {
  GridScores scores{image.width, image.height, {}, {}, {}};
  ANDON_ASSIGN(scores.grids, source_.grids(image, region, times));
  const StageClock clock(times.search);
  const auto& images = bank_.images();
  const auto owner = std::find(images.begin(), images.end(), left_out);
  const std::int32_t excluded =
      owner == images.end() ? -1 : static_cast<std::int32_t>(owner - images.begin());
  std::vector<std::vector<Neighbour>> found;
  for (PatchGrid& grid : scores.grids) {
    whitening_.apply(grid.values);
    grid.dimension = bank_.dimension();
    ANDON_ASSIGN(std::vector<Neighbour> nearest, bank_.search(grid.values, 1, stop, excluded));
    std::vector<float>& values = scores.values.emplace_back();
    for (const Neighbour& neighbour : nearest)
      values.push_back(std::isfinite(neighbour.squared) ? std::sqrt(neighbour.squared) : 0.0F);
    found.push_back(std::move(nearest));
    if (defects_)
      ANDON_TRY(raise_defects(grid, values, stop));
  }
  if (options_.reweighted) {
    ANDON_ASSIGN(scores.image, reweighted_score(scores, found, excluded, stop));
  }
  return scores;
}

Result<double> Patchcore::reweighted_score(const GridScores& scores,
                                           std::span<const std::vector<Neighbour>> found,
                                           std::int32_t left_out, std::stop_token stop) const {
  const PatchGrid* grid = nullptr;
  std::size_t patch = 0;
  Neighbour worst{-1, 0};
  for (std::size_t g = 0; g < scores.grids.size(); ++g)
    for (std::size_t i = 0; i < scores.grids[g].patches(); ++i) {
      const Neighbour& neighbour = found[g][i];
      if (scores.grids[g].inside[i] != 0 && std::isfinite(neighbour.squared) &&
          neighbour.squared > worst.squared)
        worst = neighbour, grid = &scores.grids[g], patch = i;
    }
  if (!grid)
    return fail(ErrorCode::insufficient_data, "no patch of the bank is left to compare the image with");
  const double distance = distance_of(worst);
  const auto k = static_cast<std::size_t>(options_.neighbours);
  ANDON_ASSIGN(const std::vector<Neighbour> around, bank_.search(bank_.patch(worst.row), k, stop, left_out));
  std::vector<double> support;
  for (const Neighbour& other : around) {
    if (!std::isfinite(other.squared))
      break;
    double squared = 0;
    for (std::size_t i = 0; i < bank_.dimension(); ++i) {
      const double gap =
          static_cast<double>(grid->patch(patch)[i]) - static_cast<double>(bank_.patch(other.row)[i]);
      squared += gap * gap;
    }
    support.push_back(std::sqrt(squared));
  }
  return neighbourhood_weight(distance, support) * distance;
}

Result<std::vector<NearestPatch>> Patchcore::nearest(const Image& image, const Mask& region, int x, int y,
                                                     int count) const {
  if (x < 0 || y < 0 || x >= image.width || y >= image.height || count < 1)
    return fail(ErrorCode::invalid_argument, "the place (" + std::to_string(x) + ", " + std::to_string(y) +
                                                 ") is not in an image of " + std::to_string(image.width) +
                                                 "×" + std::to_string(image.height) + " pixels");
  StageTimes times;
  ANDON_ASSIGN(std::vector<PatchGrid> grids, source_.grids(image, region, times));
  for (PatchGrid& grid : grids) {
    const Tile& view = grid.view;
    if (x < view.x || y < view.y || x >= view.x + view.width || y >= view.y + view.height)
      continue;
    const std::size_t column =
        static_cast<std::size_t>(x - view.x) * grid.columns / static_cast<std::size_t>(view.width);
    const std::size_t row =
        static_cast<std::size_t>(y - view.y) * grid.rows / static_cast<std::size_t>(view.height);
    whitening_.apply(grid.values);
    grid.dimension = bank_.dimension();
    ANDON_ASSIGN(const std::vector<Neighbour> found,
                 bank_.search(grid.patch(row * grid.columns + column), static_cast<std::size_t>(count), {}));
    std::vector<NearestPatch> result;
    for (const Neighbour& neighbour : found) {
      if (!std::isfinite(neighbour.squared))
        break;
      const PatchOrigin& o = bank_.origin(neighbour.row);
      result.push_back({bank_.images()[static_cast<std::size_t>(o.image)], o.x, o.y, o.width, o.height,
                        distance_of(neighbour)});
    }
    return result;
  }
  return std::vector<NearestPatch>{};
}

Result<std::size_t> Patchcore::add_image(const std::string& id, const Image& image, const Mask& region,
                                         std::stop_token stop) {
  StageTimes times;
  ANDON_ASSIGN(const std::vector<PatchGrid> grids, source_.grids(image, region, times));
  PatchPool pool;
  Random random(Seed(1).stream(id));
  for (const PatchGrid& grid : grids)
    add_to_pool(grid, 0, grid.patches(), random, pool);
  whitening_.apply(pool.values);
  return bank_.add_image(id, pool.values, pool.origins, stop);
}

Result<std::size_t> Patchcore::remove_image(const std::string& id, std::stop_token stop) {
  return bank_.remove_image(id, stop);
}

Result<void> Patchcore::save(const std::filesystem::path& folder) const {
  PatchcoreOptions options = options_;
  TensorSet set;
  bank_.store(set);
  whitening_.store(set);
  if (defects_) {
    defects_->store(set, "defects");
    set.tensors.push_back(named_values("defects.weight", std::vector<double>{defect_weight_}));
  }
  calibration_.store(set);
  return write_detector(folder, "patchcore", values_of(options.describe()), source_, std::move(set));
}

Result<std::unique_ptr<Patchcore>> Patchcore::load(const std::filesystem::path& folder,
                                                   const FitContext& context) {
  ANDON_ASSIGN(const DetectorFile file, read_detector(folder, "patchcore"));
  ANDON_ASSIGN(PatchcoreOptions options, configured<PatchcoreOptions>(file.options));
  ANDON_ASSIGN(PatchSource source, reopen_source(file, options.views, options.features, context));
  std::unique_ptr<Patchcore> detector(new Patchcore(std::move(options), std::move(source)));
  ANDON_ASSIGN(detector->whitening_, Whitening::restore(file.set, file.where));
  ANDON_ASSIGN(detector->bank_, MemoryBank::restore(file.set, file.where));
  ANDON_ASSIGN(detector->calibration_, MapCalibration::restore(file.set, file.where, detector->options_.map));
  if (file.set.find("defects.patches")) {
    ANDON_ASSIGN(detector->defects_, MemoryBank::restore(file.set, file.where, "defects"));
    ANDON_ASSIGN(const std::vector<double> weight,
                 values_named<double>(file.set, "defects.weight", file.where));
    if (weight.size() != 1 || !(weight[0] >= 0) ||
        detector->defects_->dimension() != detector->bank_.dimension())
      return fail(ErrorCode::corrupt, file.where + ": the patches of defects do not fit the bank");
    detector->defect_weight_ = weight[0];
  }
  if (detector->whitening_.dimension() != detector->bank_.dimension())
    return fail(ErrorCode::corrupt,
                file.where + ": the bank and the scales of its features do not belong together");
  return detector;
}

std::vector<DetectorFact> Patchcore::facts() const {
  using Kind = DetectorFact::Kind;
  const auto count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  std::vector<DetectorFact> facts{
      {Kind::patches, count(bank_.size()), count(bank_.images().size()), 0, {}},
      {Kind::features, count(bank_.dimension()), 0, 0, source_.features().backbone()},
      {Kind::cover_radius, 0, 0, bank_.cover_radius(), {}}};
  if (source_.features().learnt_here())
    facts.push_back({Kind::learnt_here, 0, 0, 0, {}});
  if (defects_)
    facts.push_back({Kind::defects, count(defects_->size()), 0, 0, {}});
  facts.push_back({Kind::bytes, count(bank_.bytes()), 0, 0, {}});
  return facts;
}

} // namespace andon
