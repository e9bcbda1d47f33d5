#include "ui/models/contribution_model.h"

#include "ui/plot/axis.h"

namespace andon::ui {

QVariant ContributionModel::heading(int column, int role) const {
  if (role != Qt::DisplayRole)
    return {};
  const QStringList names{tr("Sensor"), tr("Score now"), tr("Share"), tr("Highest"), tr("When")};
  return names[column];
}

QVariant ContributionModel::cell(const ContributionRow& row, int column, int role) const {
  if (role == id_role)
    return row.sensor;
  if (role == Qt::TextAlignmentRole && column != sensor)
    return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  if (role == sort_role) {
    const QVariant values[] = {row.sensor, row.part.score, row.part.share, row.part.highest, row.part.when};
    return values[column];
  }
  if (role != Qt::DisplayRole)
    return {};
  switch (column) {
  case sensor:
    return row.sensor;
  case score:
    return quantity_text(row.part.score, {});
  case share:
    return QStringLiteral("%1\u202f%").arg(100 * row.part.share, 0, 'f', 1);
  case highest:
    return quantity_text(row.part.highest, {});
  default:
    return duration_text(row.part.when);
  }
}

} // namespace andon::ui
