#include "ui/plot/color_bar.h"

#include "ui/plot/axis.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace andon::ui {

void draw_color_bar(QPainter& painter, const QRectF& bar, double low, double high, const QString& title,
                    const QPalette& palette) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (int y = 0; y < int(bar.height()); ++y)
    painter.fillRect(QRectF(bar.left(), bar.bottom() - y - 1, bar.width(), 1),
                     viridis(y / (bar.height() - 1)));
  painter.setPen(colors(palette).axis);
  painter.drawRect(bar);
  const int line = painter.fontMetrics().height();
  double widest = 0;
  if (high > low)
    for (const Tick& tick : value_ticks(low, high, std::max(2, int(bar.height() / 40)))) {
      const double y = bar.bottom() - (tick.value - low) / (high - low) * bar.height();
      painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 4, y));
      painter.drawText(QRectF(bar.right() + 7, y - line, 60, 2 * line), Qt::AlignLeft | Qt::AlignVCenter,
                       tick.text);
      widest = std::max<double>(widest, painter.fontMetrics().horizontalAdvance(tick.text));
    }
  painter.translate(bar.right() + 10 + widest, bar.center().y());
  painter.rotate(-90);
  painter.drawText(QRectF(-bar.height() / 2, 0, bar.height(), line), Qt::AlignCenter, title);
  painter.restore();
}

} // namespace andon::ui
