#include "ui/plot/minimap.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace andon::ui {

void Minimap::set_source(std::shared_ptr<SampleSource> source) {
  source_ = std::move(source);
  forget_picture();
}

void Minimap::set_marks(std::vector<TimeRange> marks) {
  marks_ = std::move(marks);
  forget_picture();
}

void Minimap::paint_picture(const LaneFrame& frame) {
  const Colors& c = frame.colors();
  const QSizeF size = frame.plot.size();
  picture_size_ = size;
  picture_ = QImage((size * frame.pixel_ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
  picture_.setDevicePixelRatio(frame.pixel_ratio);
  picture_.fill(c.surface);
  QPainter painter(&picture_);
  const MinMax range = source_ ? source_->range() : MinMax{};
  if (range.low <= range.high && source_->info().samples > 0) {
    const int count = std::max(1, static_cast<int>(size.width()));
    const double width = frame.visible.span() * source_->info().rate / count;
    const double first = source_->index_of(frame.visible.start);
    std::vector<MinMax> columns(static_cast<std::size_t>(count));
    source_->columns(first, std::max(width, 1.0), columns);
    const double span = std::max(double{range.high} - range.low, 1e-30), tall = size.height() - 4;
    painter.setPen(QPen(c.normal, 0));
    const double shrink = width < 1 ? 1 / width : 1;
    for (int i = 0; i < count; ++i) {
      const MinMax& column = columns[static_cast<std::size_t>(i)];
      const double x = i * shrink;
      if (column.low > column.high || x > size.width())
        continue;
      const double low = 2 + (range.high - column.low) / span * tall,
                   high = 2 + (range.high - column.high) / span * tall;
      painter.drawLine(QPointF(x, high), QPointF(x, std::max(low, high + 1)));
    }
  }
  for (const TimeRange& mark : marks_) {
    const double left = frame.x_of(mark.start) - frame.plot.left();
    const double right = std::max(frame.x_of(mark.end) - frame.plot.left(), left + 2);
    painter.fillRect(QRectF(left, 0, right - left, 4), c.alarm);
  }
}

void Minimap::paint(QPainter& painter, const LaneFrame& frame, TimeRange visible) {
  if (picture_.isNull() || picture_size_ != frame.plot.size())
    paint_picture(frame);
  painter.drawImage(frame.plot.topLeft(), picture_);
  const Colors& c = frame.colors();
  const double left = frame.x_of(visible.start), right = std::max(frame.x_of(visible.end), left + 3);
  QColor veil = c.window;
  veil.setAlpha(170);
  painter.fillRect(QRectF(frame.plot.left(), frame.plot.top(), left - frame.plot.left(), frame.plot.height()),
                   veil);
  painter.fillRect(QRectF(right, frame.plot.top(), frame.plot.right() - right, frame.plot.height()), veil);
  painter.setPen(QPen(c.border, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(frame.plot);
  painter.setPen(QPen(c.accent, 2));
  painter.drawRect(QRectF(left, frame.plot.top(), right - left, frame.plot.height()));
}

} // namespace andon::ui
