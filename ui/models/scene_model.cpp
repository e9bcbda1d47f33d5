#include "ui/models/scene_model.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QLocale>

#include <algorithm>
#include <limits>

namespace andon::ui {

void SceneModel::set_rows(std::vector<SceneRow> rows) {
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
}

int SceneModel::row_of(const QString& id) const {
  const auto found = std::ranges::find(rows_, id, &SceneRow::id);
  return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

void SceneModel::retranslate() {
  Q_EMIT headerDataChanged(Qt::Horizontal, 0, column_count - 1);
  if (!rows_.empty())
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
}

int SceneModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}
int SceneModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(column_count);
}

QString SceneModel::label_text(int label) {
  return label == 1 ? tr("abnormal") : label == 0 ? tr("normal") : tr("unknown");
}

QVariant SceneModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const SceneRow& row = rows_[static_cast<std::size_t>(index.row())];
  if (role == id_role)
    return row.id;
  if (role == sort_role) {
    if (index.column() == score_column)
      return row.score.value_or(-std::numeric_limits<double>::infinity());
    return index.column() == scene_column ? QVariant(index.row()) : QVariant(row.label);
  }
  if (role == Qt::DisplayRole) {
    if (index.column() == scene_column)
      return row.id;
    if (index.column() == score_column)
      return row.score ? QLocale().toString(*row.score, 'f', 3) : QStringLiteral("–");
    return label_text(row.label);
  }
  if (role == Qt::ForegroundRole && row.flagged && index.column() == score_column)
    return colors(QApplication::palette()).alarm;
  if (role == Qt::TextAlignmentRole && index.column() == score_column)
    return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole) {
    const QString decision = row.flagged ? tr("flagged") : row.score ? tr("not flagged") : tr("not scored");
    return row.part.isEmpty() ? tr("%1: %2").arg(row.id, decision)
                              : tr("%1 (%2): %3").arg(row.id, row.part, decision);
  }
  return {};
}

QVariant SceneModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
    return {};
  return section == scene_column ? tr("Scene") : section == score_column ? tr("Score") : tr("Label");
}

} // namespace andon::ui
