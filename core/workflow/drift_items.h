#pragma once
#include "core/workflow/drift.h"
#include "core/workflow/run_session.h"

namespace andon::workflow {

/// Items with features: rows [n] in order and [n, names.size()] numbers, no columns where there are none.
struct DriftItems {
  std::vector<ScoreRow> rows;
  std::vector<std::string> names;
  std::vector<float> features;
  std::span<const float> row(std::size_t i) const {
    return std::span<const float>(features).subspan(i * names.size(), names.size());
  }
};
/// The run's validation items, kept since training, with their embeddings where the model gives some.
Result<DriftItems> reference_items(Workspace& workspace, const store::Run& run, bool features,
                                   Progress& progress, std::stop_token stop);
/// The items to watch: of a data set, or the stored scores (without features) when `in.data` is "".
Result<DriftItems> watched_items(Workspace& workspace, const DriftIn& in, Progress& progress,
                                 std::stop_token stop);

/// Mean, deviation and roughness (mean absolute step over the deviation) of every sensor in each window:
/// columns "<sensor> mean", … Empty for data without signals. NaN where a window has no sample.
struct SensorFigures {
  std::vector<std::string> names;
  std::vector<double> values; ///< [rows, names.size()]
};
Result<SensorFigures> sensor_figures(Workspace& workspace, const std::string& data,
                                     const std::vector<ScoreRow>& rows, Progress& progress,
                                     std::stop_token stop);

} // namespace andon::workflow
