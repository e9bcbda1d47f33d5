#pragma once
#include "core/signal/health.h"
#include "ui/models/table_model.h"

#include <QString>

namespace andon::ui {

/// One named check of the data or of this machine, in the words of the window.
struct CheckRow {
  enum class Status { ok, warning, error, skipped };
  QString id;
  bool of_machine = false;
  Status status = Status::ok;
  QString title, message, why, advice;
  std::vector<HealthFinding> findings;
  std::int64_t count = 0; ///< of all findings
};

/// The pre-flight list: a row a check.
class CheckModel : public TableModel<CheckRow> {
  Q_OBJECT
public:
  enum Column { status, about, title, message, column_count };
  using TableModel::TableModel;
  static QString status_text(CheckRow::Status status);

private:
  int column_total() const override { return column_count; }
  QVariant heading(int column, int role) const override;
  QVariant cell(const CheckRow& row, int column, int role) const override;
};

/// Where a check found something: a row a finding.
class FindingModel : public TableModel<HealthFinding> {
  Q_OBJECT
public:
  enum Column { scene, sensor, time, message, column_count };
  using TableModel::TableModel;

private:
  int column_total() const override { return column_count; }
  QVariant heading(int column, int role) const override;
  QVariant cell(const HealthFinding& row, int column, int role) const override;
};

} // namespace andon::ui
