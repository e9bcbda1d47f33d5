#include "core/inspection/patchcore.h"

#include "core/base/random.h"
#include "core/inspection/detector_file.h"

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

std::vector<std::size_t> spread_out(std::span<const std::size_t> items, std::size_t most) {
  std::vector<std::size_t> chosen;
  const std::size_t count = std::min(items.size(), most);
  for (std::size_t i = 0; i < count; ++i)
    chosen.push_back(items[i * items.size() / count]);
  return chosen;
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

double top_percent_mean(std::vector<float> values) {
  const std::size_t count = (values.size() + 99) / 100;
  std::partial_sort(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count), values.end(),
                    std::greater<>());
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i)
    sum += static_cast<double>(values[i]);
  return sum / static_cast<double>(count);
}

std::vector<Option> PatchcoreOptions::describe() {
  std::vector<Option> all = views.describe();
  for (std::vector<Option> more : {features.describe(), bank.describe()})
    all.insert(all.end(), more.begin(), more.end());
  all.push_back(choice("whitening", whitening, "Common scale of the features before distances are taken",
                       Whitening::kinds()));
  all.push_back(
      choice("image_score", image_score,
             "From patches to the image: mean of the top 1 %, the largest, or the largest re-weighted by "
             "its neighbourhood as in the paper",
             {"top", "largest", "reweighted"}));
  all.push_back(
      option("neighbours", neighbours, "Patches of the bank in the re-weighting", "patches", 2, 1000));
  all.push_back(option("smoothing", smoothing, "Deviation of the Gaussian over the map", "pixels", 0, 64));
  all.push_back(option("pool_limit", pool_limit, "Normal patches that are held in memory at once", "patches",
                       100, 100'000'000));
  all.push_back(option("calibration_images", calibration_images,
                       "Training images that are scored with themselves left out", "images", 1, 1'000'000));
  return all;
}

Result<std::unique_ptr<Patchcore>> Patchcore::fit(const ImageDataset& dataset,
                                                  std::span<const std::size_t> items,
                                                  const PatchcoreOptions& options, const FitContext& context,
                                                  Progress& progress, std::stop_token stop) {
  if (items.empty())
    return fail(ErrorCode::insufficient_data, dataset.root.string() + " has no normal image to learn from");
  ANDON_ASSIGN(PatchSource source, PatchSource::open(options.views, options.features, context));
  std::unique_ptr<Patchcore> detector(new Patchcore(options, std::move(source)));
  ANDON_TRY(detector->fill_bank(dataset, items, context.seed, progress, stop));
  ANDON_TRY(detector->calibrate(dataset, items, progress, stop));
  return detector;
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

Result<void> Patchcore::calibrate(const ImageDataset& dataset, std::span<const std::size_t> items,
                                  Progress& progress, std::stop_token stop) {
  const std::vector<std::size_t> chosen =
      spread_out(items, static_cast<std::size_t>(options_.calibration_images));
  if (bank_.images().size() < 2) {
    progress.message("one normal image cannot be compared with others; scores have no p-values");
    return {};
  }
  const auto visit = [&](std::size_t item, const LoadedImage& loaded) -> Result<void> {
    const std::string& id = dataset.items[item].id;
    const auto owner = std::find(bank_.images().begin(), bank_.images().end(), id) - bank_.images().begin();
    ANDON_ASSIGN(const ImageScore scored,
                 score_without(loaded.image, loaded.region, static_cast<std::int32_t>(owner), stop));
    normal_.add(id, scored.score, scored.map, loaded.region);
    return {};
  };
  ANDON_TRY(visit_images(dataset, chosen, "scoring images left out", visit, progress, stop));
  normal_.finish();
  return {};
}

Result<ImageScore> Patchcore::score(const Image& image, const Mask& region) const {
  return score_without(image, region, -1, {});
}

Result<ImageScore> Patchcore::score_without(const Image& image, const Mask& region, std::int32_t left_out,
                                            std::stop_token stop) const {
  ImageScore result;
  ANDON_ASSIGN(std::vector<PatchGrid> grids, source_.grids(image, region, result.times));
  std::vector<std::vector<Neighbour>> found;
  std::vector<std::vector<float>> distances;
  ANDON_TRY(search_grids(grids, left_out, stop, found, distances, result.times));
  ANDON_ASSIGN(result.score, image_score(grids, found, left_out, stop));
  const StageClock clock(result.times.map);
  result.map = drawn_map(image, region, grids, distances, options_.views, options_.smoothing);
  return result;
}

Result<void> Patchcore::search_grids(std::vector<PatchGrid>& grids, std::int32_t left_out,
                                     std::stop_token stop, std::vector<std::vector<Neighbour>>& found,
                                     std::vector<std::vector<float>>& distances, StageTimes& times) const {
  const StageClock clock(times.search);
  for (PatchGrid& grid : grids) {
    whitening_.apply(grid.values);
    grid.dimension = bank_.dimension();
    ANDON_ASSIGN(std::vector<Neighbour> nearest, bank_.search(grid.values, 1, stop, left_out));
    std::vector<float>& values = distances.emplace_back();
    for (const Neighbour& neighbour : nearest)
      values.push_back(std::isfinite(neighbour.squared) ? std::sqrt(neighbour.squared) : 0.0F);
    found.push_back(std::move(nearest));
  }
  return {};
}

Result<double> Patchcore::image_score(std::span<const PatchGrid> grids,
                                      std::span<const std::vector<Neighbour>> found, std::int32_t left_out,
                                      std::stop_token stop) const {
  std::vector<float> inside;
  const PatchGrid* grid = nullptr;
  std::size_t patch = 0;
  Neighbour worst{-1, 0};
  for (std::size_t g = 0; g < grids.size(); ++g)
    for (std::size_t i = 0; i < grids[g].patches(); ++i) {
      const Neighbour& neighbour = found[g][i];
      if (grids[g].inside[i] == 0 || !std::isfinite(neighbour.squared))
        continue;
      inside.push_back(std::sqrt(neighbour.squared));
      if (neighbour.squared > worst.squared)
        worst = neighbour, grid = &grids[g], patch = i;
    }
  if (!grid)
    return fail(ErrorCode::insufficient_data, "no patch of the bank is left to compare the image with");
  if (options_.image_score == "top")
    return top_percent_mean(std::move(inside));
  const double distance = distance_of(worst);
  if (options_.image_score == "largest")
    return distance;
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

Result<std::vector<NearestPatch>> Patchcore::nearest(const Image& image, int x, int y, int count) const {
  if (x < 0 || y < 0 || x >= image.width || y >= image.height || count < 1)
    return fail(ErrorCode::invalid_argument, "the place (" + std::to_string(x) + ", " + std::to_string(y) +
                                                 ") is not in an image of " + std::to_string(image.width) +
                                                 "×" + std::to_string(image.height) + " pixels");
  StageTimes times;
  ANDON_ASSIGN(std::vector<PatchGrid> grids, source_.grids(image, {}, times));
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
  normal_.store(set);
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
  ANDON_ASSIGN(detector->normal_, NormalScores::restore(file.set, file.where));
  if (detector->whitening_.dimension() != detector->bank_.dimension())
    return fail(ErrorCode::corrupt,
                file.where + ": the bank and the scales of its features do not belong together");
  return detector;
}

std::string Patchcore::summary() const {
  char radius[32];
  std::snprintf(radius, sizeof radius, "%.4g", bank_.cover_radius());
  return std::to_string(bank_.size()) + " patches of " + std::to_string(bank_.images().size()) + " images, " +
         std::to_string(bank_.dimension()) + " features of " + source_.features().backbone() +
         ", cover radius " + radius + ", " + std::to_string(bank_.bytes() / 1'000'000) + " MB";
}

} // namespace andon
