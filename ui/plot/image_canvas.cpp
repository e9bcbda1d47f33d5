#include "ui/plot/image_canvas.h"

#include "core/workflow/image_pictures.h"
#include "ui/plot/mask_editor.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace andon::ui {
namespace {

constexpr int bar_width = 12, bar_space = 76, margin = 8;
constexpr double most_zoom = 64, wheel_step = 1.2;
constexpr int click_slack = 3;
const QColor contour_colour(0, 229, 255), truth_colour(0, 200, 83);

QPainterPath path_of(const std::vector<workflow::Outline>& outlines) {
  QPainterPath path;
  for (const workflow::Outline& outline : outlines) {
    QPolygonF polygon;
    for (const auto& corner : outline)
      polygon << QPointF(corner[0], corner[1]);
    path.addPolygon(polygon);
    path.closeSubpath();
  }
  return path;
}

} // namespace

QImage as_qimage(const Image& image) {
  const Image eight = workflow::as_eight_bits(image);
  const QImage view(eight.bytes.data(), eight.width, eight.height, eight.width * eight.channels,
                    eight.channels == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
  return view.copy();
}

ImageCanvas::ImageCanvas(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumSize(200, 160);
}

void ImageCanvas::set_view(std::shared_ptr<const workflow::ImageView> view) {
  const QSize before = image_.size();
  view_ = std::move(view);
  image_ = view_ ? as_qimage(view_->image) : QImage();
  contours_ = view_ ? path_of(view_->contours) : QPainterPath();
  truth_ = view_ ? path_of(view_->truth_outlines) : QPainterPath();
  heat_ = QImage();
  if (view_) {
    const int width = view_->map.width, height = view_->map.height;
    heat_ = QImage(view_->heat.data(), width, height, width, QImage::Format_Indexed8).copy();
    colour_heat();
  }
  blink_ = QImage();
  blinking_ = false;
  spot_ = {-1, -1};
  if (image_.size() != before || fitted_)
    fit();
  update();
}

void ImageCanvas::colour_heat() {
  if (heat_.isNull())
    return;
  for (int level = 0; level < workflow::HeatScale::levels; ++level) {
    const auto colour = workflow::heat_colour(level);
    const double alpha = opacity_ * level / (workflow::HeatScale::levels - 1);
    heat_.setColor(level, qRgba(colour[0], colour[1], colour[2], int(std::lround(255 * alpha))));
  }
}

void ImageCanvas::set_blink_image(const QImage& image, const QPoint& offset) {
  blink_ = image;
  blink_offset_ = offset;
  update();
}

void ImageCanvas::set_blinking(bool on) {
  blinking_ = on && !blink_.isNull();
  update();
}

void ImageCanvas::set_heat_opacity(double opacity) {
  opacity_ = std::clamp(opacity, 0.0, 1.0);
  colour_heat();
  update();
}

void ImageCanvas::set_contours_visible(bool on) {
  contours_visible_ = on;
  update();
}

void ImageCanvas::set_truth_visible(bool on) {
  truth_visible_ = on;
  update();
}

void ImageCanvas::set_spot(const QPoint& pixel) {
  spot_ = pixel;
  update();
}

QRectF ImageCanvas::picture_area() const {
  return QRectF(rect()).adjusted(margin, margin, -bar_space, -margin);
}

void ImageCanvas::set_editor(MaskEditor* editor) {
  editor_ = editor;
  if (editor_)
    connect(editor_, &MaskEditor::changed, this, [this] { update(); });
}

void ImageCanvas::fit() {
  fitted_ = true;
  if (image_.isNull())
    return;
  const QRectF area = picture_area();
  const double scale = std::min(area.width() / image_.width(), area.height() / image_.height());
  QTransform transform;
  transform.translate(area.center().x() - scale * image_.width() / 2,
                      area.center().y() - scale * image_.height() / 2);
  transform.scale(scale, scale);
  move_to(transform);
}

void ImageCanvas::move_to(const QTransform& transform) {
  transform_ = transform;
  update();
  Q_EMIT transform_changed();
}

void ImageCanvas::follow(const QTransform& transform) {
  transform_ = transform;
  fitted_ = false;
  update();
}

void ImageCanvas::zoom(double factor, const QPointF& at) {
  const double next = transform_.m11() * factor;
  if (image_.isNull() || next > most_zoom || next * std::max(image_.width(), image_.height()) < 32)
    return;
  fitted_ = false;
  QTransform transform;
  transform.translate(at.x(), at.y());
  transform.scale(factor, factor);
  transform.translate(-at.x(), -at.y());
  move_to(transform_ * transform);
}

void ImageCanvas::pan(const QPointF& pixels) {
  fitted_ = false;
  move_to(transform_ * QTransform::fromTranslate(pixels.x(), pixels.y()));
}

QPoint ImageCanvas::pixel_at(const QPointF& position) const {
  if (image_.isNull())
    return {-1, -1};
  const QPointF at = transform_.inverted().map(position);
  const QPoint pixel(int(std::floor(at.x())), int(std::floor(at.y())));
  return image_.rect().contains(pixel) ? pixel : QPoint(-1, -1);
}

void ImageCanvas::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& theme = colors(palette());
  painter.fillRect(rect(), theme.surface);
  if (image_.isNull())
    return;
  painter.save();
  painter.setClipRect(picture_area());
  painter.setRenderHint(QPainter::SmoothPixmapTransform, transform_.m11() < 2);
  painter.setTransform(transform_);
  if (blinking_) {
    painter.drawImage(-blink_offset_, blink_);
  } else {
    painter.drawImage(0, 0, image_);
    if (opacity_ > 0)
      painter.drawImage(0, 0, heat_);
  }
  if (editor_ && editor_->active() && !blinking_)
    painter.drawImage(0, 0, editor_->overlay());
  painter.resetTransform();
  paint_lines(painter);
  if (editor_ && editor_->active() && !blinking_)
    paint_editor(painter);
  painter.restore();
  paint_bar(painter);
}

void ImageCanvas::paint_lines(QPainter& painter) const {
  painter.setRenderHint(QPainter::Antialiasing);
  const auto draw = [&](const QPainterPath& path, const QColor& colour, Qt::PenStyle style) {
    QPen pen(colour, 1.5, style);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(transform_.map(path));
  };
  if (truth_visible_ && !blinking_)
    draw(truth_, truth_colour, Qt::DashLine);
  if (contours_visible_ && !blinking_)
    draw(contours_, contour_colour, Qt::SolidLine);
  if (spot_.x() >= 0) {
    const QPointF at = transform_.map(QPointF(spot_) + QPointF(0.5, 0.5));
    painter.setPen(QPen(colors(palette()).cursor, 1.5));
    painter.drawLine(at - QPointF(8, 0), at + QPointF(8, 0));
    painter.drawLine(at - QPointF(0, 8), at + QPointF(0, 8));
  }
}

/// The pen, and the polygon as far as it goes.
void ImageCanvas::paint_editor(QPainter& painter) const {
  painter.setPen(QPen(truth_colour, 1.5));
  painter.setBrush(Qt::NoBrush);
  const QPointF at = transform_.map(editor_->pointer());
  if (editor_->tool() != MaskEditor::Tool::polygon) {
    const double radius = transform_.m11() * editor_->brush() / 2;
    return painter.drawEllipse(at, radius, radius);
  }
  if (editor_->polygon().isEmpty())
    return;
  QPolygonF corners = transform_.map(editor_->polygon());
  painter.drawPolyline(corners << at);
  for (const QPointF& corner : std::as_const(corners))
    painter.drawRect(QRectF(corner - QPointF(2, 2), QSizeF(4, 4)));
}

/// The scale in p-values: hot on top.
void ImageCanvas::paint_bar(QPainter& painter) const {
  const int line = fontMetrics().height();
  const QRectF bar(width() - bar_space + margin, margin + 1.5 * line + 4, bar_width,
                   std::max(60.0, std::min(240.0, height() - 2.0 * margin - 2.5 * line)));
  for (int y = 0; y < int(bar.height()); ++y) {
    const int level = int((workflow::HeatScale::levels - 1) * (1 - y / (bar.height() - 1)));
    const auto colour = workflow::heat_colour(level);
    painter.fillRect(QRectF(bar.left(), bar.top() + y, bar.width(), 1),
                     QColor(colour[0], colour[1], colour[2]));
  }
  painter.setPen(colors(palette()).axis);
  painter.drawRect(bar);
  painter.drawText(QPointF(bar.left(), margin + line - 2), tr("p-value"));
  for (int exponent = -5; exponent <= -2; ++exponent) {
    const double y = bar.bottom() - workflow::HeatScale::position(std::pow(10.0, exponent)) * bar.height();
    painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 4, y));
    painter.drawText(QRectF(bar.right() + 6, y - line, bar_space, 2 * line), Qt::AlignLeft | Qt::AlignVCenter,
                     QString::number(std::pow(10.0, exponent), 'g', 1));
  }
}

void ImageCanvas::resizeEvent(QResizeEvent*) {
  if (fitted_)
    fit();
}

void ImageCanvas::wheelEvent(QWheelEvent* event) {
  zoom(std::pow(wheel_step, event->angleDelta().y() / 120.0), event->position());
}

void ImageCanvas::mousePressEvent(QMouseEvent* event) {
  pressed_ = last_ = event->position();
  dragging_ = false;
  if (editor_ && editor_->active() && event->button() == Qt::LeftButton)
    editor_->press(transform_.inverted().map(event->position()));
}

void ImageCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
  if (editor_ && editor_->active() && editor_->tool() == MaskEditor::Tool::polygon)
    editor_->close_polygon();
  else
    mousePressEvent(event);
}

void ImageCanvas::mouseMoveEvent(QMouseEvent* event) {
  Q_EMIT hovered(pixel_at(event->position()));
  const bool left = (event->buttons() & Qt::LeftButton) != 0, editing = editor_ && editor_->active();
  if (editing)
    editor_->move(transform_.inverted().map(event->position()), left);
  if ((event->buttons() & Qt::MiddleButton) == 0 && (!left || editing))
    return;
  dragging_ = dragging_ || (event->position() - pressed_).manhattanLength() > click_slack;
  if (dragging_)
    pan(event->position() - last_);
  last_ = event->position();
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event) {
  if (editor_ && editor_->active())
    return editor_->release();
  const QPoint pixel = pixel_at(event->position());
  if (event->button() == Qt::LeftButton && !dragging_ && pixel.x() >= 0)
    Q_EMIT picked(pixel);
}

void ImageCanvas::leaveEvent(QEvent*) {
  Q_EMIT hovered({-1, -1});
}

} // namespace andon::ui
