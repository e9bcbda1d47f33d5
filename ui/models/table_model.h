#pragma once
#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace andon::ui {

/// Number to sort by, or text where there is none; the display text is for people.
inline constexpr int sort_role = Qt::UserRole + 100;
/// The row's id: name of a run, item of a window.
inline constexpr int id_role = Qt::UserRole + 101;

/// The plumbing of a flat table over an immutable snapshot: a model shows a whole result and computes nothing
/// but text. Concrete models give headings and cells. Threads: GUI.
template <class Row>
class TableModel : public QAbstractTableModel {
public:
  using Rows = std::shared_ptr<const std::vector<Row>>;
  explicit TableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  void set_rows(Rows rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
  }
  /// nullptr for an index outside.
  const Row* row(int index) const {
    return rows_ && index >= 0 && index < rowCount() ? &(*rows_)[index] : nullptr;
  }

  int rowCount(const QModelIndex& parent = {}) const final {
    return parent.isValid() || !rows_ ? 0 : static_cast<int>(rows_->size());
  }
  int columnCount(const QModelIndex& parent = {}) const final {
    return parent.isValid() ? 0 : column_total();
  }
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const final {
    const Row* at = index.isValid() && index.column() < column_total() ? row(index.row()) : nullptr;
    return at ? cell(*at, index.column(), role) : QVariant();
  }
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const final {
    if (orientation != Qt::Horizontal || section < 0 || section >= column_total())
      return {};
    return heading(section, role);
  }

private:
  virtual int column_total() const = 0;
  virtual QVariant heading(int column, int role) const = 0;
  virtual QVariant cell(const Row& row, int column, int role) const = 0;

  Rows rows_;
};

} // namespace andon::ui
