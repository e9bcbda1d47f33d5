#include "core/inspection/patch_grids.h"

#include "core/base/hash.h"
#include "core/inspection/region_fill.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace andon {
namespace {

constexpr int input_multiple = 32;

bool any_pixel(std::span<const std::uint8_t> inside) {
  return std::any_of(inside.begin(), inside.end(), [](std::uint8_t pixel) { return pixel != 0; });
}

std::vector<float> rgb_of(const Image& image) {
  const std::size_t pixels = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  const auto channels = static_cast<std::size_t>(image.channels);
  std::vector<float> rgb(pixels * 3);
  for (std::size_t i = 0; i < pixels; ++i)
    for (std::size_t c = 0; c < 3; ++c) {
      const std::size_t sample = i * channels + (channels == 1 ? 0 : c);
      if (image.bits == 16) {
        std::uint16_t value = 0;
        std::copy_n(image.bytes.data() + 2 * sample, 2, reinterpret_cast<std::uint8_t*>(&value));
        rgb[i * 3 + c] = static_cast<float>(value) / 65535.0F;
      } else {
        rgb[i * 3 + c] = static_cast<float>(image.bytes[sample]) / 255.0F;
      }
    }
  return rgb;
}

} // namespace

std::vector<Option> ViewOptions::describe() {
  return {option("image_side", image_side,
                 "Side of the square (or of the square with the same area) that the network sees", "pixels",
                 64, 4096),
          choice("resize", resize, "fixed squeezes every image into a square, aspect keeps its proportions",
                 {"aspect", "fixed"}),
          option("tile", tile,
                 "Side of overlapping tiles that large images are cut into; 0 takes the whole image at once",
                 "pixels", 0, 65536),
          option("overlap", overlap, "Part of a tile that it shares with the next", "", 0, 0.9)};
}

int shared_pixels(const ViewOptions& options) {
  return static_cast<int>(options.overlap * static_cast<double>(options.tile));
}

std::vector<Tile> views_of(int width, int height, const ViewOptions& options) {
  if (options.tile == 0)
    return {{0, 0, width, height}};
  return tiles_of(width, height, static_cast<int>(options.tile), shared_pixels(options));
}

std::pair<int, int> input_size(const Tile& view, const ViewOptions& options) {
  const auto side = static_cast<double>(options.image_side);
  const double aspect =
      options.resize == "fixed" ? 1 : std::sqrt(static_cast<double>(view.width) / view.height);
  const auto rounded = [](double length) {
    return std::max(2, static_cast<int>(std::lround(length / input_multiple))) * input_multiple;
  };
  return {rounded(side * aspect), rounded(side / aspect)};
}

bool PreparedView::counts() const {
  return inside.empty() || any_pixel(inside);
}

PreparedView prepared(const Image& image, const Tile& view, const ViewOptions& options) {
  PreparedView result{view, 0, 0, {}, {}};
  std::tie(result.width, result.height) = input_size(view, options);
  result.rgb = rgb_of(resized(cropped(image, view), result.width, result.height));
  return result;
}

Tile PatchGrid::rectangle(std::size_t i) const {
  const auto edge = [](int offset, int length, std::size_t at, std::size_t count) {
    return offset + static_cast<int>(static_cast<std::size_t>(length) * at / count);
  };
  const std::size_t row = i / columns, column = i % columns;
  const int x = edge(view.x, view.width, column, columns), y = edge(view.y, view.height, row, rows);
  return {x, y, std::max(1, edge(view.x, view.width, column + 1, columns) - x),
          std::max(1, edge(view.y, view.height, row + 1, rows) - y)};
}

std::vector<float> mean_patch(std::span<const PatchGrid> grids) {
  std::vector<double> sums(grids[0].dimension, 0);
  double count = 0;
  for (const PatchGrid& grid : grids)
    for (std::size_t i = 0; i < grid.patches(); ++i) {
      if (grid.inside[i] == 0)
        continue;
      ++count;
      for (std::size_t k = 0; k < sums.size(); ++k)
        sums[k] += static_cast<double>(grid.patch(i)[k]);
    }
  std::vector<float> mean;
  for (const double sum : sums)
    mean.push_back(static_cast<float>(sum / count));
  return mean;
}

std::vector<std::uint8_t> inside_of(const Mask& region, const PatchGrid& grid) {
  if (region.empty())
    return std::vector<std::uint8_t>(grid.patches(), 1);
  return resized(cropped(region, grid.view), static_cast<int>(grid.columns), static_cast<int>(grid.rows))
      .inside;
}

SeenImage::SeenImage(const Image& image, const Mask& region)
    : image_(&image), region_(&region), filled_(region.empty() ? Image() : filled_outside(image, region)) {}

Result<SeenImage> SeenImage::of(const Image& image, const Mask& region) {
  if (!region.empty() && (region.width != image.width || region.height != image.height))
    return fail(ErrorCode::invalid_argument, "the region of interest is " + std::to_string(region.width) +
                                                 "×" + std::to_string(region.height) + " pixels, the image " +
                                                 std::to_string(image.width) + "×" +
                                                 std::to_string(image.height));
  if (!region.empty() && !any_pixel(region.inside))
    return fail(ErrorCode::insufficient_data,
                "the region of interest leaves nothing of the image; check roi.png and ignore.png");
  return SeenImage(image, region);
}

Result<SeenImage> SeenImage::of(const Image& image, const Mask& region, StageTimes& times) {
  const StageClock clock(times.prepare);
  return of(image, region);
}

PreparedView SeenImage::prepared(const Tile& view, const ViewOptions& options) const {
  PreparedView result = andon::prepared(pixels(), view, options);
  if (!region_->empty())
    result.inside = resized(cropped(*region_, view), result.width, result.height).inside;
  return result;
}

std::string SeenImage::identity() const {
  Sha256 hash;
  hash.update(pixels().bytes.data(), pixels().bytes.size());
  hash.update(region_->inside.data(), region_->inside.size());
  return hash.text();
}

Result<PatchSource> PatchSource::open(const ViewOptions& views, const PatchFeatureOptions& features,
                                      const FitContext& context) {
  if (context.weights.empty())
    return fail(ErrorCode::not_found,
                "this method describes patches by a pre-trained network and no weights are "
                "at hand; 'andon weights list' shows where they are looked for");
  ANDON_ASSIGN(PatchFeatureExtractor extractor,
               PatchFeatureExtractor::open(features, context.weights, context.device));
  return PatchSource(views, std::move(extractor));
}

Result<std::vector<PatchGrid>> PatchSource::grids(const Image& image, const Mask& region,
                                                  StageTimes& times) const {
  std::vector<PatchGrid> result;
  ANDON_ASSIGN(const SeenImage seen, SeenImage::of(image, region, times));
  for (const Tile& view : views_of(image.width, image.height, views_)) {
    PreparedView input;
    {
      const StageClock clock(times.prepare);
      input = seen.prepared(view, views_);
    }
    Result<PatchFeatures> extracted;
    {
      const StageClock clock(times.backbone);
      extracted = features_.extract(input.rgb, 1, input.height, input.width);
    }
    ANDON_ASSIGN(PatchFeatures features, std::move(extracted));
    PatchGrid grid{view,
                   input.width,
                   input.height,
                   static_cast<std::size_t>(features.height),
                   static_cast<std::size_t>(features.width),
                   static_cast<std::size_t>(features.dimension),
                   std::move(features.values),
                   {}};
    grid.inside = inside_of(region, grid);
    result.push_back(std::move(grid));
  }
  return result;
}

Result<std::vector<float>> PatchSource::mean_patch(const Image& image, const Mask& region) const {
  StageTimes times;
  ANDON_ASSIGN(const std::vector<PatchGrid> found, grids(image, region, times));
  return andon::mean_patch(found);
}

Result<LoadedImage> load_image(const ImageDataset& dataset, const ImageItem& item) {
  LoadedImage loaded;
  ANDON_ASSIGN(loaded.image, read_image(item.path));
  ANDON_ASSIGN(loaded.region, region_of_interest(dataset, item, loaded.image.width, loaded.image.height));
  if (!loaded.region.empty() && !any_pixel(loaded.region.inside))
    return fail(ErrorCode::insufficient_data,
                item.path.string() +
                    ": its region of interest leaves no pixel of it; correct its roi.png or ignore.png");
  return loaded;
}

NormalImages normal_images(const ImageDataset& dataset, std::span<const std::size_t> items) {
  NormalImages images;
  std::map<std::string, std::size_t> places;
  for (const std::size_t item : items) {
    images.ids.push_back(dataset.items[item].id);
    places[dataset.items[item].id] = item;
  }
  images.read = [&dataset, places = std::move(places)](const std::string& id) -> Result<LoadedImage> {
    const auto place = places.find(id);
    if (place == places.end())
      return fail(ErrorCode::not_found, dataset.root.string() + " has no normal image '" + id + "'");
    return load_image(dataset, dataset.items[place->second]);
  };
  return images;
}

namespace {

/// visit(i, read(i)) for each of n images; one that cannot be read is left out.
template <class Read, class Visit>
Result<void> visit_each(std::size_t n, std::string_view stage, Read read, Visit visit, Progress& progress,
                        const std::stop_token& stop) {
  progress.stage(stage, static_cast<std::int64_t>(n));
  std::size_t visited = 0;
  std::string first_problem;
  for (std::size_t i = 0; i < n; ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "training was cancelled while " + std::string(stage));
    const Result<LoadedImage> loaded = read(i);
    if (loaded) {
      ANDON_TRY(visit(i, *loaded));
      ++visited;
    } else {
      progress.message(loaded.error().message + "; the image is left out");
      if (first_problem.empty())
        first_problem = "; the first: " + loaded.error().message;
    }
    progress.advance(static_cast<std::int64_t>(i + 1));
  }
  if (visited == 0)
    return fail(ErrorCode::insufficient_data,
                std::string(stage) + ": no training image could be used; add normal images" + first_problem);
  return {};
}

} // namespace

Result<void> visit_images(const NormalImages& images, std::string_view stage,
                          const std::function<Result<void>(const std::string& id, const LoadedImage&)>& visit,
                          Progress& progress, std::stop_token stop) {
  return visit_each(
      images.ids.size(), stage, [&](std::size_t i) { return images.read(images.ids[i]); },
      [&](std::size_t i, const LoadedImage& loaded) { return visit(images.ids[i], loaded); }, progress, stop);
}

Result<void> visit_images(const ImageDataset& dataset, std::span<const std::size_t> items,
                          std::string_view stage,
                          const std::function<Result<void>(std::size_t item, const LoadedImage&)>& visit,
                          Progress& progress, std::stop_token stop) {
  return visit_each(
      items.size(), stage, [&](std::size_t i) { return load_image(dataset, dataset.items[items[i]]); },
      [&](std::size_t i, const LoadedImage& loaded) { return visit(items[i], loaded); }, progress, stop);
}

} // namespace andon
