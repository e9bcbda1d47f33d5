#include "ui/models/threshold_model.h"

#include "ui/plot/axis.h"

#include <QDateTime>
#include <QLocale>

namespace andon::ui {

QVariant ThresholdModel::heading(int column, int role) const {
  if (role != Qt::DisplayRole)
    return {};
  const QStringList names{tr("Version"), tr("Threshold"), tr("Method"), tr("False-alarm rate"),
                          tr("Author"),  tr("Reason"),    tr("When")};
  return names[column];
}

QVariant ThresholdModel::cell(const store::ThresholdVersion& row, int column, int role) const {
  if (role == id_role)
    return QString::number(row.version);
  if (role == Qt::TextAlignmentRole)
    return column == version || column == threshold || column == rate
               ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
               : QVariant();
  if (role == Qt::ToolTipRole && !row.supported)
    return tr("These data do not support the rate of this line");
  if (role != Qt::DisplayRole && role != sort_role)
    return {};
  const bool sorting = role == sort_role;
  switch (column) {
  case version:
    return sorting ? QVariant(qlonglong(row.version)) : QString::number(row.version);
  case threshold: {
    if (sorting)
      return row.threshold;
    const QString text = quantity_text(row.threshold, QString());
    return row.low ? tr("%1 (review from %2)").arg(text, quantity_text(*row.low, QString())) : text;
  }
  case method:
    return QString::fromStdString(row.method) + (row.supported ? QString() : QStringLiteral(" *"));
  case rate:
    return sorting ? QVariant(row.alpha) : QVariant(quantity_text(row.alpha, QString()));
  case author:
    return QString::fromStdString(row.author);
  case reason:
    return QString::fromStdString(row.reason);
  default: {
    const QDateTime when = QDateTime::fromString(QString::fromStdString(row.created), Qt::ISODateWithMs);
    return sorting ? QVariant(when) : QVariant(QLocale().toString(when.toLocalTime(), QLocale::ShortFormat));
  }
  }
}

} // namespace andon::ui
