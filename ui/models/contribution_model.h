#pragma once
#include "core/workflow/anomaly_view.h"
#include "ui/models/table_model.h"

#include <QString>

namespace andon::ui {

/// A sensor's part in a moment, with its name.
struct ContributionRow {
  QString sensor;
  workflow::Contribution part;
};

/// Sensors by how much of a moment's scores they carry.
class ContributionModel : public TableModel<ContributionRow> {
  Q_OBJECT
public:
  enum Column { sensor, score, share, highest, when, column_count };
  using TableModel::TableModel;

private:
  int column_total() const override { return column_count; }
  QVariant heading(int column, int role) const override;
  QVariant cell(const ContributionRow& row, int column, int role) const override;
};

} // namespace andon::ui
