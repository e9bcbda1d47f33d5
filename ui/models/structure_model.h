#pragma once
#include "core/workflow/structure_view.h"
#include "ui/models/table_model.h"

namespace andon::ui {

/// What a run says every sensor is, beside what is known: types with probabilities and bit masks.
class StructureModel : public TableModel<workflow::StructureSensor> {
  Q_OBJECT
public:
  enum Column { sensor, found, probability, truth, found_bits, true_bits, column_count };
  using TableModel::TableModel;
  static QString type_text(SensorType type);
  /// "0000 0000 0101 0110", highest bit first.
  static QString bits_text(std::int64_t mask);

private:
  int column_total() const override { return column_count; }
  QVariant heading(int column, int role) const override;
  QVariant cell(const workflow::StructureSensor& row, int column, int role) const override;
};

/// Pairs of a scene and whether they are right.
class PairModel : public TableModel<workflow::StructurePair> {
  Q_OBJECT
public:
  enum Column { low, high, probability, overflows, state, column_count };
  using TableModel::TableModel;
  static QString state_text(workflow::StructurePair::State state);

private:
  int column_total() const override { return column_count; }
  QVariant heading(int column, int role) const override;
  QVariant cell(const workflow::StructurePair& row, int column, int role) const override;
};

} // namespace andon::ui
