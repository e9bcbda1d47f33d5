#include "core/inspection/map_calibration.h"

#include "core/inspection/named_values.h"

#include <algorithm>

namespace andon {

std::vector<Option> MapOptions::describe() {
  return {
      choice("image_score", image_score,
             "From patches to the image: mean of the top 1 %, mean of all, the largest, or the more unusual "
             "of the first two",
             {"both", "top", "mean", "largest"}),
      option("by_position", by_position,
             "Compare every patch with what is usual at its place in normal images; off when parts lie "
             "anywhere in the picture and few normal images are at hand"),
      option("smoothing", smoothing, "Deviation of the Gaussian over the map", "pixels", 0, 64),
      option("calibration_images", calibration_images,
             "Training images that are scored with themselves left out", "images", 1, 1'000'000)};
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

std::vector<std::size_t> spread_out(std::span<const std::size_t> items, std::int64_t most) {
  std::vector<std::size_t> chosen;
  const std::size_t count = std::min(items.size(), static_cast<std::size_t>(most));
  for (std::size_t i = 0; i < count; ++i)
    chosen.push_back(items[i * items.size() / count]);
  return chosen;
}

TrainingSplit training_split(std::span<const std::size_t> items, std::size_t fewest,
                             std::int64_t most_kept_out) {
  constexpr std::size_t share = 5;
  TrainingSplit split;
  if (items.size() < fewest) {
    split.learned.assign(items.begin(), items.end());
    split.kept_out = split.learned;
    return split;
  }
  const auto most = static_cast<std::size_t>(most_kept_out);
  for (std::size_t i = 0; i < items.size(); ++i)
    (i % share == 0 && split.kept_out.size() < most ? split.kept_out : split.learned).push_back(items[i]);
  return split;
}

void MapCalibration::add(const std::string& item, GridScores scores, const Mask& region) {
  for (PatchGrid& grid : scores.grids) {
    grid.values.clear();
    grid.values.shrink_to_fit();
  }
  position_.add(scores.grids, scores.values, scores.width, scores.height);
  left_out_.push_back({item, std::move(scores), region});
}

Result<void> MapCalibration::learn(
    const NormalImages& images, const ViewOptions& views,
    const std::function<Result<GridScores>(const std::string& id, const LoadedImage&)>& score,
    Progress& progress, std::stop_token stop) {
  *this = MapCalibration(options_);
  const auto leave_out = [&](const std::string& id, const LoadedImage& loaded) -> Result<void> {
    ANDON_ASSIGN(GridScores scores, score(id, loaded));
    add(id, std::move(scores), loaded.region);
    return {};
  };
  ANDON_TRY(visit_images(images, "scoring images left out", leave_out, progress, std::move(stop)));
  finish(views);
  return {};
}

void MapCalibration::finish(const ViewOptions& views) {
  position_.finish(options_.by_position);
  std::vector<double> tops, means;
  for (LeftOut& each : left_out_) {
    scale(each.scores);
    if (const auto of = statistics(each.scores)) {
      tops.push_back(of->top);
      means.push_back(of->mean);
    }
  }
  top_.fit(tops);
  mean_.fit(means);
  for (LeftOut& each : left_out_) {
    const auto of = statistics(each.scores);
    if (!of)
      continue;
    const ScoreMap map = drawn_map(each.scores.width, each.scores.height, each.region, each.scores.grids,
                                   each.scores.values, views, options_.smoothing);
    normal_.add(each.item, each.scores.image.value_or(image_score(*of)), map, each.region);
    each = {};
  }
  left_out_.clear();
  normal_.finish();
}

Result<ImageScore> MapCalibration::judged(GridScores scores, const Mask& region, const ViewOptions& views,
                                          StageTimes times) const {
  ImageScore result;
  {
    const StageClock clock(times.map);
    scale(scores);
    const auto of = statistics(scores);
    if (!of)
      return fail(ErrorCode::insufficient_data,
                  "the region of interest leaves nothing of the image to compare; check roi.png and "
                  "ignore.png");
    result.score = scores.image.value_or(image_score(*of));
    result.map = drawn_map(scores.width, scores.height, region, scores.grids, scores.values, views,
                           options_.smoothing);
  }
  result.times = times;
  return result;
}

void MapCalibration::scale(GridScores& scores) const {
  if (options_.by_position)
    position_.apply(scores.grids, scores.values, scores.width, scores.height);
}

std::optional<MapCalibration::Statistics> MapCalibration::statistics(const GridScores& scores) {
  std::vector<float> inside;
  for (std::size_t g = 0; g < scores.grids.size(); ++g)
    for (std::size_t i = 0; i < scores.grids[g].patches(); ++i)
      if (scores.grids[g].inside[i] != 0)
        inside.push_back(scores.values[g][i]);
  if (inside.empty())
    return {};
  Statistics of;
  for (const float value : inside) {
    of.mean += static_cast<double>(value) / static_cast<double>(inside.size());
    of.largest = std::max(of.largest, static_cast<double>(value));
  }
  of.top = top_percent_mean(std::move(inside));
  return of;
}

double MapCalibration::image_score(const Statistics& of) const {
  if (options_.image_score == "top")
    return of.top;
  if (options_.image_score == "mean")
    return of.mean;
  if (options_.image_score == "largest")
    return of.largest;
  // Without deviations the two cannot be compared.
  return top_.values().empty() ? of.top : std::max(top_(of.top), mean_(of.mean));
}

void MapCalibration::store(TensorSet& set) const {
  position_.store(set);
  set.tensors.push_back(named_values("calibration.top", top_.values()));
  set.tensors.push_back(named_values("calibration.mean", mean_.values()));
  normal_.store(set);
}

Result<MapCalibration> MapCalibration::restore(const TensorSet& set, const std::string& where,
                                               MapOptions options) {
  MapCalibration result(std::move(options));
  ANDON_ASSIGN(result.position_, PositionScale::restore(set, where));
  ANDON_ASSIGN(const std::vector<double> top, values_named<double>(set, "calibration.top", where));
  ANDON_ASSIGN(const std::vector<double> mean, values_named<double>(set, "calibration.mean", where));
  result.top_ = ImageScale::of(top);
  result.mean_ = ImageScale::of(mean);
  ANDON_ASSIGN(result.normal_, NormalScores::restore(set, where));
  return result;
}

} // namespace andon
