#include "ui/plot/load_bars.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace andon::ui {
namespace {

constexpr int row_height = 26, name_width = 84, number_width = 56, course_width = 64;

} // namespace

void LoadBars::set_bars(std::vector<Bar> bars) {
  bars_ = std::move(bars);
  updateGeometry();
  update();
}

void LoadBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& c = colors(palette());
  double top = 4;
  const double room = std::max(20.0, width() - name_width - number_width - course_width - 2.0 * space);
  for (std::size_t i = 0; i < bars_.size(); ++i, top += row_height) {
    const Bar& bar = bars_[i];
    painter.setPen(c.text);
    painter.drawText(QRectF(0, top, name_width, row_height), Qt::AlignVCenter | Qt::AlignLeft, bar.name);
    const QRectF all(name_width, top + 5, room, row_height - 10);
    painter.fillRect(all, c.raised);
    painter.fillRect(
        QRectF(all.left(), all.top(), all.width() * std::clamp(bar.share, 0.0, 1.0), all.height()),
        category(palette(), static_cast<int>(i)));
    if (bar.warning) {
      painter.setPen(QPen(c.review, 2, Qt::DashLine));
      painter.drawRect(all);
    }
    painter.setPen(bar.warning ? c.review : c.text);
    painter.drawText(QRectF(all.right() + space, top, number_width, row_height),
                     Qt::AlignVCenter | Qt::AlignRight,
                     QStringLiteral("%1\u202f%").arg(100 * bar.share, 0, 'f', 1));
    QPolygonF course;
    const QRectF box(all.right() + number_width + 2 * space, top + 5, course_width - space, row_height - 10);
    for (std::size_t k = 0; k < bar.course.size() && bar.course.size() > 1; ++k)
      course << QPointF(box.left() +
                            box.width() * static_cast<double>(k) / static_cast<double>(bar.course.size() - 1),
                        box.bottom() - box.height() * std::clamp(bar.course[k], 0.0, 1.0));
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(category(palette(), static_cast<int>(i)), 1.4));
    painter.drawPolyline(course);
    painter.setRenderHint(QPainter::Antialiasing, false);
  }
}

} // namespace andon::ui
