#include "core/workflow/fp32_run.h"

#include "core/inspection/patch_grids.h"
#include "core/workflow/conditions.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/image_fit.h"
#include "core/workflow/line_fit.h"
#include "core/workflow/run_files.h"
#include "core/workflow/score_file.h"
#include "core/workflow/stored_source.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

/// An image outside the run's data sets: the masks that limit it lie in a folder above it.
Result<LoadedImage> read_elsewhere(const fs::path& path) {
  std::error_code error;
  ImageItem item{.id = path.string(), .path = path, .home = path.parent_path()};
  for (fs::path folder = path.parent_path(); folder != folder.root_path(); folder = folder.parent_path())
    if (fs::exists(folder / "roi.png", error) || fs::exists(folder / "ignore.png", error)) {
      item.home = folder;
      break;
    }
  return load_image({.root = item.home}, item);
}

/// The images of a run by the names that its detector and its validation scores have for them.
class KnownImages {
public:
  static Result<KnownImages> of(Workspace& workspace, const store::Run& run) {
    KnownImages known;
    ANDON_ASSIGN(known.trained_, open_data(workspace, run.data_path));
    known.add(known.trained_, "");
    ANDON_ASSIGN(const std::vector<AdaptCondition> conditions, conditions_of(workspace.run_folder(run.name)));
    for (const AdaptCondition& condition : conditions) {
      ANDON_ASSIGN(const DataSource data, open_data(workspace, condition.path));
      known.add(data, condition.data);
    }
    return known;
  }
  const DataSource& trained() const { return trained_; }
  /// As the detector names the image of a validation score.
  std::string learnt_as(const std::string& name) const {
    const auto place = places_.find(name);
    if (place == places_.end() || place->second.condition.empty())
      return name;
    const ImageItem& item = place->second.source->dataset.items[place->second.item];
    return place->second.source->dataset.root == trained_.images->dataset.root
               ? item.id
               : fs::absolute(item.path).string();
  }
  Result<LoadedImage> read(const std::string& name) const {
    const auto place = places_.find(name);
    if (place == places_.end())
      return read_elsewhere(name);
    const ImageDataset& dataset = place->second.source->dataset;
    return load_image(dataset, dataset.items[place->second.item]);
  }

private:
  struct Place {
    std::shared_ptr<const ImageSource> source;
    std::size_t item = 0;
    std::string condition;
  };
  void add(const DataSource& data, const std::string& condition) {
    const std::vector<ImageItem>& items = data.images->dataset.items;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Place place{data.images, i, condition};
      places_.emplace(condition.empty() ? items[i].id : condition_item(condition, items[i].id), place);
      places_.emplace(fs::absolute(items[i].path).string(), Place{data.images, i, ""});
    }
  }
  DataSource trained_;
  std::map<std::string, Place> places_;
};

Result<void> calibrate(ImageDetector& detector, const KnownImages& known, Progress& progress,
                       std::stop_token stop) {
  NormalImages images{{}, [&](const std::string& id) { return known.read(id); }};
  for (const NormalScore& normal : detector.normal_scores())
    images.ids.push_back(normal.item);
  if (images.ids.empty())
    return {};
  std::sort(images.ids.begin(), images.ids.end());
  return detector.calibrate(images, progress, std::move(stop));
}

/// The rows that can be scored again: as they were, with the detector's own scores of images left out where
/// it has them.
Result<std::vector<ScoreRow>> scored_again(const ImageDetector& detector, const KnownImages& known,
                                           const std::vector<ScoreRow>& before, Progress& progress,
                                           std::stop_token stop) {
  std::map<std::string, double> scores, left_out;
  for (const NormalScore& normal : detector.normal_scores())
    left_out[normal.item] = normal.score;
  NormalImages others{{}, [&](const std::string& name) { return known.read(name); }};
  for (const ScoreRow& row : before) {
    if (const auto own = left_out.find(known.learnt_as(row.item)); own != left_out.end())
      scores[row.item] = own->second;
    else
      others.ids.push_back(row.item);
  }
  const auto score = [&](const std::string& name, const LoadedImage& loaded) -> Result<void> {
    ANDON_ASSIGN(const ImageScore scored, detector.score(loaded.image, loaded.region));
    scores[name] = scored.score;
    return {};
  };
  if (!others.ids.empty())
    ANDON_TRY(visit_images(others, "scoring validation images", score, progress, std::move(stop)));
  std::vector<ScoreRow> rows;
  for (const ScoreRow& row : before)
    if (const auto found = scores.find(row.item); found != scores.end()) {
      rows.push_back(row);
      rows.back().score = found->second;
    }
  return rows;
}

/// How many rows of `after` are judged otherwise than the row of the same item in `before`.
std::int64_t changed(const std::vector<ScoreRow>& before, const DecisionLine& line_before,
                     const std::vector<ScoreRow>& after, const DecisionLine& line_after) {
  std::map<std::string, Verdict> verdicts;
  const std::vector<Verdict> old = verdicts_of(before, line_before), now = verdicts_of(after, line_after);
  for (std::size_t i = 0; i < before.size(); ++i)
    verdicts[before[i].item] = old[i];
  std::int64_t count = 0;
  for (std::size_t i = 0; i < after.size(); ++i)
    count += verdicts.at(after[i].item) != now[i];
  return count;
}

/// What the run's line was drawn on, by the new scores.
Result<std::vector<ScoreRow>> rows_of_line(Workspace& workspace, const store::Run& run,
                                           const DecisionLine& line, const ImageDetector& detector,
                                           const std::vector<ScoreRow>& normal, Progress& progress,
                                           std::stop_token stop) {
  if (!line.chosen_on || line.chosen_on->first.empty())
    return normal;
  const auto& [name, part] = *line.chosen_on;
  const fs::path scores = scores_file(workspace.run_folder(run.name), name, part);
  auto data = open_data(workspace, read_source(run, scores).path);
  if (!data)
    return fail_in("the line of the run was chosen on data set '" + name + "'", data.error());
  return images::score_by(detector, *data, part, progress, std::move(stop));
}

} // namespace

Result<Fp32Run> fp32_run(Workspace& workspace, const store::Run& run, const std::string& device,
                         Progress& progress, std::stop_token stop) {
  const fs::path folder = workspace.run_folder(run.name);
  Fp32Run result;
  ANDON_ASSIGN(result.opened, images::open_detector(folder, device, "fp32"));
  ANDON_ASSIGN(const KnownImages known, KnownImages::of(workspace, run));
  if (known.trained().sha256 != run.data_sha256)
    progress.message("data set '" + known.trained().name + "' has changed since run '" + run.name +
                     "' learnt from it; its images are scored as they are now");
  ImageDetector& detector = *result.opened.detector;
  ANDON_TRY(calibrate(detector, known, progress, stop));
  ANDON_ASSIGN(const std::vector<ScoreRow> before, read_scores(validation_scores_file(folder)));
  ANDON_ASSIGN(const std::vector<ScoreRow> normal, scored_again(detector, known, before, progress, stop));
  result.change.images = static_cast<std::int64_t>(normal.size());
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  if (!line.threshold)
    return result;
  ANDON_ASSIGN(const std::vector<store::ThresholdVersion> versions, workspace.store().thresholds(run.id));
  const auto version = std::ranges::find(versions, line.version, &store::ThresholdVersion::version);
  ANDON_ASSIGN(const std::vector<ScoreRow> rows,
               rows_of_line(workspace, run, line, detector, normal, progress, stop));
  auto drawn = draw_again(*version, rows, stop);
  if (!drawn)
    return fail_in("drawing the line again for fp32", drawn.error());
  if (std::isnan(drawn->version.threshold))
    return fail(ErrorCode::insufficient_data,
                "the line of run '" + run.name + "' cannot be drawn again for fp32: " + drawn->fit.message);
  result.threshold = drawn->version.threshold;
  result.change.threshold_before = *line.threshold;
  result.change.threshold = drawn->version.threshold;
  ANDON_ASSIGN(const DecisionLine again, decision_line(drawn->version));
  result.change.changed = changed(before, line, normal, again);
  return result;
}

} // namespace andon::workflow
