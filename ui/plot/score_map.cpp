#include "ui/plot/score_map.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace andon::ui {

ScoreMap::ScoreMap(QWidget* parent) : CellMap(FirstRow::on_top, parent) {}

void ScoreMap::set_cells(Cells cells) {
  cells_ = std::move(cells);
  set_current(-1, -1);
  const double from = cells_.starts.empty() ? 0 : cells_.starts.front();
  const double to = cells_.ends.empty() ? 1 : cells_.ends.back();
  // Rows count downwards from the top: sensor i lies around y = −i.
  set_bounds(QRectF(from, 0.5 - std::max(1, rows()), std::max(1e-9, to - from), std::max(1, rows())));
  fit();
}

int ScoreMap::left_margin() const {
  return fontMetrics().height() + 64;
}
std::vector<Tick> ScoreMap::x_ticks(int at_most) const {
  return time_ticks(visible_range().left(), visible_range().right(), at_most).ticks;
}

std::vector<Tick> ScoreMap::y_ticks(int at_most) const {
  std::vector<Tick> ticks;
  const int first = std::max(0, static_cast<int>(std::ceil(-visible_range().bottom())));
  const int last = std::min(rows() - 1, static_cast<int>(std::floor(-visible_range().top())));
  const int room = std::max(at_most, static_cast<int>(plot_rect().height() / (fontMetrics().height() + 1)));
  const int step = std::max(1, (last - first + room) / std::max(1, room));
  for (int row = first; row <= last; row += step)
    ticks.push_back({static_cast<double>(-row), cells_.sensors[row]});
  return ticks;
}

QRectF ScoreMap::cell(int row, int column) const {
  const auto c = static_cast<std::size_t>(column);
  return QRectF(to_pixel({cells_.starts[c], 0.5 - row}), to_pixel({cells_.ends[c], -0.5 - row}));
}

bool ScoreMap::cell_at(const QPointF& pixel, int& row, int& column) const {
  if (!plot_rect().contains(pixel) || cells_.starts.empty())
    return false;
  const QPointF value = to_value(pixel);
  row = static_cast<int>(std::floor(0.5 - value.y()));
  const auto after = std::ranges::upper_bound(cells_.starts, value.x());
  column = static_cast<int>(after - cells_.starts.begin()) - 1;
  return row >= 0 && row < rows() && column >= 0;
}

void ScoreMap::paint_picture(QPainter& painter) {
  if (rows() == 0 || columns() == 0)
    return;
  QImage image(columns(), rows(), QImage::Format_RGB32);
  for (int row = 0; row < rows(); ++row)
    for (int column = 0; column < columns(); ++column)
      image.setPixelColor(column, row,
                          viridis((score(row, column) - cells_.low) / (cells_.high - cells_.low)));
  const QRectF plot = plot_rect();
  painter.save();
  painter.setClipRect(plot);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter.drawImage(QRectF(cell(0, 0).topLeft(), cell(rows() - 1, columns() - 1).bottomRight()), image);
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setBrush(Qt::NoBrush);
  for (int row = 0; row < rows(); ++row)
    for (int column = 0; column < columns(); ++column) {
      const QRectF place = cell(row, column);
      if (cells_.has_threshold && score(row, column) >= cells_.threshold) {
        painter.setPen(QPen(colors(palette()).alarm, 2));
        painter.drawRect(place.adjusted(1, 1, -1, -1));
      }
      if (cells_.labels[static_cast<std::size_t>(row * columns() + column)] == 1) {
        painter.setPen(QPen(Qt::white, 2));
        painter.drawLine(place.bottomLeft() + QPointF(0, -2), place.bottomRight() + QPointF(0, -2));
      }
    }
  painter.restore();
  painter.setClipping(false);
  draw_values(painter, cells_.low, cells_.high);
}

void ScoreMap::paint_overlay(QPainter& painter) {
  painter.save();
  painter.setClipRect(plot_rect());
  draw_current(painter);
  painter.restore();
}

void ScoreMap::mouseMoveEvent(QMouseEvent* event) {
  PlaneView::mouseMoveEvent(event);
  int row = 0, column = 0;
  if (is_panning() || !cell_at(event->position(), row, column))
    return QToolTip::hideText();
  const auto c = static_cast<std::size_t>(column);
  QToolTip::showText(event->globalPosition().toPoint(),
                     tr("%1, %2 to %3: %4")
                         .arg(cells_.sensors[row], duration_text(cells_.starts[c]),
                              duration_text(cells_.ends[c]), quantity_text(score(row, column), {})),
                     this);
}

} // namespace andon::ui
