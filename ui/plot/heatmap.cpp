#include "ui/plot/heatmap.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

std::vector<Tick> whole_ticks(std::vector<Tick> ticks, int n) {
  std::erase_if(ticks, [n](const Tick& tick) {
    return tick.value != std::round(tick.value) || tick.value < 0 || tick.value >= n;
  });
  return ticks;
}

} // namespace

Heatmap::Heatmap(QWidget* parent) : CellMap(FirstRow::at_bottom, parent) {
  set_equal_aspect(true);
}

void Heatmap::set_matrix(int n, std::vector<float> values, std::vector<int> best) {
  n_ = n;
  values_ = std::move(values);
  best_ = std::move(best);
  hover_row_ = hover_column_ = -1;
  set_current(-1, -1);
  if (!values_.empty()) {
    const auto [low, high] = std::minmax_element(values_.begin(), values_.end());
    low_ = *low;
    high_ = *high > *low ? *high : *low + 1;
  }
  set_bounds(QRectF(-0.5, -0.5, std::max(1, n), std::max(1, n)));
  fit();
}

std::vector<Tick> Heatmap::x_ticks(int at_most) const {
  return whole_ticks(PlaneView::x_ticks(at_most), n_);
}
std::vector<Tick> Heatmap::y_ticks(int at_most) const {
  return whole_ticks(PlaneView::y_ticks(at_most), n_);
}

QRectF Heatmap::cell(int row, int column) const {
  return QRectF(to_pixel({column - 0.5, row + 0.5}), to_pixel({column + 0.5, row - 0.5}));
}

bool Heatmap::cell_at(const QPointF& pixel, int& row, int& column) const {
  const QPointF value = to_value(pixel);
  row = static_cast<int>(std::floor(value.y() + 0.5));
  column = static_cast<int>(std::floor(value.x() + 0.5));
  return plot_rect().contains(pixel) && row >= 0 && row < n_ && column >= 0 && column < n_;
}

void Heatmap::paint_picture(QPainter& painter) {
  if (n_ == 0)
    return;
  QImage image(n_, n_, QImage::Format_RGB32);
  for (int row = 0; row < n_; ++row)
    for (int column = 0; column < n_; ++column)
      image.setPixelColor(column, n_ - 1 - row, viridis((value(row, column) - low_) / (high_ - low_)));
  const QRectF plot = plot_rect();
  painter.save();
  painter.setClipRect(plot);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter.drawImage(QRectF(cell(n_ - 1, 0).topLeft(), cell(0, n_ - 1).bottomRight()), image);
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setBrush(Qt::NoBrush);
  for (int row = 0; row < n_; ++row)
    if (is_mismatch(row)) {
      painter.setPen(QPen(Qt::white, 1, Qt::DashLine));
      painter.drawRect(cell(row, row));
      painter.setPen(QPen(colors(palette()).alarm, 2));
      painter.drawRect(cell(row, best_[row]));
    }
  painter.restore();
  painter.setClipping(false);
  draw_values(painter, low_, high_);
}

void Heatmap::paint_overlay(QPainter& painter) {
  painter.save();
  painter.setClipRect(plot_rect());
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setBrush(Qt::NoBrush);
  if (hover_row_ >= 0) {
    painter.setPen(QPen(Qt::white, 1));
    painter.drawRect(cell(hover_row_, hover_column_));
  }
  draw_current(painter);
  painter.restore();
}

void Heatmap::mouseMoveEvent(QMouseEvent* event) {
  PlaneView::mouseMoveEvent(event);
  int row = 0, column = 0;
  if (is_panning() || !cell_at(event->position(), row, column))
    row = column = -1;
  set_hovered(row, column, event->globalPosition().toPoint());
}

void Heatmap::set_hovered(int row, int column, const QPoint& global) {
  if (row == hover_row_ && column == hover_column_)
    return;
  hover_row_ = row;
  hover_column_ = column;
  update();
  if (row >= 0 && tool_tip_)
    QToolTip::showText(global, tool_tip_(row, column), this);
  else
    QToolTip::hideText();
  Q_EMIT hovered(row, column);
}

void Heatmap::leaveEvent(QEvent*) {
  set_hovered(-1, -1, {});
}

} // namespace andon::ui
