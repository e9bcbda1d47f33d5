#pragma once
#include "core/drift/moved_columns.h"
#include "ui/models/table_model.h"

namespace andon::ui {

/// What moved since a change: a row a sensor figure, a feature or the score.
struct MovedRow {
  QString kind; ///< as it is shown
  MovedColumn column;
};

class MovedModel : public TableModel<MovedRow> {
  Q_OBJECT
public:
  enum Column { name, kind, before, after, shift, spread, distance, column_count };
  using TableModel::TableModel;

private:
  int column_total() const override { return column_count; }
  QVariant heading(int column, int role) const override;
  QVariant cell(const MovedRow& row, int column, int role) const override;
};

} // namespace andon::ui
