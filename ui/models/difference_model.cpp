#include "ui/models/difference_model.h"

namespace andon::ui {

void DifferenceModel::set_runs(const QStringList& runs) {
  beginResetModel();
  runs_ = runs;
  endResetModel();
}

QVariant DifferenceModel::heading(int column, int role) const {
  if (role != Qt::DisplayRole)
    return {};
  return column == 0 ? tr("Setting") : runs_[column - 1];
}

QVariant DifferenceModel::cell(const workflow::CompareOut::Difference& row, int column, int role) const {
  if (role == id_role)
    return QString::fromStdString(row.key);
  if (role != Qt::DisplayRole && role != sort_role && role != Qt::ToolTipRole)
    return {};
  if (column == 0)
    return QString::fromStdString(row.key);
  if (column > static_cast<int>(row.values.size()))
    return {};
  const std::string& value = row.values[static_cast<std::size_t>(column - 1)];
  return value.empty() ? QStringLiteral("–") : QString::fromStdString(value);
}

} // namespace andon::ui
