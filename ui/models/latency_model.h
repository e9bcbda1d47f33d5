#pragma once
#include "core/workflow/latency.h"
#include "ui/models/table_model.h"

#include <QString>

namespace andon::ui {

/// How long each stage of judging an image takes, in milliseconds.
class LatencyModel : public TableModel<workflow::StageLatency> {
  Q_OBJECT
public:
  enum Column { stage, cold, p50, p95, p99, p999, column_count };
  using TableModel::TableModel;
  /// "decode" as people call it.
  static QString stage_name(const std::string& stage);

private:
  int column_total() const override { return column_count; }
  QVariant heading(int column, int role) const override;
  QVariant cell(const workflow::StageLatency& row, int column, int role) const override;
};

} // namespace andon::ui
