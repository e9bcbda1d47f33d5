#include "ui/models/window_model.h"

#include "ui/plot/axis.h"
namespace andon::ui {

QString WindowModel::label_text(int label) {
  return label == 1 ? tr("abnormal") : label == 0 ? tr("normal") : tr("unknown");
}

QVariant WindowModel::heading(int column, int role) const {
  if (role != Qt::DisplayRole)
    return {};
  switch (column) {
  case item:
    return tr("Window");
  case start:
    return tr("Start (s)");
  case score:
    return tr("Anomaly score");
  case label:
    return tr("Label");
  default:
    return {};
  }
}

QVariant WindowModel::cell(const workflow::ScoreRow& row, int column, int role) const {
  if (role == id_role)
    return QString::fromStdString(row.item);
  if (role == Qt::TextAlignmentRole)
    return int((column == start || column == score ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != sort_role)
    return {};
  switch (column) {
  case item:
    return QString::fromStdString(row.item);
  case start:
    return role == sort_role ? QVariant(row.start) : QVariant(QString::number(row.start, 'g', 6));
  case score:
    return role == sort_role ? QVariant(row.score) : QVariant(quantity_text(row.score, {}));
  case label:
    return role == sort_role ? QVariant(row.label) : QVariant(label_text(row.label));
  default:
    return {};
  }
}

} // namespace andon::ui
