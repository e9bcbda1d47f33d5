#include "ui/plot/track_lane.h"

#include <QFontMetricsF>
#include <QPainter>

namespace andon::ui {

void draw_text(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text,
               const QColor& color) {
  painter.setPen(color);
  const QString fitting =
      painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(rect.width()));
  painter.drawText(rect, static_cast<int>(alignment) | Qt::TextSingleLine, fitting);
}

void draw_time_grid(QPainter& painter, const LaneFrame& frame) {
  painter.setPen(QPen(frame.colors().grid, 0));
  for (const Tick& tick : frame.time_ticks) {
    const double x = frame.x_of(tick.value);
    painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()));
  }
}

} // namespace andon::ui
