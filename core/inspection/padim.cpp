#include "core/inspection/padim.h"

#include "core/base/random.h"
#include "core/inspection/detector_file.h"
#include "core/inspection/named_values.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace andon {
namespace {

std::vector<std::int32_t> random_channels(std::int64_t all, std::int64_t wanted, std::uint64_t seed) {
  std::vector<std::int32_t> channels(static_cast<std::size_t>(all));
  std::iota(channels.begin(), channels.end(), 0);
  Random random(Seed(seed).stream("padim channels"));
  shuffle(channels, random);
  channels.resize(static_cast<std::size_t>(std::min(all, wanted)));
  std::sort(channels.begin(), channels.end());
  return channels;
}

} // namespace

std::vector<Option> PadimOptions::describe() {
  std::vector<Option> all = views.describe();
  const std::vector<Option> more = features.describe();
  all.insert(all.end(), more.begin(), more.end());
  all.push_back(option("channels", channels, "Features of each position, drawn at random", "", 1, 2048));
  all.push_back(option("shrinkage", shrinkage, "Part of the covariance that is replaced by its mean variance",
                       "", 1e-6, 0.999));
  const std::vector<Option> last = map.describe();
  all.insert(all.end(), last.begin(), last.end());
  return all;
}

std::vector<float> Padim::chosen(const PatchGrid& grid) const {
  std::vector<float> values;
  values.reserve(grid.patches() * channels_.size());
  for (std::size_t i = 0; i < grid.patches(); ++i)
    for (const std::int32_t channel : channels_)
      values.push_back(grid.patch(i)[static_cast<std::size_t>(channel)]);
  return values;
}

Result<std::unique_ptr<Padim>> Padim::fit(const ImageDataset& dataset, std::span<const std::size_t> items,
                                          const PadimOptions& options, const FitContext& context,
                                          Progress& progress, std::stop_token stop) {
  if (options.views.resize != "fixed" || options.views.tile != 0)
    return fail(ErrorCode::invalid_argument,
                "padim compares the same place on every part: it needs resize=fixed and tile=0");
  ANDON_ASSIGN(PatchSource source, PatchSource::open(options.views, options.features, context));
  std::unique_ptr<Padim> detector(new Padim(options, std::move(source)));
  detector->channels_ =
      random_channels(detector->source_.features().dimension(), options.channels, context.seed);
  const auto learn = [&](std::size_t, const LoadedImage& loaded) -> Result<void> {
    StageTimes times;
    ANDON_ASSIGN(const std::vector<PatchGrid> grids,
                 detector->source_.grids(loaded.image, loaded.region, times));
    if (detector->gaussians_.positions() == 0)
      detector->gaussians_ = PositionGaussians(grids[0].patches(), detector->channels_.size());
    detector->gaussians_.add(detector->chosen(grids[0]), grids[0].inside);
    return {};
  };
  ANDON_TRY(visit_images(dataset, items, "extracting features", learn, progress, stop));
  ANDON_TRY(detector->gaussians_.factorise(options.shrinkage));
  const NormalImages left_out = normal_images(dataset, spread_out(items, options.map.calibration_images));
  ANDON_TRY(detector->calibrate(left_out, progress, stop));
  return detector;
}

Result<void> Padim::calibrate(const NormalImages& images, Progress& progress, std::stop_token stop) {
  const std::vector<double>& counts = gaussians_.counts();
  if (*std::max_element(counts.begin(), counts.end()) <= 2) {
    calibration_ = MapCalibration(options_.map);
    calibration_.finish(options_.views);
    return {};
  }
  const PatchSource& learnt = learnt_ ? *learnt_ : source_;
  const auto left_out = [&](const std::string&, const LoadedImage& loaded) -> Result<GridScores> {
    StageTimes times;
    ANDON_ASSIGN(std::vector<PatchGrid> grids, learnt.grids(loaded.image, loaded.region, times));
    PositionGaussians others = gaussians_;
    others.add(chosen(grids[0]), grids[0].inside, -1);
    if (learnt_) {
      ANDON_ASSIGN(grids, source_.grids(loaded.image, loaded.region, times));
    }
    return distances(others, loaded.image, std::move(grids));
  };
  return calibration_.learn(images, options_.views, left_out, progress, std::move(stop));
}

Result<ImageScore> Padim::score(const Image& image, const Mask& region) const {
  StageTimes times;
  ANDON_ASSIGN(std::vector<PatchGrid> grids, source_.grids(image, region, times));
  Result<GridScores> scores;
  {
    const StageClock clock(times.search);
    scores = distances(gaussians_, image, std::move(grids));
  }
  ANDON_ASSIGN(GridScores found, std::move(scores));
  return calibration_.judged(std::move(found), region, options_.views, times);
}

Result<std::vector<float>> Padim::features(const Image& image, const Mask& region) const {
  ANDON_ASSIGN(const std::vector<float> mean, source_.mean_patch(image, region));
  std::vector<float> values;
  for (const std::int32_t channel : channels_)
    values.push_back(mean[static_cast<std::size_t>(channel)]);
  return values;
}

Result<GridScores> Padim::distances(const PositionGaussians& gaussians, const Image& image,
                                    std::vector<PatchGrid> grids) const {
  GridScores result{image.width, image.height, std::move(grids), {{}}, {}};
  ANDON_ASSIGN(const std::vector<double> squared,
               gaussians.squared_distances(chosen(result.grids[0]), options_.shrinkage));
  for (std::size_t p = 0; p < squared.size(); ++p) {
    result.values[0].push_back(static_cast<float>(std::sqrt(squared[p])));
    if (!gaussians.known(p))
      result.grids[0].inside[p] = 0;
  }
  return result;
}

Result<void> Padim::save(const std::filesystem::path& folder) const {
  PadimOptions options = options_;
  TensorSet set;
  set.tensors.push_back(named_values("padim.channels", channels_));
  set.tensors.push_back(named_values("padim.count", gaussians_.counts()));
  set.tensors.push_back(
      named_values("padim.sums", gaussians_.sums(), gaussians_.sums().size() / gaussians_.positions()));
  calibration_.store(set);
  return write_detector(folder, "padim", values_of(options.describe()), source_, std::move(set));
}

Result<std::unique_ptr<Padim>> Padim::load(const std::filesystem::path& folder, const FitContext& context) {
  ANDON_ASSIGN(const DetectorFile file, read_detector(folder, "padim"));
  ANDON_ASSIGN(const PadimOptions options, configured<PadimOptions>(file.options));
  ANDON_ASSIGN(PatchSource source, reopen_source(file, options.views, options.features, context));
  std::unique_ptr<Padim> detector(new Padim(options, std::move(source)));
  FitContext as_fitted = context;
  as_fitted.precision.clear();
  if (precision_of(file, as_fitted) != precision_of(file, context)) {
    ANDON_ASSIGN(detector->learnt_, reopen_source(file, options.views, options.features, as_fitted));
  }
  ANDON_ASSIGN(detector->channels_, values_named<std::int32_t>(file.set, "padim.channels", file.where));
  ANDON_ASSIGN(std::vector<double> count, values_named<double>(file.set, "padim.count", file.where));
  const std::size_t d = detector->channels_.size(), stride = d + d * (d + 1) / 2;
  ANDON_ASSIGN(std::vector<double> sums, values_named<double>(file.set, "padim.sums", file.where, stride));
  const auto outside = [&](std::int32_t channel) {
    return channel < 0 || channel >= detector->source_.features().dimension();
  };
  if (d == 0 || count.size() != sums.size() / stride ||
      std::any_of(detector->channels_.begin(), detector->channels_.end(), outside))
    return fail(ErrorCode::corrupt, file.where + ": the Gaussians are damaged; train the run again");
  detector->gaussians_ = PositionGaussians(sums.size() / stride, d);
  detector->gaussians_.restore(std::move(count), std::move(sums));
  ANDON_TRY(detector->gaussians_.factorise(options.shrinkage));
  ANDON_ASSIGN(detector->calibration_, MapCalibration::restore(file.set, file.where, options.map));
  return detector;
}

std::vector<DetectorFact> Padim::facts() const {
  using Kind = DetectorFact::Kind;
  std::vector<DetectorFact> facts{
      {Kind::positions, static_cast<std::int64_t>(gaussians_.positions()), 0, 0, {}},
      {Kind::features, static_cast<std::int64_t>(gaussians_.dimension()), 0, 0,
       source_.features().backbone()}};
  if (source_.features().learnt_here())
    facts.push_back({Kind::learnt_here, 0, 0, 0, {}});
  return facts;
}

} // namespace andon
