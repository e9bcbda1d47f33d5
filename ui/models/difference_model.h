#pragma once
#include "core/workflow/runs.h"
#include "ui/models/table_model.h"

#include <QStringList>

namespace andon::ui {

/// Only what differs between runs: a row an option, a column a run.
class DifferenceModel : public TableModel<workflow::CompareOut::Difference> {
  Q_OBJECT
public:
  using TableModel::TableModel;
  /// Before set_rows.
  void set_runs(const QStringList& runs);

private:
  int column_total() const override { return 1 + static_cast<int>(runs_.size()); }
  QVariant heading(int column, int role) const override;
  QVariant cell(const workflow::CompareOut::Difference& row, int column, int role) const override;
  QStringList runs_;
};

} // namespace andon::ui
