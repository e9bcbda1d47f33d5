#include "ui/models/latency_model.h"

#include "ui/plot/axis.h"

#include <QFont>

#include <cmath>

namespace andon::ui {

QString LatencyModel::stage_name(const std::string& stage) {
  const std::pair<const char*, QString> names[] = {
      {"decode", tr("decode the file")}, {"prepare", tr("scale and normalise")},
      {"backbone", tr("features")},      {"search", tr("compare with normal")},
      {"map", tr("heatmap and score")},  {"total", tr("file to verdict")}};
  for (const auto& [id, name] : names)
    if (stage == id)
      return name;
  return QString::fromStdString(stage);
}

QVariant LatencyModel::heading(int column, int role) const {
  if (role == Qt::DisplayRole) {
    const QStringList names{tr("Stage"),    tr("First (ms)"), tr("p50 (ms)"),
                            tr("p95 (ms)"), tr("p99 (ms)"),   tr("p99.9 (ms)")};
    return names[column];
  }
  if (role == Qt::ToolTipRole) {
    const QStringList tips{tr("In the order of work; the last row is the whole"),
                           tr("The first image after the model was opened"),
                           tr("Half of the images are faster"),
                           tr("19 of 20 images are faster"),
                           tr("99 of 100 images are faster"),
                           tr("999 of 1,000 images are faster")};
    return tips[column];
  }
  return {};
}

QVariant LatencyModel::cell(const workflow::StageLatency& row, int column, int role) const {
  if (role == id_role)
    return QString::fromStdString(row.stage);
  if (role == Qt::FontRole && row.stage == "total") {
    QFont bold;
    bold.setBold(true);
    return bold;
  }
  if (role == Qt::TextAlignmentRole)
    return column == stage ? QVariant() : QVariant(int(Qt::AlignRight | Qt::AlignVCenter));
  if (column == stage)
    return role == Qt::DisplayRole ? QVariant(stage_name(row.stage)) : QVariant();
  const double values[] = {row.cold, row.p50, row.p95, row.p99, row.p999};
  const double value = values[column - cold];
  if (role == Qt::ToolTipRole && !std::isfinite(value))
    return column == p999 ? tr("Needs at least 1,000 images") : tr("Needs at least 100 images");
  if (role == sort_role)
    return value;
  return role == Qt::DisplayRole ? QVariant(quantity_text(value, {})) : QVariant();
}

} // namespace andon::ui
