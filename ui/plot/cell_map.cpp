#include "ui/plot/cell_map.h"

#include "ui/plot/color_bar.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace andon::ui {

CellMap::CellMap(FirstRow first, QWidget* parent) : PlaneView(parent), first_(first) {}

void CellMap::set_current(int row, int column) {
  row_ = row;
  column_ = column;
  update();
}

void CellMap::set_value_title(const QString& title) {
  value_title_ = title;
  invalidate();
}

int CellMap::right_margin() const {
  return color_bar_width + 16;
}

void CellMap::draw_values(QPainter& painter, double low, double high) const {
  const QRectF plot = plot_rect();
  draw_color_bar(painter, QRectF(plot.right() + 16, plot.top(), 14, plot.height()), low, high, value_title_,
                 palette());
}

void CellMap::draw_current(QPainter& painter) const {
  if (row_ < 0)
    return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colors(palette()).text, 4));
  painter.drawRect(cell(row_, column_));
  painter.setPen(QPen(colors(palette()).selection, 2));
  painter.drawRect(cell(row_, column_));
}

void CellMap::mousePressEvent(QMouseEvent* event) {
  PlaneView::mousePressEvent(event);
  int row = 0, column = 0;
  if (event->button() != Qt::LeftButton || is_panning() || !cell_at(event->position(), row, column))
    return;
  set_current(row, column);
  Q_EMIT picked(row, column);
}

void CellMap::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  const int along = key == Qt::Key_Right ? 1 : key == Qt::Key_Left ? -1 : 0;
  const int up = key == Qt::Key_Up ? 1 : key == Qt::Key_Down ? -1 : 0;
  const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
  if (rows() == 0 || columns() == 0 || (along == 0 && up == 0 && !enter))
    return PlaneView::keyPressEvent(event);
  const int next = first_ == FirstRow::at_bottom ? row_ + up : row_ - up;
  set_current(std::clamp(row_ < 0 ? 0 : next, 0, rows() - 1),
              std::clamp(row_ < 0 ? 0 : column_ + along, 0, columns() - 1));
  Q_EMIT picked(row_, column_);
}

} // namespace andon::ui
