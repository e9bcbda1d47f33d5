#include "core/inspection/own_features.h"

#include "core/base/hash.h"
#include "core/inspection/map_calibration.h"
#include "core/inspection/synthetic_defect.h"
#include "core/models/feature_learner.h"

#include <algorithm>

namespace andon {
namespace {

constexpr std::int64_t most_views = 200, crops_an_epoch = 256, batch = 16;
constexpr int largest_crop = 96;
constexpr double share_without_defect = 0.3, rate = 3e-3;

/// Normal views that crops are taken from.
struct Views {
  std::vector<ColourPlane> kept;
  std::string identity;
  int side = largest_crop; ///< of the crops
};

Result<Views> collect(const ImageDataset& dataset, std::span<const std::size_t> items,
                      const ViewOptions& options, Progress& progress, std::stop_token stop) {
  Views result;
  Sha256 identity;
  const auto visit = [&](std::size_t item, const LoadedImage& loaded) -> Result<void> {
    ANDON_ASSIGN(const SeenImage image, SeenImage::of(loaded.image, loaded.region));
    identity.update(dataset.items[item].id + "\n" + image.identity());
    for (const Tile& view : views_of(loaded.image.width, loaded.image.height, options))
      if (PreparedView input = image.prepared(view, options);
          input.counts() && static_cast<std::int64_t>(result.kept.size()) < most_views) {
        result.side = std::min({result.side, input.width, input.height});
        result.kept.push_back({input.width, input.height, std::move(input.rgb), std::move(input.inside)});
      }
    return {};
  };
  ANDON_TRY(visit_images(dataset, spread_out(items, most_views), "collecting normal views", visit, progress,
                         std::move(stop)));
  result.identity = identity.text() + "\n" + to_json_text(values_of(ViewOptions(options).describe()));
  return result;
}

/// A square piece of one of the views.
ColourPlane piece(const Views& views, Random& random) {
  const ColourPlane& from = views.kept[random.below(views.kept.size())];
  const auto offset = [&](int length) {
    return static_cast<std::size_t>(random.below(static_cast<std::uint64_t>(length - views.side + 1)));
  };
  const std::size_t x = offset(from.width), y = offset(from.height);
  const auto side = static_cast<std::size_t>(views.side), width = static_cast<std::size_t>(from.width);
  ColourPlane result{views.side, views.side, {}, {}};
  for (std::size_t row = y; row < y + side; ++row) {
    const auto at = static_cast<std::ptrdiff_t>(row * width + x), n = static_cast<std::ptrdiff_t>(side);
    result.rgb.insert(result.rgb.end(), from.rgb.begin() + 3 * at, from.rgb.begin() + 3 * (at + n));
    if (!from.inside.empty())
      result.inside.insert(result.inside.end(), from.inside.begin() + at, from.inside.begin() + at + n);
  }
  return result;
}

DrawnCrop drawn(const Views& views, Random& random) {
  ColourPlane crop = piece(views, random);
  vary_normal(crop, random);
  DrawnCrop result;
  result.defect.assign(crop.rgb.size() / 3, 0);
  const bool any =
      crop.inside.empty() || std::ranges::any_of(crop.inside, [](std::uint8_t pixel) { return pixel != 0; });
  if (any && random.uniform() >= share_without_defect) {
    const Mask mask = add_synthetic_defect(crop, piece(views, random), random);
    for (std::size_t i = 0; i < mask.inside.size(); ++i)
      result.defect[i] = mask.inside[i] != 0 ? 1.0F : 0.0F;
  }
  for (std::size_t i = 0; i < crop.inside.size(); ++i)
    if (crop.inside[i] == 0)
      result.defect[i] = -1;
  result.rgb = std::move(crop.rgb);
  return result;
}

} // namespace

std::vector<Option> OwnFeatureOptions::describe() {
  return {
      option("self_epochs", self_epochs,
             "Where features are learnt from the normal images: rounds of 256 crops; 0 leaves the network "
             "as it was drawn at random",
             "epochs", 0, 10'000)};
}

Result<void> learn_own_features(const ImageDataset& dataset, std::span<const std::size_t> items,
                                const ViewOptions& views, const OwnFeatureOptions& options,
                                const FitContext& context, const std::filesystem::path& file,
                                Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const Views collected, collect(dataset, items, views, progress, stop));
  TrainingOptions training;
  training.epochs = options.self_epochs;
  training.batch = batch;
  training.learning_rate = rate;
  training.seed = context.seed;
  training.resume = context.resume;
  const CropExamples examples{collected.side, crops_an_epoch, collected.identity,
                              [&](Random& random) { return drawn(collected, random); }};
  return learn_features(examples, training, file, context.run_folder, progress, std::move(stop))
      .transform([](const TrainingReport&) {});
}

} // namespace andon
