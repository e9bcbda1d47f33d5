#include "ui/models/structure_model.h"

#include "ui/plot/axis.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

using workflow::StructurePair;
using workflow::StructureSensor;

double chosen_probability(const StructureSensor& row) {
  return *std::ranges::max_element(row.probability);
}

bool is_wrong(const StructureSensor& row, int column) {
  if (row.truth == SensorType::unknown)
    return false;
  return column == StructureModel::found_bits ? row.found_mask != row.true_mask : row.found != row.truth;
}

} // namespace

QString StructureModel::type_text(SensorType type) {
  switch (type) {
  case SensorType::one_word:
    return tr("value");
  case SensorType::two_words:
    return tr("half of a value");
  case SensorType::bits:
    return tr("bits");
  case SensorType::unknown:
    break;
  }
  return tr("not known");
}

QString StructureModel::bits_text(std::int64_t mask) {
  if (mask == 0)
    return QStringLiteral("–");
  QString text;
  for (int bit = 15; bit >= 0; --bit) {
    text += mask >> bit & 1 ? QLatin1Char('1') : QChar(0xB7);
    if (bit % 4 == 0 && bit > 0)
      text += QLatin1Char(' ');
  }
  return text;
}

QVariant StructureModel::heading(int column, int role) const {
  if (role != Qt::DisplayRole)
    return {};
  const QStringList names{tr("Sensor"), tr("Found"),      tr("Probability"),
                          tr("Known"),  tr("Bits found"), tr("Bits known")};
  return names[column];
}

QVariant StructureModel::cell(const StructureSensor& row, int column, int role) const {
  if (role == id_role)
    return QString::fromStdString(row.id);
  if (role == Qt::ForegroundRole && (column == found || column == found_bits) && is_wrong(row, column))
    return colors(QApplication::palette()).alarm;
  if (role == Qt::FontRole && (column == found_bits || column == true_bits))
    return QFontDatabase::systemFont(QFontDatabase::FixedFont);
  if (role == Qt::ToolTipRole)
    return tr("value %1, half of a value %2, bits %3")
        .arg(row.probability[0], 0, 'f', 3)
        .arg(row.probability[1], 0, 'f', 3)
        .arg(row.probability[2], 0, 'f', 3);
  if (role == sort_role && column == probability)
    return chosen_probability(row);
  if (role != Qt::DisplayRole && role != sort_role)
    return {};
  switch (column) {
  case sensor:
    return QString::fromStdString(row.id);
  case found:
    return is_wrong(row, column) ? tr("%1 (wrong)").arg(type_text(row.found)) : type_text(row.found);
  case probability:
    return QString::number(chosen_probability(row), 'f', 3);
  case truth:
    return type_text(row.truth);
  case found_bits:
    return bits_text(row.found_mask);
  default:
    return row.truth == SensorType::unknown ? QStringLiteral("–") : bits_text(row.true_mask);
  }
}

QString PairModel::state_text(StructurePair::State state) {
  switch (state) {
  case StructurePair::State::right:
    return tr("right");
  case StructurePair::State::order_wrong:
    return tr("order wrong");
  case StructurePair::State::wrong:
    return tr("wrong");
  case StructurePair::State::missed:
    return tr("missed");
  case StructurePair::State::unknown:
    break;
  }
  return tr("not known");
}

QVariant PairModel::heading(int column, int role) const {
  if (role != Qt::DisplayRole)
    return {};
  const QStringList names{tr("Low half"), tr("High half"), tr("Probability"), tr("Bins with roll-overs"),
                          tr("Compared with what is known")};
  return names[column];
}

QVariant PairModel::cell(const StructurePair& row, int column, int role) const {
  if (role == id_role)
    return QString::fromStdString(row.low);
  if (role == Qt::ForegroundRole && column == state &&
      (row.state == StructurePair::State::wrong || row.state == StructurePair::State::missed))
    return colors(QApplication::palette()).alarm;
  if (role == sort_role && column == probability)
    return std::isnan(row.probability) ? -1 : row.probability;
  if (role != Qt::DisplayRole && role != sort_role)
    return {};
  switch (column) {
  case low:
    return QString::fromStdString(row.low);
  case high:
    return QString::fromStdString(row.high);
  case probability:
    return std::isnan(row.probability) ? QStringLiteral("–") : QString::number(row.probability, 'f', 3);
  case overflows:
    return static_cast<qlonglong>(row.overflows);
  default:
    return state_text(row.state);
  }
}

} // namespace andon::ui
