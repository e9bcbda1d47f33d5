#include "ui/models/run_model.h"

#include "ui/plot/axis.h"

#include <QDateTime>

#include <cmath>

namespace andon::ui {
namespace {

const char* metric_of(int column) {
  switch (column) {
  case RunModel::auroc:
    return "auroc";
  case RunModel::aupr:
    return "aupr";
  case RunModel::f1:
    return "f1";
  case RunModel::retrieval:
    return "retrieval_at_1";
  default:
    return nullptr;
  }
}

QString created_text(const std::string& created) {
  const QDateTime time = QDateTime::fromString(QString::fromStdString(created), Qt::ISODateWithMs);
  return time.isValid() ? time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))
                        : QString::fromStdString(created);
}

} // namespace

QString RunModel::state_text(store::RunState state) {
  switch (state) {
  case store::RunState::running:
    return tr("running");
  case store::RunState::finished:
    return tr("finished");
  case store::RunState::failed:
    return tr("failed");
  case store::RunState::cancelled:
    return tr("cancelled");
  }
  return {};
}

QString RunModel::estimate_text(const Estimate& estimate) {
  return QStringLiteral("%1 [%2, %3]")
      .arg(estimate.value, 0, 'f', 4)
      .arg(estimate.low, 0, 'f', 3)
      .arg(estimate.high, 0, 'f', 3);
}

QVariant RunModel::heading(int column, int role) const {
  if (role == Qt::ToolTipRole && metric_of(column))
    return tr("Last evaluation, with its 95 % interval");
  if (role != Qt::DisplayRole)
    return {};
  switch (column) {
  case name:
    return tr("Run");
  case model:
    return tr("Model");
  case data_set:
    return tr("Data set");
  case state:
    return tr("State");
  case created:
    return tr("Created");
  case duration:
    return tr("Duration");
  case auroc:
    return tr("AUROC");
  case aupr:
    return tr("AUPR");
  case f1:
    return tr("F1");
  case retrieval:
    return tr("Retrieval@1");
  default:
    return {};
  }
}

QVariant RunModel::cell(const workflow::RunListRow& row, int column, int role) const {
  const store::Run& run = row.run;
  if (role == id_role)
    return QString::fromStdString(run.name);
  if (role == Qt::ToolTipRole && !run.error.empty())
    return QString::fromStdString(run.error);
  if (role == Qt::TextAlignmentRole)
    return int((column >= duration ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != sort_role)
    return {};
  if (const char* metric = metric_of(column)) {
    const auto found = row.metrics.find(metric);
    const bool known = found != row.metrics.end() && std::isfinite(found->second.value);
    if (role == sort_role)
      return known ? found->second.value : -1.0;
    return known ? estimate_text(found->second) : QStringLiteral("–");
  }
  switch (column) {
  case name:
    return QString::fromStdString(run.name);
  case model:
    return QString::fromStdString(run.model);
  case data_set:
    return QString::fromStdString(run.data_name);
  case state:
    return state_text(run.state);
  case created:
    return role == sort_role ? QString::fromStdString(run.created) : created_text(run.created);
  case duration:
    return role == sort_role ? QVariant(run.seconds) : QVariant(duration_text(run.seconds));
  default:
    return {};
  }
}

} // namespace andon::ui
