#pragma once
#include "core/detect/calibrate.h"
#include "core/detect/scene_rows.h"
#include "core/workflow/model_table.h"

namespace andon::workflow::detectors {

/// One row of the model table for each row of detect::detectors(), under the same id. A run keeps its
/// detector in detector.safetensors; its scores are multiples of the line that left-out normal rows keep to.
std::vector<ModelEntry> model_rows();

/// A run's options by what they are for.
struct DetectorOptions {
  detect::RowOptions rows;
  detect::CalibrationOptions calibration;
  OptionMap detector; ///< complete
};
/// Errors: invalid_argument with the nearest key.
Result<DetectorOptions> detector_options(const detect::DetectorEntry& entry, const OptionMap& options);

/// All scenes of a part as rows. Errors: those of append_scene, insufficient_data (no row), cancelled.
Result<detect::SceneRows> rows_of(const DataSource& data, const std::string& part,
                                  const detect::RowOptions& options, Progress& progress,
                                  std::stop_token stop);
/// Score rows of refs: item "<scene>@<start>" (the scene's id when one row covers all of it).
std::vector<ScoreRow> score_rows_of(const Dataset& data, const std::vector<detect::RowRef>& refs,
                                    const std::vector<double>& scores);

} // namespace andon::workflow::detectors
