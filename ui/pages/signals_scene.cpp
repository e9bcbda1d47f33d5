#include "ui/pages/signals_scene.h"

#include "core/workflow/item_id.h"
#include "ui/plot/axis.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace andon::ui {
namespace {

using workflow::ScoreRow;

class SceneText {
  Q_DECLARE_TR_FUNCTIONS(SceneText)
};

QString role_text(Role role) {
  switch (role) {
  case Role::command:
    return SceneText::tr("command");
  case Role::current:
    return SceneText::tr("current");
  case Role::label:
    return SceneText::tr("label");
  case Role::ignore:
    return SceneText::tr("not used by models");
  case Role::feature:
    break;
  }
  return SceneText::tr("feature");
}

} // namespace

std::vector<SensorRow> sensor_rows(const ItemInfo& scene) {
  std::vector<SensorRow> rows;
  for (const SensorInfo& sensor : scene.sensors)
    rows.push_back({QString::fromStdString(sensor.id), QString::fromStdString(sensor.unit),
                    role_text(sensor.role), sensor.rate});
  return rows;
}

std::vector<SceneRow> scene_rows(const SceneLoader& loader) {
  std::vector<SceneRow> rows;
  std::map<std::string, std::size_t> index;
  for (const ItemInfo& item : loader.dataset()->items()) {
    index.emplace(item.id, rows.size());
    rows.push_back({QString::fromStdString(item.id), QString::fromStdString(item.part), item.label,
                    std::nullopt, false});
  }
  if (!loader.scores())
    return rows;
  for (const ScoreRow& score : loader.scores()->rows) {
    auto found = index.find(score.item);
    if (found == index.end())
      found = index.find(workflow::scene_of(score.item));
    if (found == index.end())
      continue;
    SceneRow& row = rows[found->second];
    row.score = std::max(row.score.value_or(-std::numeric_limits<double>::infinity()), score.score);
    row.flagged = row.flagged || loader.scores()->flagged(score);
  }
  return rows;
}

std::vector<LabelBand> label_bands(const ItemInfo& scene) {
  std::vector<LabelBand> bands;
  if (scene.label >= 0)
    bands.push_back({0, scene.duration, scene.label, SceneModel::label_text(scene.label)});
  for (const Interval& interval : scene.intervals) {
    QString text = interval.kind.empty() ? SceneModel::label_text(interval.label)
                                         : QString::fromStdString(interval.kind);
    if (!interval.sensor.empty())
      text += QStringLiteral(" · ") + QString::fromStdString(interval.sensor);
    bands.push_back({interval.start, interval.end, interval.label, text});
  }
  return bands;
}

ScoreStrip score_strip(const SceneLoader& loader) {
  ScoreStrip strip;
  const workflow::RunScores& scores = *loader.scores();
  if (scores.threshold)
    strip.threshold = scores.threshold->threshold;
  for (const ScoreRow& row : loader.rows_of(loader.scene()))
    strip.windows.push_back({row.start, row.end, row.score, scores.flagged(row)});
  if (!scores.rows.empty()) {
    const auto [low, high] = std::ranges::minmax_element(scores.rows, {}, &ScoreRow::score);
    strip.low = low->score;
    strip.high = high->score;
  }
  return strip;
}

Facts scene_facts(const SceneLoader& loader, const std::optional<ScoreRow>& row) {
  const ItemInfo& scene = loader.recording()->scene();
  Facts facts{{SceneText::tr("Scene"), QString::fromStdString(scene.id)}};
  if (row && row->item != scene.id)
    facts.push_back({SceneText::tr("Window"),
                     SceneText::tr("%1 to %2").arg(duration_text(row->start), duration_text(row->end))});
  if (row) {
    facts.push_back({SceneText::tr("Score"), quantity_text(row->score, {})});
    if (const auto& threshold = loader.scores()->threshold)
      facts.push_back({SceneText::tr("Threshold"), SceneText::tr("%1 (version %2, %3)")
                                                       .arg(quantity_text(threshold->threshold, {}))
                                                       .arg(threshold->version)
                                                       .arg(QString::fromStdString(threshold->method))});
    else
      facts.push_back({SceneText::tr("Threshold"), SceneText::tr("none yet")});
    facts.push_back({SceneText::tr("Decision"), loader.scores()->flagged(*row)
                                                    ? SceneText::tr("flagged as abnormal")
                                                    : SceneText::tr("normal")});
  } else {
    facts.push_back({SceneText::tr("Score"), loader.run().isEmpty()
                                                 ? SceneText::tr("no run chosen")
                                                 : SceneText::tr("not scored by %1").arg(loader.run())});
  }
  facts.push_back(
      {SceneText::tr("Label"), SceneModel::label_text(row && row->label >= 0 ? row->label : scene.label)});
  facts.push_back({SceneText::tr("Length"), duration_text(scene.duration)});
  if (!scene.part.empty())
    facts.push_back({SceneText::tr("Part"), QString::fromStdString(scene.part)});
  for (const auto& [name, value] : scene.attributes)
    facts.push_back({QString::fromStdString(name), QString::fromStdString(value)});
  return facts;
}

} // namespace andon::ui
