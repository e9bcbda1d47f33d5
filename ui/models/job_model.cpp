#include "ui/models/job_model.h"

#include "ui/shell/status_row.h"

namespace andon::ui {

namespace {

QString duration_text(double seconds) {
  return JobModel::tr("%1 s").arg(seconds, 0, 'f', seconds < 10 ? 1 : 0);
}

int percent(const JobInfo& job) {
  if (job.state != JobState::running || job.total <= 0)
    return -1;
  return int(100 * double(job.done) / double(job.total));
}

QString progress_text(const JobInfo& job) {
  switch (job.state) {
  case JobState::waiting:
    return JobModel::tr("waiting");
  case JobState::running:
    return percent(job) >= 0 ? QStringLiteral("%1 %").arg(percent(job)) : JobModel::tr("running");
  case JobState::finished:
    return JobModel::tr("done");
  case JobState::failed:
    return JobModel::tr("failed");
  case JobState::cancelled:
    break;
  }
  return JobModel::tr("cancelled");
}

QString time_text(const JobInfo& job) {
  if (job.cancelling)
    return JobModel::tr("cancelling…");
  if (job.state == JobState::running)
    return job.seconds_left >= 0 ? time_left_text(job.seconds_left) : duration_text(job.seconds);
  return job.state == JobState::waiting ? QString() : duration_text(job.seconds);
}

} // namespace

JobModel::JobModel(JobList& jobs, QObject* parent) : QAbstractTableModel(parent), jobs_(jobs) {
  connect(&jobs_, &JobList::changed, this, [this] { reload(); });
  rows_ = jobs_.jobs();
}

void JobModel::reload() {
  std::vector<JobInfo> next = jobs_.jobs();
  const bool same = next.size() == rows_.size() && std::equal(next.begin(), next.end(), rows_.begin(),
                                                              [](auto& a, auto& b) { return a.id == b.id; });
  if (same) {
    rows_ = std::move(next);
    if (!rows_.empty())
      Q_EMIT dataChanged(index(0, 0), index(int(rows_.size()) - 1, column_count - 1));
    return;
  }
  beginResetModel();
  rows_ = std::move(next);
  endResetModel();
}

int JobModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(rows_.size());
}
int JobModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(column_count);
}

const JobInfo* JobModel::job(int row) const {
  return row >= 0 && row < int(rows_.size()) ? &rows_[std::size_t(row)] : nullptr;
}

QVariant JobModel::data(const QModelIndex& index, int role) const {
  const JobInfo* row = index.isValid() ? job(index.row()) : nullptr;
  if (!row)
    return {};
  if (role == id_role)
    return row->id;
  if (role == percent_role)
    return percent(*row);
  if (role == Qt::ToolTipRole)
    return row->message;
  if (role != Qt::DisplayRole)
    return {};
  switch (index.column()) {
  case title:
    return row->title;
  case stage:
    return row->stage;
  case progress:
    return progress_text(*row);
  case time:
    return time_text(*row);
  case outcome:
    return row->message;
  default:
    return {};
  }
}

QVariant JobModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
    return {};
  switch (section) {
  case title:
    return tr("Job");
  case stage:
    return tr("Stage");
  case progress:
    return tr("Progress");
  case time:
    return tr("Time");
  case outcome:
    return tr("Message");
  default:
    return {};
  }
}

void JobModel::retranslate() {
  Q_EMIT headerDataChanged(Qt::Horizontal, 0, column_count - 1);
  if (!rows_.empty())
    Q_EMIT dataChanged(index(0, 0), index(int(rows_.size()) - 1, column_count - 1));
}

} // namespace andon::ui
