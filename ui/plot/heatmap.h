#pragma once
#include "ui/plot/cell_map.h"

#include <functional>
#include <vector>

namespace andon::ui {

/// A square matrix in viridis colours with a colour bar: row i upwards (command), column j to the right
/// (current). Rows whose largest value is off the diagonal are mismatches: the wrong cell is framed, the
/// right one dashed. Threads: GUI.
class Heatmap : public CellMap {
  Q_OBJECT
public:
  explicit Heatmap(QWidget* parent = nullptr);
  /// values [n, n]; best [n] column of the largest value of each row.
  void set_matrix(int n, std::vector<float> values, std::vector<int> best);
  void set_tool_tip(std::function<QString(int row, int column)> text) { tool_tip_ = std::move(text); }
  int size() const { return n_; }
  bool is_mismatch(int row) const { return best_[row] != row; }
  int rows() const override { return n_; }
  int columns() const override { return n_; }
  QRectF cell(int row, int column) const override;
  double value(int row, int column) const { return values_[static_cast<std::size_t>(row) * n_ + column]; }

Q_SIGNALS:
  /// −1, −1 when the pointer is outside.
  void hovered(int row, int column);

protected:
  void paint_picture(QPainter& painter) override;
  void paint_overlay(QPainter& painter) override;
  std::vector<Tick> x_ticks(int at_most) const override;
  std::vector<Tick> y_ticks(int at_most) const override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  bool cell_at(const QPointF& pixel, int& row, int& column) const override;

private:
  void set_hovered(int row, int column, const QPoint& global);
  int n_ = 0, hover_row_ = -1, hover_column_ = -1;
  std::vector<float> values_;
  std::vector<int> best_;
  double low_ = 0, high_ = 1;
  std::function<QString(int, int)> tool_tip_;
};

} // namespace andon::ui
