#include "core/inspection/synthetic.h"

#include "core/inspection/detector_file.h"
#include "core/inspection/head_examples.h"
#include "core/inspection/named_values.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr std::size_t fewest_for_split = 20;
constexpr auto bank_folder = "bank";

/// Bilinear from a coarser grid of the same view, where patches outside the region have no weight.
std::vector<float> regridded(const PatchGrid& from, std::vector<float> values, const PatchGrid& to) {
  const auto drawn = [&](std::vector<float> of) {
    return resized(ScoreMap{static_cast<int>(from.columns), static_cast<int>(from.rows), std::move(of)},
                   static_cast<int>(to.columns), static_cast<int>(to.rows))
        .values;
  };
  if (std::ranges::find(from.inside, 0) == from.inside.end())
    return drawn(std::move(values));
  std::vector<float> weights;
  for (std::size_t i = 0; i < values.size(); ++i) {
    weights.push_back(from.inside[i] != 0 ? 1.0F : 0.0F);
    values[i] *= weights[i];
  }
  std::vector<float> result = drawn(std::move(values));
  const std::vector<float> weight = drawn(std::move(weights));
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = weight[i] > 0 ? result[i] / weight[i] : 0;
  return result;
}

} // namespace

PatchFeatureOptions fine_features(const PatchFeatureOptions& of_bank) {
  PatchFeatureOptions fine = of_bank;
  fine.layers = "fine";
  fine.pooling = 1;
  return fine;
}

std::vector<Option> SyntheticOptions::describe() {
  std::vector<Option> all = bank.describe();
  all.push_back(
      option("head_width", head_width, "Channels of the head that learns synthetic defects", "", 8, 1024));
  all.push_back(option("head_images", head_images, "Normal images that defects are drawn on, held in memory",
                       "images", 1, 100'000));
  all.push_back(option("samples_an_epoch", samples_an_epoch, "Defective and normal samples drawn an epoch",
                       "samples", 8, 1'000'000));
  for (Option& each : training.describe())
    if (each.key != "patience") // nothing is held out to stop on
      all.push_back(std::move(each));
  return all;
}

Synthetic::Synthetic(SyntheticOptions options, PatchSource source)
    : options_(std::move(options)), source_(std::move(source)) {
  MapOptions map = options_.bank.map;
  map.by_position = false; // the parts are scaled before they are added
  calibration_ = MapCalibration(std::move(map));
}

Result<std::unique_ptr<Synthetic>> Synthetic::fit(const ImageDataset& dataset,
                                                  std::span<const std::size_t> items,
                                                  const SyntheticOptions& options, const FitContext& context,
                                                  Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(std::unique_ptr<Patchcore> bank,
               Patchcore::fit(dataset, items, options.bank, context, progress, stop));
  ANDON_ASSIGN(PatchSource source,
               PatchSource::open(options.bank.views, fine_features(options.bank.features), context));
  std::unique_ptr<Synthetic> detector(new Synthetic(options, std::move(source)));
  detector->bank_ = std::move(bank);
  const TrainingSplit split = training_split(items, fewest_for_split, options.bank.map.calibration_images);
  ANDON_TRY(detector->train_head(dataset, split.learned, context, progress, stop));
  ANDON_TRY(detector->calibrate_sum(normal_images(dataset, split.kept_out), progress, stop));
  return detector;
}

Result<void> Synthetic::train_head(const ImageDataset& dataset, std::span<const std::size_t> items,
                                   const FitContext& context, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const HeadExamples kept, HeadExamples::collect(dataset, items, source_, options_.head_images,
                                                              options_.samples_an_epoch, progress, stop));
  TrainingOptions training = options_.training;
  training.seed = context.seed;
  training.resume = context.resume;
  ANDON_ASSIGN(DefectHead head, DefectHead::fit(kept.examples(), options_.head_width, training,
                                                context.run_folder, progress, stop));
  head_ = std::make_unique<DefectHead>(std::move(head));
  return {};
}

Result<void> Synthetic::calibrate(const NormalImages& images, Progress& progress, std::stop_token stop) {
  NormalImages of_bank{{}, images.read};
  for (const NormalScore& normal : bank_->normal_scores())
    of_bank.ids.push_back(normal.item);
  std::sort(of_bank.ids.begin(), of_bank.ids.end());
  ANDON_TRY(bank_->calibrate(of_bank, progress, stop));
  return calibrate_sum(images, progress, std::move(stop));
}

Result<void> Synthetic::calibrate_sum(const NormalImages& images, Progress& progress, std::stop_token stop) {
  calibration_ = MapCalibration(calibration_.options());
  std::vector<Parts> all;
  std::vector<std::string> ids;
  std::vector<Mask> regions;
  double sum = 0, squares = 0, count = 0;
  const auto visit = [&](const std::string& id, const LoadedImage& loaded) -> Result<void> {
    StageTimes times;
    ANDON_ASSIGN(Parts found, parts(loaded.image, loaded.region, id, times, stop));
    for (std::size_t g = 0; g < found.head.grids.size(); ++g)
      for (std::size_t i = 0; i < found.head.values[g].size(); ++i)
        if (found.head.grids[g].inside[i] != 0) {
          const double value = found.head.values[g][i];
          sum += value;
          squares += value * value;
          ++count;
        }
    all.push_back(std::move(found));
    ids.push_back(id);
    regions.push_back(loaded.region);
    return {};
  };
  ANDON_TRY(visit_images(images, "scoring images left out", visit, progress, stop));
  const double mean = count > 0 ? sum / count : 0;
  head_scale_ = {mean,
                 count > 0 ? std::max(1e-3, std::sqrt(std::max(0.0, squares / count - mean * mean))) : 1};
  for (std::size_t i = 0; i < all.size() && bank_->bank().images().size() > 1; ++i)
    calibration_.add(ids[i], together(std::move(all[i])), regions[i]);
  calibration_.finish(options_.bank.views);
  return {};
}

Result<Synthetic::Parts> Synthetic::parts(const Image& image, const Mask& region, const std::string& left_out,
                                          StageTimes& times, std::stop_token stop) const {
  Parts result;
  ANDON_ASSIGN(result.bank, bank_->distances(image, region, left_out, times, stop));
  result.head = {image.width, image.height, {}, {}, {}};
  ANDON_ASSIGN(result.head.grids, source_.grids(image, region, times));
  const StageClock clock(times.search);
  bank_->calibration().position().deviations(result.bank.grids, result.bank.values, image.width,
                                             image.height);
  for (std::size_t g = 0; g < result.head.grids.size(); ++g) {
    PatchGrid& grid = result.head.grids[g];
    ANDON_ASSIGN(std::vector<float> logits, head_->logits(grid.values, static_cast<std::int64_t>(grid.rows),
                                                          static_cast<std::int64_t>(grid.columns)));
    result.head.values.push_back(std::move(logits));
    grid.values.clear();
    grid.values.shrink_to_fit();
    result.bank.values[g] = regridded(result.bank.grids[g], result.bank.values[g], grid);
    result.bank.grids[g].values.clear();
    result.bank.grids[g].values.shrink_to_fit();
  }
  return result;
}

GridScores Synthetic::together(Parts parts) const {
  for (std::size_t g = 0; g < parts.head.grids.size(); ++g)
    for (std::size_t i = 0; i < parts.head.values[g].size(); ++i) {
      const double head = (parts.head.values[g][i] - head_scale_.mean) / head_scale_.deviation;
      float& value = parts.head.values[g][i];
      value = parts.head.grids[g].inside[i] == 0
                  ? 0
                  : PositionScale::positive(static_cast<float>(head + parts.bank.values[g][i]));
    }
  return std::move(parts.head);
}

Result<ImageScore> Synthetic::score(const Image& image, const Mask& region) const {
  StageTimes times;
  ANDON_ASSIGN(Parts found, parts(image, region, "", times, {}));
  return calibration_.judged(together(std::move(found)), region, options_.bank.views, times);
}

Result<std::vector<float>> Synthetic::features(const Image& image, const Mask& region) const {
  return bank_->features(image, region);
}

Result<std::vector<NearestPatch>> Synthetic::nearest(const Image& image, const Mask& region, int x, int y,
                                                     int count) const {
  return bank_->nearest(image, region, x, y, count);
}

Result<void> Synthetic::save(const std::filesystem::path& folder) const {
  SyntheticOptions options = options_;
  ANDON_TRY(bank_->save(folder / bank_folder));
  TensorSet set;
  head_->store(set);
  calibration_.store(set);
  set.tensors.push_back(
      named_values("head_scale", std::vector<double>{head_scale_.mean, head_scale_.deviation}));
  return write_detector(folder, "synthetic", values_of(options.describe()), source_, std::move(set));
}

Result<std::unique_ptr<Synthetic>> Synthetic::load(const std::filesystem::path& folder,
                                                   const FitContext& context) {
  ANDON_ASSIGN(const DetectorFile file, read_detector(folder, "synthetic"));
  ANDON_ASSIGN(SyntheticOptions options, configured<SyntheticOptions>(file.options));
  ANDON_ASSIGN(PatchSource source,
               reopen_source(file, options.bank.views, fine_features(options.bank.features), context));
  std::unique_ptr<Synthetic> detector(new Synthetic(std::move(options), std::move(source)));
  ANDON_ASSIGN(detector->bank_, Patchcore::load(folder / bank_folder, context));
  ANDON_ASSIGN(DefectHead head, DefectHead::restore(file.set, file.where));
  ANDON_ASSIGN(const std::vector<double> scale, values_named<double>(file.set, "head_scale", file.where));
  if (head.dimension() != detector->source_.features().dimension() || scale.size() != 2 || !(scale[1] > 0))
    return fail(ErrorCode::corrupt, file.where + ": the head does not belong to the features; train again");
  detector->head_ = std::make_unique<DefectHead>(std::move(head));
  detector->head_scale_ = {scale[0], scale[1]};
  ANDON_ASSIGN(detector->calibration_,
               MapCalibration::restore(file.set, file.where, detector->calibration_.options()));
  return detector;
}

std::vector<DetectorFact> Synthetic::facts() const {
  std::vector<DetectorFact> facts = bank_->facts();
  facts.push_back({DetectorFact::Kind::head, options_.head_width, head_->dimension(), 0, {}});
  return facts;
}

} // namespace andon
