#include "ui/models/trained_models.h"

#include "ui/plot/axis.h"

#include <QDateTime>
#include <QFont>
#include <QLocale>

namespace andon::ui {
namespace {

using workflow::TrainedModel;

QString text_of(const std::string& text) {
  return QString::fromStdString(text);
}

QString created_text(const std::string& created) {
  const QDateTime time = QDateTime::fromString(text_of(created), Qt::ISODateWithMs);
  return time.isValid() ? time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")) : text_of(created);
}

} // namespace

QString TrainedModels::place_text(TrainedModel::Place place) {
  switch (place) {
  case TrainedModel::Place::in_use:
    return tr("in use");
  case TrainedModel::Place::candidate:
    return tr("candidate");
  case TrainedModel::Place::before:
    return tr("used before");
  case TrainedModel::Place::replaced:
    return tr("rolled back");
  }
  return {};
}

QVariant TrainedModels::heading(int column, int role) const {
  if (role == Qt::ToolTipRole && column == place)
    return tr(
        "In use: scoring takes it. Candidate: fine-tuned, not accepted yet. Used before: a rollback leads "
        "back to it.");
  if (role != Qt::DisplayRole)
    return {};
  const QStringList names{tr("Model"),   tr("Use"),       tr("Method"), tr("Judges"),   tr("Trained on"),
                          tr("Trained"), tr("Threshold"), tr("Size"),   tr("Made from")};
  return names[column];
}

QVariant TrainedModels::cell(const TrainedModel& row, int column, int role) const {
  const store::Run& run = row.run;
  if (role == id_role)
    return text_of(run.name);
  if (role == Qt::FontRole && row.place == TrainedModel::Place::in_use && column <= place) {
    QFont bold;
    bold.setBold(true);
    return bold;
  }
  if (role == Qt::ToolTipRole)
    return column == data_set ? QVariant(text_of(run.data_path)) : QVariant();
  if (role == Qt::TextAlignmentRole)
    return column == threshold || column == size ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
                                                 : QVariant();
  if (role == sort_role && column == threshold)
    return row.threshold.value_or(0);
  if (role == sort_role && column == size)
    return qint64(row.bytes);
  if (role != Qt::DisplayRole && role != sort_role)
    return {};
  switch (column) {
  case name:
    return text_of(run.name);
  case place:
    return place_text(row.place);
  case method:
    return text_of(row.method);
  case kind:
    return row.modality == "images" ? tr("images") : tr("signals");
  case data_set:
    return text_of(run.data_name);
  case created:
    return role == sort_role ? text_of(run.created) : created_text(run.created);
  case threshold:
    return row.threshold
               ? tr("%1, version %2").arg(quantity_text(*row.threshold, {})).arg(row.threshold_version)
               : tr("none yet");
  case size:
    return QLocale().formattedDataSize(row.bytes, 1, QLocale::DataSizeSIFormat);
  default:
    return text_of(run.parent);
  }
}

} // namespace andon::ui
