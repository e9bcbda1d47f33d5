#include "ui/plot/plane_view.h"

#include <QKeyEvent>
#include <QPainter>

#include <cmath>

namespace andon::ui {
namespace {
constexpr int tick_length = 4;
constexpr double key_step = 60;
} // namespace

PlaneView::PlaneView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(160, 120);
  setAttribute(Qt::WA_OpaquePaintEvent);
}

void PlaneView::set_bounds(const QRectF& bounds) {
  bounds_ = bounds;
  if (fitted_)
    fit();
  invalidate();
}

void PlaneView::set_axis_titles(const QString& x, const QString& y) {
  x_title_ = x;
  y_title_ = y;
  update();
}

void PlaneView::set_ticks_visible(bool visible) {
  ticks_visible_ = visible;
  invalidate();
}

QRectF PlaneView::with_aspect(QRectF range) const {
  const QRectF plot = plot_rect();
  if (!equal_aspect_ || plot.width() <= 0 || plot.height() <= 0)
    return range;
  const double per_pixel = std::max(range.width() / plot.width(), range.height() / plot.height());
  const QPointF centre = range.center();
  range.setSize({per_pixel * plot.width(), per_pixel * plot.height()});
  range.moveCenter(centre);
  return range;
}

void PlaneView::set_visible_range(const QRectF& range) {
  fitted_ = false;
  visible_ = with_aspect(range);
  invalidate();
  Q_EMIT visible_range_changed();
}

void PlaneView::fit() {
  set_visible_range(bounds_);
  fitted_ = true;
}

void PlaneView::zoom_in() {
  zoom_at(plot_rect().center(), 1.5);
}
void PlaneView::zoom_out() {
  zoom_at(plot_rect().center(), 1 / 1.5);
}

QRectF PlaneView::plot_rect() const {
  const int line = fontMetrics().height();
  const int left = left_margin(), bottom = ticks_visible_ ? 2 * line + 14 : line + 12;
  return QRectF(left, 12, std::max(1, width() - left - right_margin()), std::max(1, height() - bottom - 12));
}

int PlaneView::left_margin() const {
  return fontMetrics().height() + (ticks_visible_ ? 52 : 16);
}
std::vector<Tick> PlaneView::x_ticks(int at_most) const {
  return value_ticks(visible_.left(), visible_.right(), at_most);
}
std::vector<Tick> PlaneView::y_ticks(int at_most) const {
  return value_ticks(visible_.top(), visible_.bottom(), at_most);
}

QPointF PlaneView::to_pixel(const QPointF& value) const {
  const QRectF plot = plot_rect();
  return {plot.left() + (value.x() - visible_.left()) / visible_.width() * plot.width(),
          plot.bottom() - (value.y() - visible_.top()) / visible_.height() * plot.height()};
}

QPointF PlaneView::to_value(const QPointF& pixel) const {
  const QRectF plot = plot_rect();
  return {visible_.left() + (pixel.x() - plot.left()) / plot.width() * visible_.width(),
          visible_.top() + (plot.bottom() - pixel.y()) / plot.height() * visible_.height()};
}

void PlaneView::zoom_at(const QPointF& pixel, double factor) {
  const double width = visible_.width() / factor, height = visible_.height() / factor;
  if (width < bounds_.width() * 1e-6 || width > bounds_.width() * 100)
    return;
  const QPointF anchor = to_value(pixel);
  set_visible_range({anchor.x() - (anchor.x() - visible_.left()) / factor,
                     anchor.y() - (anchor.y() - visible_.top()) / factor, width, height});
}

void PlaneView::pan_by(const QPointF& pixels) {
  const QRectF plot = plot_rect();
  set_visible_range(visible_.translated(-pixels.x() / plot.width() * visible_.width(),
                                        pixels.y() / plot.height() * visible_.height()));
}

void PlaneView::invalidate() {
  picture_ = QImage();
  update();
}

void PlaneView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (fitted_)
    fit();
  else
    set_visible_range(visible_);
}

void PlaneView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
    invalidate();
  QWidget::changeEvent(event);
}

void PlaneView::paintEvent(QPaintEvent*) {
  const double ratio = devicePixelRatioF();
  if (picture_.isNull() || picture_.devicePixelRatio() != ratio) {
    picture_ = QImage((QSizeF(size()) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
    picture_.setDevicePixelRatio(ratio);
    picture_.fill(colors(palette()).surface);
    QPainter painter(&picture_);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    paint_axes(painter);
    painter.setClipRect(plot_rect().adjusted(0, 0, right_margin(), 0));
    paint_picture(painter);
  }
  QPainter painter(this);
  painter.drawImage(QPointF(0, 0), picture_);
  painter.setRenderHint(QPainter::Antialiasing);
  paint_overlay(painter);
  if (hasFocus()) {
    painter.setClipping(false);
    painter.setPen(QPen(colors(palette()).accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(plot_rect().adjusted(-1, -1, 1, 1));
  }
}

void PlaneView::paint_axes(QPainter& painter) const {
  const Colors& color = colors(palette());
  const QRectF plot = plot_rect();
  const int line = fontMetrics().height();
  painter.setRenderHint(QPainter::Antialiasing, false);
  if (ticks_visible_) {
    for (const Tick& tick : x_ticks(std::max(2, int(plot.width() / 80)))) {
      const double x = std::round(to_pixel({tick.value, 0}).x());
      painter.setPen(color.grid);
      painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
      painter.setPen(color.axis);
      painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + tick_length));
      painter.drawText(QRectF(x - 50, plot.bottom() + tick_length, 100, line), Qt::AlignCenter, tick.text);
    }
    for (const Tick& tick : y_ticks(std::max(2, int(plot.height() / 40)))) {
      const double y = std::round(to_pixel({0, tick.value}).y());
      painter.setPen(color.grid);
      painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
      painter.setPen(color.axis);
      painter.drawLine(QPointF(plot.left() - tick_length, y), QPointF(plot.left(), y));
      painter.drawText(QRectF(0, y - line, plot.left() - tick_length - 3, 2 * line),
                       Qt::AlignRight | Qt::AlignVCenter, tick.text);
    }
  }
  painter.setPen(color.axis);
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(plot);
  painter.drawText(QRectF(plot.left(), height() - line - 2, plot.width(), line), Qt::AlignCenter, x_title_);
  // A title longer than the plot is high takes the height of the widget.
  const bool fits = painter.fontMetrics().horizontalAdvance(y_title_) <= plot.height();
  const double length = fits ? plot.height() : height();
  painter.save();
  painter.translate(2, fits ? plot.center().y() : height() / 2.0);
  painter.rotate(-90);
  painter.drawText(QRectF(-length / 2, 0, length, line), Qt::AlignCenter,
                   painter.fontMetrics().elidedText(y_title_, Qt::ElideRight, int(length)));
  painter.restore();
  painter.setRenderHint(QPainter::Antialiasing);
}

void PlaneView::wheelEvent(QWheelEvent* event) {
  zoom_at(event->position(), std::exp2(event->angleDelta().y() / 240.0));
  event->accept();
}

void PlaneView::mousePressEvent(QMouseEvent* event) {
  panning_ = event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && space_held_);
  last_ = event->position();
  if (panning_)
    setCursor(Qt::ClosedHandCursor);
}

void PlaneView::mouseMoveEvent(QMouseEvent* event) {
  if (panning_)
    pan_by(event->position() - last_);
  last_ = event->position();
}

void PlaneView::mouseReleaseEvent(QMouseEvent*) {
  panning_ = false;
  unsetCursor();
}

void PlaneView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
  case Qt::Key_F:
  case Qt::Key_Home:
    return fit();
  case Qt::Key_Plus:
  case Qt::Key_Equal:
    return zoom_in();
  case Qt::Key_Minus:
    return zoom_out();
  case Qt::Key_Left:
    return pan_by({key_step, 0});
  case Qt::Key_Right:
    return pan_by({-key_step, 0});
  case Qt::Key_Up:
    return pan_by({0, key_step});
  case Qt::Key_Down:
    return pan_by({0, -key_step});
  case Qt::Key_Space:
    space_held_ = true;
    return;
  default:
    QWidget::keyPressEvent(event);
  }
}

void PlaneView::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space && !event->isAutoRepeat())
    space_held_ = false;
  QWidget::keyReleaseEvent(event);
}

} // namespace andon::ui
