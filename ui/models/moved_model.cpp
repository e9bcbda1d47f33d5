#include "ui/models/moved_model.h"

#include "ui/plot/axis.h"

#include <QFont>

#include <cmath>

namespace andon::ui {

QVariant MovedModel::heading(int column, int role) const {
  if (role != Qt::DisplayRole)
    return {};
  const QStringList names{tr("What"),  tr("Kind"),   tr("Before"),  tr("After"),
                          tr("Shift"), tr("Spread"), tr("Distance")};
  return names[column];
}

QVariant MovedModel::cell(const MovedRow& row, int column, int role) const {
  if (role == id_role)
    return QString::fromStdString(row.column.name);
  if (role == Qt::FontRole && row.column.moved) {
    QFont bold;
    bold.setBold(true);
    return bold;
  }
  if (role == Qt::ToolTipRole)
    return row.column.moved ? tr("Moved, p = %1").arg(row.column.p_value, 0, 'g', 2)
                            : tr("No clear change, p = %1").arg(row.column.p_value, 0, 'g', 2);
  if (role == Qt::TextAlignmentRole)
    return column >= before ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
  if (role != Qt::DisplayRole && role != sort_role)
    return {};
  if (column == name)
    return QString::fromStdString(row.column.name);
  if (column == kind)
    return row.kind;
  const double values[] = {row.column.before, row.column.after, row.column.shift, row.column.spread,
                           row.column.distance};
  const double value = values[column - before];
  if (role == sort_role)
    return column == shift ? std::abs(value) : value;
  return column == spread  ? QStringLiteral("×") + quantity_text(value, QString())
         : column == shift ? tr("%1 σ").arg(QString::number(value, 'f', 2))
                           : quantity_text(value, QString());
}

} // namespace andon::ui
