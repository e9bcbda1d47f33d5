#pragma once
#include "core/metrics/attribution.h"
#include "core/models/scene_model.h"
#include "core/workflow/model_table.h"
#include "core/workflow/scene_data.h"

namespace andon::workflow::scenes {

/// Every option of the model "scenes" in one flat set.
struct SceneConfig {
  SceneModelOptions architecture;
  TrainingOptions training;
  double validation = 0.15;
  std::int64_t changes = 4;
  SceneConfig();
  std::vector<Option> describe();
};

std::vector<OptionInfo> options();
Result<OptionMap> resolve(const OptionMap& options);
/// Fits on scenes that are not labelled abnormal. Writes weights.safetensors and model.json.
Result<FitOutcome> fit(const FitJob& job, Progress& progress, std::stop_token stop);
/// One row a sensor and bin of half a second; label 1 where an interval of that sensor covers at least half
/// of it.
Result<std::vector<ScoreRow>> score(const ApplyJob& job, Progress& progress, std::stop_token stop);
/// frame_auroc and attribution_top3 of the model; beside it random, pca (T² + Q over tokens), deviation
/// (largest robust deviation of a token) and residual (conditional Gaussian of the means).
Result<BesideOut> beside(const BesideJob& job, Progress& progress, std::stop_token stop);

constexpr std::int64_t merged = 2; ///< token bins of a score row
/// What a scene's rows say, for the metrics. `rows` are those of one item, sensor by sensor.
SensorScores sensor_scores(const std::vector<ScoreRow>& rows, std::size_t from, std::size_t to);

/// Scenes that are not labelled abnormal, each with one that was changed on purpose.
Result<std::vector<SceneExample>> examples(const DataSource& data, const std::vector<std::size_t>& items,
                                           std::int64_t changes, Seed seed, Progress& progress,
                                           std::stop_token stop);
/// Fused scores of the items; `normal_only` leaves scenes labelled abnormal out.
Result<std::vector<ScoreRow>> rows_of(const SceneModel& model, const DataSource& data,
                                      const std::vector<std::size_t>& items, bool normal_only,
                                      Progress& progress, std::stop_token stop);

/// Fine-tunes on verdicts of sensors' moments and on marked intervals of scenes, see adapt_scene_model().
Result<FitOutcome> adapt(const AdaptJob& job, Progress& progress, std::stop_token stop);
std::vector<OptionInfo> adapt_options();

/// The row of the model table.
std::vector<ModelEntry> model_rows();

} // namespace andon::workflow::scenes
