#pragma once
#include "core/workflow/runs.h"
#include "ui/models/table_model.h"

namespace andon::ui {

/// Versions of a decision line: what, how, by whom and why.
class ThresholdModel : public TableModel<store::ThresholdVersion> {
  Q_OBJECT
public:
  enum Column { version, threshold, method, rate, author, reason, created, column_count };
  using TableModel::TableModel;

private:
  int column_total() const override { return column_count; }
  QVariant heading(int column, int role) const override;
  QVariant cell(const store::ThresholdVersion& row, int column, int role) const override;
};

} // namespace andon::ui
