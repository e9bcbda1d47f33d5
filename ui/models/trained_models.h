#pragma once
#include "core/workflow/model_list.h"
#include "ui/models/table_model.h"

namespace andon::ui {

/// Models of the workspace: what each is, where it came from, and whether it is in use.
class TrainedModels : public TableModel<workflow::TrainedModel> {
  Q_OBJECT
public:
  enum Column { name, place, method, kind, data_set, created, threshold, size, parent, column_count };
  using TableModel::TableModel;
  static QString place_text(workflow::TrainedModel::Place place);

private:
  int column_total() const override { return column_count; }
  QVariant heading(int column, int role) const override;
  QVariant cell(const workflow::TrainedModel& row, int column, int role) const override;
};

} // namespace andon::ui
