#include "core/workflow/drift_items.h"

#include "core/training/device.h"
#include "core/workflow/conditions.h"
#include "core/workflow/image_model.h"
#include "core/workflow/item_id.h"
#include "core/workflow/item_vectors.h"
#include "core/workflow/score_file.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace andon::workflow {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Of all sensors that are scored at one moment the highest stands for the moment, in the order of time; rows
/// of whole items stay as they are.
std::vector<ScoreRow> moments(std::vector<ScoreRow> rows) {
  std::vector<ScoreRow> result;
  for (std::size_t from = 0; from < rows.size();) {
    std::size_t to = from;
    std::map<double, std::size_t> highest;
    for (; to < rows.size() && rows[to].item == rows[from].item; ++to) {
      const auto [at, first] = highest.try_emplace(rows[to].start, to);
      if (!first && rows[to].score > rows[at->second].score)
        at->second = to;
    }
    for (const auto& [start, row] : highest)
      result.push_back(std::move(rows[row]));
    from = to;
  }
  return result;
}

std::vector<std::string> names_of(const ModelEntry& model, std::int64_t dimension) {
  std::vector<std::string> names;
  const std::int64_t half = dimension / 2;
  for (std::int64_t k = 0; k < dimension; ++k)
    names.push_back(model.embed ? (k < half ? "command " : "current ") + std::to_string(k % half)
                                : std::to_string(k));
  return names;
}

DriftItems with_vectors(const ModelEntry& model, FeatureSet set) {
  return {std::move(set.rows), names_of(model, set.dimension), std::move(set.values)};
}

/// Scores and vectors of a part of a data set; both come from one pass over the data.
Result<DriftItems> items_of(Workspace& workspace, const OpenedRun& opened, bool features, Progress& progress,
                            std::stop_token stop) {
  set_threads(resolved_threads(workspace.session().threads));
  if (!features || !has_vectors(*opened.model)) {
    DriftItems items;
    ANDON_ASSIGN(std::vector<ScoreRow> rows, opened.model->score(opened.job, progress, stop));
    items.rows = moments(std::move(rows));
    return items;
  }
  if (opened.model->embed) {
    ANDON_ASSIGN(EmbeddingSet set, opened.model->embed(opened.job, progress, stop));
    return with_vectors(*opened.model, joined(std::move(set)));
  }
  ANDON_ASSIGN(FeatureSet set, images::features(opened.job, progress, stop));
  return with_vectors(*opened.model, std::move(set));
}

/// Figures of one sensor in one window into three places.
void figures(const Series& series, double* into) {
  double sum = 0, squares = 0, steps = 0, before = 0;
  std::int64_t n = 0;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (series.is_missing(i))
      continue;
    const double x = static_cast<double>(series.values[i]);
    sum += x;
    squares += x * x;
    steps += n > 0 ? std::abs(x - before) : 0;
    before = x;
    ++n;
  }
  if (n < 2)
    return;
  const double count = static_cast<double>(n), mean = sum / count;
  const double deviation = std::sqrt(std::max(0.0, squares / count - mean * mean));
  into[0] = mean;
  into[1] = deviation;
  into[2] = deviation > 0 ? steps / (count - 1) / deviation : 0;
}

void add_wanted(const DriftItems& all, const std::set<std::string>& wanted, DriftItems& items) {
  for (std::size_t i = 0; i < all.rows.size(); ++i)
    if (wanted.contains(all.rows[i].item)) {
      items.rows.push_back(all.rows[i]);
      const auto row = all.row(i);
      items.features.insert(items.features.end(), row.begin(), row.end());
    }
}

/// Adds the validation windows of the conditions that the run was adapted to.
Result<void> add_conditions(Workspace& workspace, const store::Run& run, const std::set<std::string>& wanted,
                            DriftItems& items, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const std::vector<AdaptCondition> conditions, conditions_of(workspace.run_folder(run.name)));
  for (const AdaptCondition& each : conditions) {
    ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, run.name, each.path, each.part));
    ANDON_ASSIGN(DriftItems all, items_of(workspace, opened, true, progress, stop));
    for (ScoreRow& row : all.rows)
      row.item = condition_item(each.data, row.item);
    add_wanted(all, wanted, items);
  }
  return {};
}

/// Vectors of images for their validation scores, which stay: an image that a memory holds would score too
/// low.
Result<DriftItems> image_reference(Workspace& workspace, const store::Run& run,
                                   const std::vector<ScoreRow>& validation, Progress& progress,
                                   std::stop_token stop) {
  const std::filesystem::path folder = workspace.run_folder(run.name);
  ANDON_ASSIGN(const Manifest manifest, read_manifest(folder));
  ANDON_ASSIGN(const std::vector<AdaptCondition> conditions, conditions_of(folder));
  DriftItems items;
  std::vector<ScoreRow> rest = validation;
  const auto add = [&](const std::string& path, const std::string& part, const std::string& prefix,
                       std::vector<ScoreRow> rows) -> Result<void> {
    for (ScoreRow& row : rows)
      row.item = row.item.substr(prefix.size());
    ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, run.name, path, part));
    ANDON_ASSIGN(FeatureSet set, item_vectors(workspace, opened, std::move(rows), progress, stop));
    for (ScoreRow& row : set.rows)
      row.item = prefix + row.item;
    DriftItems more = with_vectors(*opened.model, std::move(set));
    items.names = more.names;
    items.rows.insert(items.rows.end(), more.rows.begin(), more.rows.end());
    items.features.insert(items.features.end(), more.features.begin(), more.features.end());
    return {};
  };
  for (const AdaptCondition& each : conditions) {
    const std::string prefix = condition_item(each.data, "");
    const auto own = std::stable_partition(
        rest.begin(), rest.end(), [&](const ScoreRow& row) { return !row.item.starts_with(prefix); });
    ANDON_TRY(add(each.path, each.part, prefix, {own, rest.end()}));
    rest.erase(own, rest.end());
  }
  ANDON_TRY(add(manifest.data_path, manifest.part, "", rest));
  return items;
}

} // namespace

Result<DriftItems> reference_items(Workspace& workspace, const store::Run& run, bool features,
                                   Progress& progress, std::stop_token stop) {
  DriftItems items;
  auto validation = read_scores(validation_scores_file(workspace.run_folder(run.name)));
  if (!validation)
    return fail_in("run '" + run.name + "' has no validation scores to compare with", validation.error());
  ANDON_ASSIGN(const ModelEntry* model, model_table().find(run.model));
  if (features && model->modality == "images")
    return image_reference(workspace, run, *validation, progress, stop);
  if (features) {
    ANDON_ASSIGN(const Manifest manifest, read_manifest(workspace.run_folder(run.name)));
    ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, run.name, manifest.data_path, manifest.part));
    ANDON_ASSIGN(DriftItems all, items_of(workspace, opened, true, progress, stop));
    std::set<std::string> held_out;
    for (const ScoreRow& row : *validation)
      held_out.insert(row.item);
    items.names = all.names;
    add_wanted(all, held_out, items);
    ANDON_TRY(add_conditions(workspace, run, held_out, items, progress, stop));
  } else {
    items.rows = moments(std::move(*validation));
  }
  return items;
}

Result<DriftItems> watched_items(Workspace& workspace, const DriftIn& in, Progress& progress,
                                 std::stop_token stop) {
  if (in.data.empty()) {
    DriftItems items;
    ANDON_ASSIGN(ScoreOut stored, stored_scores(workspace, in.run));
    items.rows = moments(std::move(stored.rows));
    return items;
  }
  ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, in.run, in.data, in.part));
  return items_of(workspace, opened, true, progress, stop);
}

Result<SensorFigures> sensor_figures(Workspace& workspace, const std::string& data,
                                     const std::vector<ScoreRow>& rows, Progress& progress,
                                     std::stop_token stop) {
  SensorFigures result;
  ANDON_ASSIGN(const DataSource source, open_data(workspace, data));
  if (!source.signals)
    return result;
  const auto scenes = source.signals->items();
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < scenes.size(); ++i)
    places[scenes[i].id] = i;
  std::vector<std::string> sensors;
  for (const SensorInfo& info : scenes.empty() ? std::vector<SensorInfo>{} : scenes[0].sensors)
    if (info.role != Role::label && info.role != Role::ignore)
      sensors.push_back(info.id);
  for (const std::string& sensor : sensors)
    for (const char* figure : {" mean", " deviation", " roughness"})
      result.names.push_back(sensor + figure);
  result.values.assign(rows.size() * result.names.size(), nan);
  progress.stage("reading sensors", static_cast<std::int64_t>(rows.size()));
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "reading the sensors was stopped before its end");
    const auto place = places.find(scene_of(rows[r].item));
    if (place == places.end())
      continue;
    for (std::size_t s = 0; s < sensors.size(); ++s)
      for (const SensorInfo& info : scenes[place->second].sensors)
        if (info.id == sensors[s]) {
          const auto from = static_cast<std::int64_t>(std::llround(rows[r].start * info.rate));
          const auto count =
              static_cast<std::int64_t>(std::llround((rows[r].end - rows[r].start) * info.rate));
          ANDON_ASSIGN(const Series series, source.signals->read_range(place->second, info.id, from, count));
          figures(series, &result.values[(r * sensors.size() + s) * 3]);
        }
    progress.advance(static_cast<std::int64_t>(r + 1));
  }
  return result;
}

} // namespace andon::workflow
