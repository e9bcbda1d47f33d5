#include "core/inspection/learned_map.h"

#include "core/base/hash.h"
#include "core/inspection/detector_file.h"
#include "core/inspection/named_values.h"

#include <algorithm>

namespace andon {
namespace {

constexpr std::size_t fewest_for_split = 10;

void append(std::vector<Option>& all, std::vector<Option> more) {
  for (Option& each : more)
    if (each.key != "patience") // nothing is held out to stop on
      all.push_back(std::move(each));
}

Option images_option(std::int64_t& field) {
  return option("net_images", field, "Normal images the network is trained on, held in memory", "images", 1,
                100'000);
}

PatchGrid grid_of(const Tile& view, const ColourInput& input, std::int64_t rows, std::int64_t columns) {
  return {view,
          static_cast<int>(input.width),
          static_cast<int>(input.height),
          static_cast<std::size_t>(rows),
          static_cast<std::size_t>(columns),
          0,
          {},
          {}};
}

} // namespace

std::vector<Option> CaeOptions::describe() {
  std::vector<Option> all = views.describe();
  append(all, map.describe());
  all.push_back(images_option(net_images));
  all.push_back(option("latent", latent, "Channels at the narrowest place", "", 1, 1024));
  append(all, training.describe());
  return all;
}

std::vector<Option> VaeOptions::describe() {
  std::vector<Option> all = views.describe();
  append(all, map.describe());
  all.push_back(images_option(net_images));
  all.push_back(option("latent", latent, "Channels at the narrowest place", "", 1, 1024));
  all.push_back(option("kl_weight", kl_weight, "Weight of the divergence from the prior", "", 0, 100));
  append(all, training.describe());
  return all;
}

std::vector<Option> StudentTeacherOptions::describe() {
  std::vector<Option> all = views.describe();
  append(all, features.describe());
  append(all, map.describe());
  all.push_back(images_option(net_images));
  all.push_back(
      option("projection", projection, "Features of the teacher that the student learns", "", 8, 1024));
  all.push_back(
      option("hard", hard, "Share of the errors, the largest, that the student learns from", "", 1e-3, 1));
  append(all, training.describe());
  return all;
}

Result<NetRecipe> recipe_of(const CaeOptions& options, const FitContext&) {
  CaeOptions copy = options;
  const AutoencoderOptions net{false, options.latent, 0};
  return NetRecipe{
      "cae",
      values_of(copy.describe()),
      options.views,
      options.map,
      options.training,
      options.net_images,
      DetectorFact::Kind::autoencoder,
      [net](std::span<const ColourInput> images, const NetTraining& training, Progress& progress,
            std::stop_token stop) { return fit_autoencoder(images, net, training, progress, stop); },
      [net](const TensorSet& set, const std::string& where) { return restore_autoencoder(set, net, where); },
      [net](TensorSet set, std::int64_t) {
        return Reconstruction{net, std::move(set)};
      }};
}

Result<NetRecipe> recipe_of(const VaeOptions& options, const FitContext&) {
  VaeOptions copy = options;
  const AutoencoderOptions net{true, options.latent, options.kl_weight};
  return NetRecipe{
      "vae",
      values_of(copy.describe()),
      options.views,
      options.map,
      options.training,
      options.net_images,
      DetectorFact::Kind::variational,
      [net](std::span<const ColourInput> images, const NetTraining& training, Progress& progress,
            std::stop_token stop) { return fit_autoencoder(images, net, training, progress, stop); },
      [net](const TensorSet& set, const std::string& where) { return restore_autoencoder(set, net, where); },
      [net](TensorSet set, std::int64_t) {
        return Reconstruction{net, std::move(set)};
      }};
}

Result<NetRecipe> recipe_of(const StudentTeacherOptions& options, const FitContext& context) {
  StudentTeacherOptions copy = options;
  const StudentOptions net{options.projection, options.hard};
  PatchFeatureOptions seen = options.features;
  if (!context.precision.empty())
    seen.precision = context.precision;
  const auto teacher = [features = std::move(seen), context]() -> Result<PatchFeatureExtractor> {
    if (context.weights.empty())
      return fail(ErrorCode::not_found,
                  "student_teacher needs a network as its teacher and no weights are at hand; "
                  "'andon weights list' shows where they are looked for");
    return PatchFeatureExtractor::open(features, context.weights, context.device);
  };
  return NetRecipe{
      "student_teacher",
      values_of(copy.describe()),
      options.views,
      options.map,
      options.training,
      options.net_images,
      DetectorFact::Kind::student,
      [net, teacher](std::span<const ColourInput> images, const NetTraining& training, Progress& progress,
                     std::stop_token stop) -> Result<std::unique_ptr<ErrorNet>> {
        ANDON_ASSIGN(PatchFeatureExtractor opened, teacher());
        return fit_student(images, std::move(opened), net, training, progress, stop);
      },
      [net, teacher](const TensorSet& set, const std::string& where) -> Result<std::unique_ptr<ErrorNet>> {
        ANDON_ASSIGN(PatchFeatureExtractor opened, teacher());
        const auto stored = set.metadata.find("weights_sha256");
        if (stored == set.metadata.end() || stored->second != opened.weights_sha256())
          return fail(ErrorCode::conflict, where + " was trained with another teacher than the weights at "
                                                   "hand; give the weights of the training");
        return restore_student(set, std::move(opened), net, where);
      },
      [net, features = options.features](TensorSet set, std::int64_t stride) {
        return StudentAndTeacher{features, stride, net, std::move(set)};
      }};
}

Result<std::unique_ptr<LearnedMap>> LearnedMap::fit(const ImageDataset& dataset,
                                                    std::span<const std::size_t> items, NetRecipe recipe,
                                                    const FitContext& context, Progress& progress,
                                                    std::stop_token stop) {
  if (items.empty())
    return fail(ErrorCode::insufficient_data, dataset.root.string() + " has no normal image to learn from");
  std::unique_ptr<LearnedMap> detector(new LearnedMap(std::move(recipe)));
  const NetRecipe& made = detector->recipe_;
  const TrainingSplit split = training_split(items, fewest_for_split, made.map.calibration_images);
  std::vector<ColourInput> inputs;
  Sha256 identity;
  const auto collect = [&](std::size_t item, const LoadedImage& loaded) -> Result<void> {
    ANDON_ASSIGN(const SeenImage seen, SeenImage::of(loaded.image, loaded.region));
    identity.update(dataset.items[item].id + "\n" + seen.identity());
    for (const Tile& view : views_of(loaded.image.width, loaded.image.height, made.views))
      if (PreparedView input = seen.prepared(view, made.views); input.counts())
        inputs.push_back({input.width, input.height, std::move(input.rgb), std::move(input.inside)});
    return {};
  };
  ANDON_TRY(visit_images(dataset, spread_out(split.learned, made.net_images), "collecting normal views",
                         collect, progress, stop));
  NetTraining training{made.training, identity.text(), context.run_folder};
  training.options.seed = context.seed;
  training.options.resume = context.resume;
  detector->trained_on_ = static_cast<std::int64_t>(inputs.size());
  ANDON_ASSIGN(detector->net_, made.fit(inputs, training, progress, stop));
  ANDON_TRY(detector->calibrate(normal_images(dataset, split.kept_out), progress, stop));
  return detector;
}

Result<void> LearnedMap::calibrate(const NormalImages& images, Progress& progress, std::stop_token stop) {
  const auto left_out = [&](const std::string&, const LoadedImage& loaded) {
    StageTimes times;
    return errors(loaded.image, loaded.region, times);
  };
  return calibration_.learn(images, recipe_.views, left_out, progress, std::move(stop));
}

Result<std::vector<PatchGrid>> LearnedMap::looked(const Image& image, const Mask& region, StageTimes& times,
                                                  const Look& look) const {
  ANDON_ASSIGN(const SeenImage seen, SeenImage::of(image, region, times));
  std::vector<PatchGrid> grids;
  for (const Tile& view : views_of(image.width, image.height, recipe_.views)) {
    PreparedView input;
    {
      const StageClock clock(times.prepare);
      input = seen.prepared(view, recipe_.views);
    }
    const StageClock clock(times.backbone);
    ANDON_ASSIGN(PatchGrid grid,
                 look(view, {input.width, input.height, std::move(input.rgb), std::move(input.inside)}));
    grid.inside = inside_of(region, grid);
    grids.push_back(std::move(grid));
  }
  return grids;
}

Result<GridScores> LearnedMap::errors(const Image& image, const Mask& region, StageTimes& times) const {
  GridScores scores{image.width, image.height, {}, {}, {}};
  const auto look = [&](const Tile& view, const ColourInput& input) -> Result<PatchGrid> {
    ANDON_ASSIGN(ErrorGrid found, net_->errors(input));
    scores.values.push_back(std::move(found.values));
    return grid_of(view, input, found.rows, found.columns);
  };
  ANDON_ASSIGN(scores.grids, looked(image, region, times, look));
  return scores;
}

Result<std::vector<float>> LearnedMap::features(const Image& image, const Mask& region) const {
  StageTimes times;
  const auto look = [&](const Tile& view, const ColourInput& input) -> Result<PatchGrid> {
    ANDON_ASSIGN(PatchFeatures found, net_->features(input));
    PatchGrid grid = grid_of(view, input, found.height, found.width);
    grid.dimension = static_cast<std::size_t>(found.dimension);
    grid.values = std::move(found.values);
    return grid;
  };
  ANDON_ASSIGN(const std::vector<PatchGrid> grids, looked(image, region, times, look));
  return mean_patch(grids);
}

Result<ImageScore> LearnedMap::score(const Image& image, const Mask& region) const {
  StageTimes times;
  ANDON_ASSIGN(GridScores found, errors(image, region, times));
  return calibration_.judged(std::move(found), region, recipe_.views, times);
}

Result<void> LearnedMap::save(const std::filesystem::path& folder) const {
  TensorSet set;
  net_->store(set);
  calibration_.store(set);
  set.metadata["precision"] = net_->precision();
  set.tensors.push_back(named_values("trained_on", std::vector<std::int64_t>{trained_on_}));
  return write_detector(folder, recipe_.method, recipe_.options, net_->teacher_sha256(), std::move(set));
}

Result<std::unique_ptr<LearnedMap>> LearnedMap::load(const std::filesystem::path& folder, NetRecipe recipe) {
  ANDON_ASSIGN(const DetectorFile file, read_detector(folder, recipe.method));
  std::unique_ptr<LearnedMap> detector(new LearnedMap(std::move(recipe)));
  TensorSet net;
  net.metadata = file.set.metadata;
  for (const NamedTensor& tensor : file.set.tensors)
    if (tensor.name.starts_with("net/"))
      net.tensors.push_back(tensor);
  ANDON_ASSIGN(detector->net_, detector->recipe_.restore(net, file.where));
  ANDON_ASSIGN(const std::vector<std::int64_t> count,
               values_named<std::int64_t>(file.set, "trained_on", file.where));
  detector->trained_on_ = count.empty() ? 0 : count[0];
  ANDON_ASSIGN(detector->calibration_, MapCalibration::restore(file.set, file.where, detector->recipe_.map));
  return detector;
}

std::vector<DetectorFact> LearnedMap::facts() const {
  using Kind = DetectorFact::Kind;
  std::vector<DetectorFact> facts{{recipe_.kind, 0, 0, 0, {}}, {Kind::views, trained_on_, 0, 0, {}}};
  if (net_->teacher_sha256().empty())
    facts.push_back({Kind::from_scratch, 0, 0, 0, {}});
  if (net_->teacher_learnt_here())
    facts.push_back({Kind::learnt_here, 0, 0, 0, {}});
  return facts;
}

} // namespace andon
