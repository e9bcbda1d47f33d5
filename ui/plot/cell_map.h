#pragma once
#include "ui/plot/plane_view.h"

namespace andon::ui {

/// A matrix of cells with a colour bar to its right. Click or Enter picks a cell, arrows move the chosen one.
/// Threads: GUI.
class CellMap : public PlaneView {
  Q_OBJECT
public:
  enum class FirstRow { at_bottom, on_top };
  explicit CellMap(FirstRow first, QWidget* parent);
  virtual int rows() const = 0;
  virtual int columns() const = 0;
  virtual QRectF cell(int row, int column) const = 0; ///< pixels
  int current_row() const { return row_; }
  int current_column() const { return column_; }
  /// −1, −1: none.
  void set_current(int row, int column);
  void set_value_title(const QString& title);

Q_SIGNALS:
  void picked(int row, int column);

protected:
  /// False when no cell lies there.
  virtual bool cell_at(const QPointF& pixel, int& row, int& column) const = 0;
  void draw_values(QPainter& painter, double low, double high) const;
  /// Frames the chosen cell.
  void draw_current(QPainter& painter) const;
  int right_margin() const override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  FirstRow first_;
  QString value_title_;
  int row_ = -1, column_ = -1;
};

} // namespace andon::ui
