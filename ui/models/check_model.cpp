#include "ui/models/check_model.h"

#include "ui/theme/theme.h"

#include <QApplication>

namespace andon::ui {

QString CheckModel::status_text(CheckRow::Status status) {
  switch (status) {
  case CheckRow::Status::ok:
    return tr("fine");
  case CheckRow::Status::warning:
    return tr("look at it");
  case CheckRow::Status::error:
    return tr("wrong");
  case CheckRow::Status::skipped:
    return tr("not checked");
  }
  return {};
}

QVariant CheckModel::heading(int column, int role) const {
  if (role != Qt::DisplayRole)
    return {};
  const QStringList names{tr("State"), tr("Of"), tr("Check"), tr("What was found")};
  return names[column];
}

QVariant CheckModel::cell(const CheckRow& row, int column, int role) const {
  static constexpr const char* icons[] = {"done", "warning", "error", "waiting"};
  if (role == id_role)
    return row.id;
  if (role == Qt::DecorationRole && column == status)
    return icon(QLatin1String(icons[static_cast<int>(row.status)]), QApplication::palette());
  if (role == Qt::ForegroundRole && row.status == CheckRow::Status::error && column == status)
    return colors(QApplication::palette()).alarm;
  if (role == sort_role && column == status)
    return static_cast<int>(row.status);
  if (role == Qt::ToolTipRole)
    return row.message;
  if (role != Qt::DisplayRole && role != sort_role)
    return {};
  switch (column) {
  case status:
    return status_text(row.status);
  case about:
    return row.of_machine ? tr("this machine") : tr("the data");
  case title:
    return row.title;
  default:
    return row.message;
  }
}

QVariant FindingModel::heading(int column, int role) const {
  if (role != Qt::DisplayRole)
    return {};
  const QStringList names{tr("Scene"), tr("Sensor"), tr("Time"), tr("Finding")};
  return names[column];
}

QVariant FindingModel::cell(const HealthFinding& row, int column, int role) const {
  if (role == id_role)
    return QString::fromStdString(row.scene);
  if (role == sort_role && column == time)
    return row.start;
  if (role != Qt::DisplayRole && role != sort_role && role != Qt::ToolTipRole)
    return {};
  switch (column) {
  case scene:
    return QString::fromStdString(row.scene);
  case sensor:
    return row.sensor.empty() ? tr("all") : QString::fromStdString(row.sensor);
  case time:
    return row.end > row.start ? tr("%1 s to %2 s").arg(row.start, 0, 'g', 5).arg(row.end, 0, 'g', 5)
                               : tr("all of it");
  default:
    return QString::fromStdString(row.message);
  }
}

} // namespace andon::ui
