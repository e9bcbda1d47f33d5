#pragma once
#include "core/workflow/runs.h"
#include "ui/models/table_model.h"

namespace andon::ui {

/// Runs of the workspace with their last evaluation. Text "auroc" figures as "0.9987 [0.996, 1.000]".
class RunModel : public TableModel<workflow::RunListRow> {
  Q_OBJECT
public:
  enum Column { name, model, data_set, state, created, duration, auroc, aupr, f1, retrieval, column_count };
  using TableModel::TableModel;
  static QString state_text(store::RunState state);
  static QString estimate_text(const Estimate& estimate);

private:
  int column_total() const override { return column_count; }
  QVariant heading(int column, int role) const override;
  QVariant cell(const workflow::RunListRow& row, int column, int role) const override;
};

} // namespace andon::ui
