#include "core/workflow/detector_model.h"

#include "core/metrics/pca.h"
#include "core/workflow/item_id.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>

namespace andon::workflow::detectors {
namespace {

constexpr const char* detector_file = "detector.safetensors";

template <class Config>
OptionMap taken(const OptionMap& from, OptionMap& rest) {
  OptionMap result;
  for (const OptionInfo& info : describe_defaults<Config>())
    if (const auto found = from.find(info.key); found != from.end()) {
      result.insert(*found);
      rest.erase(info.key);
    }
  return result;
}

std::vector<OptionInfo> options_of(const detect::DetectorEntry& entry) {
  std::vector<OptionInfo> all = entry.options;
  for (const std::vector<OptionInfo>& more :
       {describe_defaults<detect::RowOptions>(), describe_defaults<detect::CalibrationOptions>()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

Result<OptionMap> resolve(const detect::DetectorEntry& entry, const OptionMap& options) {
  ANDON_ASSIGN(DetectorOptions split, detector_options(entry, options));
  OptionMap all = split.detector;
  for (const OptionMap& more : {values_of(split.rows.describe()), values_of(split.calibration.describe())})
    all.insert(more.begin(), more.end());
  return all;
}

Result<FitOutcome> fit(const detect::DetectorEntry& entry, const FitJob& job, Progress& progress,
                       std::stop_token stop) {
  const auto begin = std::chrono::steady_clock::now();
  ANDON_ASSIGN(const DetectorOptions options, detector_options(entry, job.options));
  ANDON_ASSIGN(const detect::SceneRows rows, rows_of(job.data, job.part, options.rows, progress, stop));
  const std::vector<std::size_t> normal = detect::normal_indices(rows);
  if (normal.size() < rows.refs.size())
    progress.message(std::to_string(rows.refs.size() - normal.size()) +
                     " rows labelled abnormal are not fitted on");
  progress.stage("fitting");
  ANDON_ASSIGN(const detect::CalibratedDetector fitted,
               detect::fit_calibrated(entry.id, detect::normal_rows(rows), options.detector,
                                      options.calibration, Seed(job.seed).stream("detector"), stop));
  ANDON_TRY(detect::write_detector(job.folder / detector_file, fitted.detector));
  FitOutcome outcome;
  std::vector<detect::RowRef> refs;
  for (const std::size_t index : normal)
    refs.push_back(rows.refs[index]);
  outcome.validation = score_rows_of(*job.data.signals, refs, fitted.normal_scores);
  outcome.files = {detector_file};
  outcome.report.epochs = 1;
  outcome.report.steps = static_cast<std::int64_t>(normal.size());
  double sum = 0;
  for (const double score : fitted.normal_scores)
    sum += score;
  outcome.report.best_validation_loss = sum / static_cast<double>(normal.size());
  outcome.report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return outcome;
}

Result<std::vector<ScoreRow>> score(const detect::DetectorEntry& entry, const ApplyJob& job,
                                    Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const DetectorOptions options, detector_options(entry, job.options));
  ANDON_ASSIGN(const detect::FittedDetector detector, detect::read_detector(job.folder / detector_file));
  ANDON_ASSIGN(const detect::SceneRows rows, rows_of(job.data, job.part, options.rows, progress, stop));
  progress.stage("scoring");
  ANDON_ASSIGN(const detect::RowScores scored, detect::score_rows(detector, rows.rows, stop));
  return score_rows_of(*job.data.signals, rows.refs, scored.scores);
}

/// Random scores and principal components of single rows on the run's own normal rows.
Result<BesideOut> beside(const detect::DetectorEntry& entry, const BesideJob& job, Progress& progress,
                         std::stop_token stop) {
  ANDON_ASSIGN(const DetectorOptions options, detector_options(entry, job.apply.options));
  ANDON_ASSIGN(const detect::SceneRows train,
               rows_of(job.train_data, job.train_part, options.rows, progress, stop));
  ANDON_ASSIGN(const detect::SceneRows test,
               rows_of(job.apply.data, job.apply.part, options.rows, progress, stop));
  const detect::ChannelRows normal = detect::normal_rows(train);
  BesideOut out;
  progress.stage("fitting baselines", 2);
  const auto random_scores = [&](const char* stream, std::size_t count) {
    Random random(Seed(job.seed).stream(stream));
    std::vector<double> scores(count);
    for (double& score : scores)
      score = random.uniform();
    return scores;
  };
  out.scores["random"] = random_scores("random scorer", test.refs.size());
  out.validation["random"] =
      random_scores("random scorer validation", static_cast<std::size_t>(normal.rows()));
  progress.advance(1);
  ANDON_ASSIGN(const detect::CalibratedDetector pca,
               detect::fit_calibrated("pca", normal, {}, options.calibration, Seed(job.seed), stop));
  ANDON_ASSIGN(detect::RowScores scored, detect::score_rows(pca.detector, test.rows, stop));
  out.scores["pca"] = std::move(scored.scores);
  out.validation["pca"] = pca.normal_scores;
  progress.advance(2);
  return out;
}

/// The sensors around a row, 100 rows to each side.
Result<std::vector<PreviewCurve>> preview(const ApplyJob& job, const ScoreRow& row) {
  const auto items = job.data.signals->items();
  const std::string scene = scene_of(row.item);
  const auto item =
      std::find_if(items.begin(), items.end(), [&](const ItemInfo& each) { return each.id == scene; });
  if (item == items.end())
    return fail(ErrorCode::not_found, "item '" + row.item + "' is not in data set '" + job.data.name + "'");
  const double around = 100 * (row.end - row.start);
  std::vector<PreviewCurve> curves;
  for (const SensorInfo& sensor : item->sensors) {
    if (sensor.role == Role::label || sensor.role == Role::ignore)
      continue;
    const double from = std::max(0.0, row.start - around);
    const auto first = static_cast<std::int64_t>(from * sensor.rate);
    const auto count = static_cast<std::int64_t>((row.end + around - from) * sensor.rate);
    ANDON_ASSIGN(Series series, job.data.signals->read_range(static_cast<std::size_t>(item - items.begin()),
                                                             sensor.id, first, count));
    curves.push_back({sensor.id, sensor.unit, series.start, series.rate, std::move(series.values)});
  }
  return curves;
}

} // namespace

Result<DetectorOptions> detector_options(const detect::DetectorEntry& entry, const OptionMap& options) {
  DetectorOptions split;
  OptionMap rest = options;
  ANDON_ASSIGN(split.rows, configured<detect::RowOptions>(taken<detect::RowOptions>(options, rest)));
  ANDON_ASSIGN(split.calibration,
               configured<detect::CalibrationOptions>(taken<detect::CalibrationOptions>(options, rest)));
  ANDON_ASSIGN(split.detector, entry.resolve(rest));
  return split;
}

Result<detect::SceneRows> rows_of(const DataSource& data, const std::string& part,
                                  const detect::RowOptions& options, Progress& progress,
                                  std::stop_token stop) {
  ANDON_ASSIGN(const std::vector<std::string> parts, selected_parts(*data.signals, part));
  const auto items = data.signals->items();
  progress.stage("reading", static_cast<std::int64_t>(items.size()));
  detect::SceneRows rows;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "reading cancelled at scene '" + items[i].id + "'");
    progress.advance(static_cast<std::int64_t>(i));
    if (!parts.empty() && std::find(parts.begin(), parts.end(), items[i].part) == parts.end())
      continue;
    ANDON_ASSIGN(const Scene scene, data.signals->read(i));
    ANDON_TRY(detect::append_scene(scene, i, options, rows));
  }
  if (rows.refs.empty())
    return fail(ErrorCode::insufficient_data,
                "data set '" + data.name + "', part '" + part + "' holds no row to look at");
  return rows;
}

std::vector<ScoreRow> score_rows_of(const Dataset& data, const std::vector<detect::RowRef>& refs,
                                    const std::vector<double>& scores) {
  std::vector<ScoreRow> rows(refs.size());
  for (std::size_t r = 0; r < refs.size(); ++r) {
    char at[40];
    std::snprintf(at, sizeof at, "@%.9g", refs[r].start);
    const ItemInfo& item = data.items()[refs[r].item];
    rows[r].item = item.id + (refs[r].end - refs[r].start >= item.duration ? "" : at);
    rows[r].start = refs[r].start;
    rows[r].end = refs[r].end;
    rows[r].score = scores[r];
    rows[r].label = refs[r].label;
  }
  return rows;
}

std::vector<ModelEntry> model_rows() {
  std::vector<ModelEntry> all;
  for (const detect::DetectorEntry& entry : detect::detectors().rows())
    all.push_back({.id = entry.id,
                   .title = entry.title,
                   .paper = entry.paper,
                   .modality = "signals",
                   .options = [&entry] { return options_of(entry); },
                   .resolve = [&entry](const OptionMap& options) { return resolve(entry, options); },
                   .fit = [&entry](const FitJob& job, Progress& progress,
                                   std::stop_token stop) { return fit(entry, job, progress, stop); },
                   .score = [&entry](const ApplyJob& job, Progress& progress,
                                     std::stop_token stop) { return score(entry, job, progress, stop); },
                   .beside = [&entry](const BesideJob& job, Progress& progress,
                                      std::stop_token stop) { return beside(entry, job, progress, stop); },
                   .preview = preview});
  return all;
}

} // namespace andon::workflow::detectors
