#pragma once
#include "ui/jobs/job_list.h"

#include <QAbstractTableModel>

namespace andon::ui {

/// The jobs, newest first: title, stage, progress, time left, outcome. Rows keep their identity while values
/// change. Threads: GUI.
class JobModel : public QAbstractTableModel {
  Q_OBJECT
public:
  enum Column { title, stage, progress, time, outcome, column_count };
  enum Role { id_role = Qt::UserRole, percent_role };
  explicit JobModel(JobList& jobs, QObject* parent = nullptr);
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
  const JobInfo* job(int row) const;
  void retranslate();

private:
  void reload();
  JobList& jobs_;
  std::vector<JobInfo> rows_;
};

} // namespace andon::ui
