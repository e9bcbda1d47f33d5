#include "core/workflow/recording.h"

#include "core/base/hash.h"
#include "core/base/options.h"

#include <algorithm>

namespace andon::workflow {
namespace {

Result<std::size_t> find_scene(const Dataset& dataset, const std::string& scene) {
  const auto found = std::ranges::find(dataset.items(), scene, &ItemInfo::id);
  if (found != dataset.items().end())
    return static_cast<std::size_t>(found - dataset.items().begin());
  std::vector<std::string> ids;
  for (const ItemInfo& item : dataset.items())
    ids.push_back(item.id);
  std::string message = dataset.name() + " has no scene '" + scene + "'";
  if (const std::string near = nearest(scene, ids); !near.empty())
    message += "; did you mean '" + near + "'?";
  return fail(ErrorCode::not_found, message);
}

/// Names of scenes and sensors may hold anything, so files are named by hash.
std::filesystem::path cache_file(const std::filesystem::path& folder, const Dataset& dataset,
                                 std::size_t item, const std::string& sensor) {
  return folder / "overview" /
         (sha256(dataset.samples_sha256(item) + '\n' + dataset.items()[item].id + '\n' + sensor)
              .substr(0, 32) +
          ".pyramid");
}

} // namespace

Result<std::shared_ptr<const Recording>> open_recording(const std::filesystem::path& cache_folder,
                                                        std::shared_ptr<const Dataset> dataset,
                                                        const std::string& scene, Progress& progress,
                                                        std::stop_token stop) {
  ANDON_ASSIGN(const std::size_t item, find_scene(*dataset, scene));
  auto recording = std::shared_ptr<Recording>(new Recording);
  recording->dataset_ = dataset;
  recording->item_ = item;
  const ItemInfo& info = dataset->items()[item];
  for (const SensorInfo& sensor : info.sensors) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "opening scene '" + scene + "' was cancelled");
    RecordedSensor recorded;
    recorded.info = sensor;
    if (sensor.samples <= Recording::whole_limit) {
      ANDON_ASSIGN(Series series, dataset->read_range(item, sensor.id, 0, sensor.samples));
      recorded.start = series.start;
      recorded.envelope = std::make_shared<const Envelope>(Envelope::build(series.values, series.missing));
      recorded.whole = std::make_shared<const Series>(std::move(series));
    } else {
      ANDON_ASSIGN(const Series first, dataset->read_range(item, sensor.id, 0, 1));
      recorded.start = first.start;
      ANDON_ASSIGN(Envelope envelope,
                   Envelope::open_or_build(cache_file(cache_folder, *dataset, item, sensor.id), *dataset,
                                           item, sensor.id, progress, stop));
      recorded.envelope = std::make_shared<const Envelope>(std::move(envelope));
    }
    recording->sensors_.push_back(std::move(recorded));
  }
  return std::shared_ptr<const Recording>(std::move(recording));
}

Result<RunScores> run_scores(Workspace& workspace, const std::string& run) {
  RunScores scores;
  ANDON_ASSIGN(ScoreOut stored, stored_scores(workspace, run));
  scores.rows = std::move(stored.rows);
  ANDON_ASSIGN(const store::Run found, workspace.store().find_run(run));
  ANDON_ASSIGN(std::vector<store::ThresholdVersion> thresholds, workspace.store().thresholds(found.id));
  scores.run = found.name;
  scores.data = found.data_name;
  if (!thresholds.empty())
    scores.threshold = std::move(thresholds.front());
  return scores;
}

} // namespace andon::workflow
