#pragma once
#include "core/workflow/images.h"

#include <QImage>
#include <QPainterPath>
#include <QTransform>
#include <QWidget>

#include <memory>

namespace andon::ui {

class MaskEditor;

/// A part at full resolution with its heatmap over it: zoom by wheel at the pointer, pan by drag and arrows,
/// fit. What is cold on the run's scale stays as it is, hot pixels take the scale's colour; contours of
/// unusual regions, the ground truth, and a picture to compare with on demand. A labelled bar shows the one
/// scale of all images. Threads: GUI.
class ImageCanvas : public QWidget {
  Q_OBJECT
public:
  explicit ImageCanvas(QWidget* parent = nullptr);
  /// nullptr = nothing to show. Keeps the zoom when the sizes agree.
  void set_view(std::shared_ptr<const workflow::ImageView> view);
  const workflow::ImageView* view() const { return view_.get(); }
  /// Shown instead of the image while blinking; moved by `offset` image pixels so that two spots lie on each
  /// other.
  void set_blink_image(const QImage& image, const QPoint& offset);
  void set_blinking(bool on);
  bool blinking() const { return blinking_; }
  void set_heat_opacity(double opacity); ///< 0 = no heat … 1
  double heat_opacity() const { return opacity_; }
  void set_contours_visible(bool on);
  void set_truth_visible(bool on);
  /// Marks a pixel, (-1, -1) = none.
  void set_spot(const QPoint& pixel);
  /// Left button and pointer go to the editor while it is active; the middle button pans. nullptr = none.
  void set_editor(MaskEditor* editor);
  void fit();
  void zoom(double factor, const QPointF& at);
  void pan(const QPointF& pixels);
  /// Image pixels to widget pixels.
  const QTransform& transform() const { return transform_; }
  /// Follows another canvas; emits nothing.
  void follow(const QTransform& transform);
  QSize sizeHint() const override { return {640, 480}; }

Q_SIGNALS:
  void hovered(const QPoint& pixel); ///< (-1, -1) outside
  void picked(const QPoint& pixel);
  void transform_changed();

protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

private:
  QRectF picture_area() const;
  QPoint pixel_at(const QPointF& position) const;
  void move_to(const QTransform& transform);
  void colour_heat();
  void paint_bar(QPainter& painter) const;
  void paint_lines(QPainter& painter) const;
  void paint_editor(QPainter& painter) const;
  MaskEditor* editor_ = nullptr;

  std::shared_ptr<const workflow::ImageView> view_;
  QImage image_, heat_, blink_;
  QPainterPath contours_, truth_;
  QTransform transform_;
  QPointF pressed_, last_;
  QPoint blink_offset_, spot_{-1, -1};
  double opacity_ = 0.7;
  bool contours_visible_ = true, truth_visible_ = false, blinking_ = false, fitted_ = true, dragging_ = false;
};

/// An image as Qt paints it. 16-bit samples are stretched, see workflow::as_eight_bits().
QImage as_qimage(const Image& image);

} // namespace andon::ui
