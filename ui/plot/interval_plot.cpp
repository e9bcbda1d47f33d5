#include "ui/plot/interval_plot.h"

#include "ui/plot/scatter.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace andon::ui {

IntervalPlot::IntervalPlot(QWidget* parent) : PlaneView(parent) {}

void IntervalPlot::set_rows(std::vector<IntervalRow> rows, const QStringList& runs) {
  rows_ = std::move(rows);
  runs_ = runs;
  double low = 1, high = 0;
  for (const IntervalRow& row : rows_)
    for (const Estimate& estimate : row.estimates)
      if (std::isfinite(estimate.value)) {
        low = std::min(low, estimate.low);
        high = std::max(high, estimate.high);
      }
  if (high <= low)
    low = 0, high = 1;
  const double pad = (high - low) * 0.05, legend = runs_.isEmpty() ? 0 : 0.35 + 0.25 * double(runs_.size());
  set_bounds(
      QRectF(low - pad, -0.5, high - low + 2 * pad, std::max<double>(1, double(rows_.size())) + legend));
  fit();
}

QStringList IntervalPlot::row_names() const {
  QStringList names;
  for (const IntervalRow& row : rows_)
    names << row.name;
  return names;
}

double IntervalPlot::y_of(int row, int run) const {
  return double(rows_.size()) - 1 - row - (run + 1.0) / double(runs_.size() + 1) * 0.8 + 0.4;
}

int IntervalPlot::left_margin() const {
  int widest = 40;
  for (const IntervalRow& row : rows_)
    widest = std::max(widest, fontMetrics().horizontalAdvance(row.name));
  return widest + fontMetrics().height() + 14;
}

std::vector<Tick> IntervalPlot::y_ticks(int) const {
  std::vector<Tick> ticks;
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (const double y = double(rows_.size() - 1 - i);
        y >= visible_range().top() && y <= visible_range().bottom())
      ticks.push_back({y, rows_[i].name});
  return ticks;
}

void IntervalPlot::paint_picture(QPainter& painter) {
  painter.save();
  painter.setClipRect(plot_rect());
  for (int row = 0; row < static_cast<int>(rows_.size()); ++row)
    for (int run = 0; run < static_cast<int>(rows_[row].estimates.size()); ++run) {
      const Estimate& estimate = rows_[row].estimates[run];
      if (!std::isfinite(estimate.value))
        continue;
      const QColor color = category(palette(), run);
      const double y = y_of(row, run);
      const QPointF low = to_pixel({estimate.low, y}), high = to_pixel({estimate.high, y});
      painter.setPen(QPen(color, 2));
      painter.drawLine(low, high);
      for (const QPointF& end : {low, high})
        painter.drawLine(end - QPointF(0, 4), end + QPointF(0, 4));
      painter.setBrush(color);
      painter.setPen(QPen(colors(palette()).surface, 1));
      Scatter::draw_shape(painter, to_pixel({estimate.value, y}), run % 4, 5);
    }
  paint_legend(painter);
  painter.restore();
}

void IntervalPlot::paint_legend(QPainter& painter) const {
  const int line = fontMetrics().height() + 2;
  for (int run = 0; run < runs_.size(); ++run) {
    const QPointF at(plot_rect().left() + 16, plot_rect().top() + line * (run + 0.6));
    painter.setPen(Qt::NoPen);
    painter.setBrush(category(palette(), run));
    Scatter::draw_shape(painter, at, run % 4, 5);
    painter.setPen(colors(palette()).text);
    painter.drawText(QRectF(at.x() + 12, at.y() - line / 2.0, 400, line), Qt::AlignVCenter, runs_[run]);
  }
}

bool IntervalPlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip)
    return PlaneView::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (int row = 0; row < static_cast<int>(rows_.size()); ++row)
    for (int run = 0; run < static_cast<int>(rows_[row].estimates.size()); ++run) {
      const Estimate& estimate = rows_[row].estimates[run];
      const QPointF off = to_pixel({estimate.value, y_of(row, run)}) - help->pos();
      if (std::hypot(off.x(), off.y()) > 10)
        continue;
      QToolTip::showText(help->globalPos(),
                         tr("%1 of %2: %3 [%4, %5], 95 % interval")
                             .arg(rows_[row].name, runs_.value(run))
                             .arg(estimate.value, 0, 'g', 4)
                             .arg(estimate.low, 0, 'g', 4)
                             .arg(estimate.high, 0, 'g', 4),
                         this);
      return true;
    }
  QToolTip::hideText();
  return true;
}

} // namespace andon::ui
