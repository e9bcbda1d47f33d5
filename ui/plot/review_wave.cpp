#include "ui/plot/review_wave.h"

#include "ui/plot/axis.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr double gutter = 88, axis_height = 22, padding = 6, shortest_drag = 4;

struct Extent {
  double low = 0, high = 1;
};

Extent extent_of(const Series& series) {
  Extent extent{1, 0};
  for (std::size_t i = 0; i < series.values.size(); ++i)
    if (!series.is_missing(i)) {
      const double value = series.values[i];
      if (extent.low > extent.high)
        extent = {value, value};
      extent = {std::min(extent.low, value), std::max(extent.high, value)};
    }
  if (extent.low > extent.high)
    return {};
  if (extent.low == extent.high)
    return {extent.low - 0.5, extent.high + 0.5};
  return extent;
}

QString seconds_text(double seconds) {
  return QString::number(seconds, 'g', 4) + QStringLiteral(" s");
}

} // namespace

ReviewWave::ReviewWave(QWidget* parent) : QWidget(parent) {
  setCursor(Qt::ArrowCursor);
}

void ReviewWave::show_window(std::vector<Sensor> sensors, TimeRange window) {
  sensors_ = std::move(sensors);
  window_ = window;
  visible_ = window;
  for (const Sensor& sensor : sensors_) {
    const double length = static_cast<double>(sensor.series.values.size()) / sensor.series.rate;
    visible_.start = std::min(visible_.start, sensor.series.start);
    visible_.end = std::max(visible_.end, sensor.series.start + length);
  }
  marks_.clear();
  drag_from_.reset();
  update();
}

void ReviewWave::set_marks(std::vector<TimeRange> marks) {
  marks_ = std::move(marks);
  update();
}

QRectF ReviewWave::plot() const {
  return QRectF(gutter, padding, std::max(1.0, width() - gutter - padding),
                std::max(1.0, height() - axis_height - padding));
}

double ReviewWave::x_of(double time) const {
  const QRectF area = plot();
  return area.left() + area.width() * (time - visible_.start) / std::max(visible_.span(), 1e-12);
}

double ReviewWave::time_at(double x) const {
  const QRectF area = plot();
  const double share = std::clamp((x - area.left()) / area.width(), 0.0, 1.0);
  return visible_.start + share * visible_.span();
}

void ReviewWave::paint_band(QPainter& painter, TimeRange range, const QColor& color,
                            Qt::BrushStyle style) const {
  const QRectF area = plot();
  const double left = std::max(area.left(), x_of(range.start)),
               right = std::min(area.right(), x_of(range.end));
  if (right > left)
    painter.fillRect(QRectF(left, area.top(), right - left, area.height()), QBrush(color, style));
}

void ReviewWave::paint_sensor(QPainter& painter, const Sensor& sensor, int index, const QRectF& area) const {
  const Series& series = sensor.series;
  const Extent extent = extent_of(series);
  const auto y_of = [&](double value) {
    return area.bottom() - area.height() * (value - extent.low) / (extent.high - extent.low);
  };
  painter.setPen(colors(palette()).muted);
  const QRectF side(0, area.top(), gutter - padding, area.height());
  const QString unit = QString::fromStdString(sensor.info.unit);
  const QString name = painter.fontMetrics().elidedText(QString::fromStdString(sensor.info.id),
                                                        Qt::ElideMiddle, static_cast<int>(side.width()));
  painter.drawText(side, Qt::AlignRight | Qt::AlignVCenter,
                   unit.isEmpty() ? name : name + QStringLiteral("\n") + unit);
  if (side.height() > 5 * painter.fontMetrics().height()) {
    painter.drawText(side, Qt::AlignRight | Qt::AlignTop, quantity_text(extent.high, {}));
    painter.drawText(side, Qt::AlignRight | Qt::AlignBottom, quantity_text(extent.low, {}));
  }
  painter.setPen(QPen(category(palette(), index), 1.4));
  QPainterPath path;
  bool open = false;
  double column = -1, low = 0, high = 0;
  const auto flush = [&] {
    if (column < 0)
      return;
    open ? path.lineTo(column, y_of(low)) : path.moveTo(column, y_of(low));
    path.lineTo(column, y_of(high));
    open = true;
  };
  const bool dense = static_cast<double>(series.values.size()) > 2 * area.width();
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (series.is_missing(i)) {
      flush();
      column = -1;
      open = false;
      continue;
    }
    const double exact = x_of(series.start + static_cast<double>(i) / series.rate), value = series.values[i];
    const double x = dense ? std::floor(exact) : exact;
    if (x != column) {
      flush();
      column = x;
      low = high = value;
    }
    low = std::min(low, value);
    high = std::max(high, value);
  }
  flush();
  painter.drawPath(path);
}

void ReviewWave::paint_axis(QPainter& painter) const {
  const QRectF area = plot();
  painter.setPen(colors(palette()).axis);
  painter.drawLine(area.bottomLeft(), area.bottomRight());
  painter.setPen(colors(palette()).muted);
  const QRectF line(area.left(), area.bottom(), area.width(), axis_height);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, seconds_text(visible_.start));
  painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, seconds_text(visible_.end));
}

void ReviewWave::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& look = colors(palette());
  painter.fillRect(rect(), look.window);
  if (sensors_.empty()) {
    Q_EMIT painted();
    return;
  }
  paint_band(painter, visible_, look.raised, Qt::SolidPattern);
  paint_band(painter, window_, look.surface, Qt::SolidPattern);
  for (const TimeRange& mark : marks_)
    paint_band(painter, mark, look.alarm, Qt::BDiagPattern);
  if (drag_from_ && drag_to_)
    paint_band(painter, {std::min(*drag_from_, *drag_to_), std::max(*drag_from_, *drag_to_)}, look.selection,
               Qt::Dense4Pattern);
  const QRectF area = plot();
  const double height = area.height() / static_cast<double>(sensors_.size());
  for (std::size_t i = 0; i < sensors_.size(); ++i)
    paint_sensor(painter, sensors_[i], static_cast<int>(i),
                 QRectF(area.left(), area.top() + static_cast<double>(i) * height + padding, area.width(),
                        height - 2 * padding));
  paint_axis(painter);
  Q_EMIT painted();
}

void ReviewWave::mousePressEvent(QMouseEvent* event) {
  if (!marking_ || event->button() != Qt::LeftButton || sensors_.empty())
    return QWidget::mousePressEvent(event);
  drag_from_ = drag_to_ = time_at(event->position().x());
}

void ReviewWave::mouseMoveEvent(QMouseEvent* event) {
  if (!drag_from_)
    return;
  drag_to_ = time_at(event->position().x());
  update();
}

void ReviewWave::mouseReleaseEvent(QMouseEvent* event) {
  if (!drag_from_)
    return;
  const double from = *drag_from_, to = time_at(event->position().x());
  drag_from_.reset();
  drag_to_.reset();
  update();
  if (std::abs(x_of(to) - x_of(from)) >= shortest_drag)
    Q_EMIT interval_marked(std::min(from, to), std::max(from, to));
}

} // namespace andon::ui
