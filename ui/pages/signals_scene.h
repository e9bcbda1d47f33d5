#pragma once
#include "ui/models/scene_model.h"
#include "ui/pages/scene_loader.h"
#include "ui/pages/signals_inspector.h"
#include "ui/plot/label_lane.h"
#include "ui/plot/sample_source.h"
#include "ui/plot/score_lane.h"

namespace andon::ui {

// From what was loaded to what the Signals page shows. Threads: GUI.

using Facts = std::vector<std::pair<QString, QString>>;

std::vector<SensorRow> sensor_rows(const ItemInfo& scene);
std::vector<SceneRow> scene_rows(const SceneLoader& loader);
/// The scene's own label over its whole length, and its intervals.
std::vector<LabelBand> label_bands(const ItemInfo& scene);
/// requires scores.
ScoreStrip score_strip(const SceneLoader& loader);
/// requires a recording.
Facts scene_facts(const SceneLoader& loader, const std::optional<workflow::ScoreRow>& row);

} // namespace andon::ui
