#pragma once
#include "core/workflow/runs.h"
#include "ui/models/table_model.h"

namespace andon::ui {

/// Windows with their score and label.
class WindowModel : public TableModel<workflow::ScoreRow> {
  Q_OBJECT
public:
  enum Column { item, start, score, label, column_count };
  using TableModel::TableModel;
  static QString label_text(int label);

private:
  int column_total() const override { return column_count; }
  QVariant heading(int column, int role) const override;
  QVariant cell(const workflow::ScoreRow& row, int column, int role) const override;
};

} // namespace andon::ui
