#pragma once
#include "ui/plot/axis.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QRectF>
#include <QWidget>

namespace andon::ui {

/// A painted plane with two value axes: round ticks, titles with units, zoom by wheel at the pointer, pan by
/// middle or Space drag and arrows, + and −, F or Home to fit. Subclasses paint the picture, which is kept
/// until the range, the size, the data or the theme changes, and a light overlay over it. Threads: GUI.
class PlaneView : public QWidget {
  Q_OBJECT
public:
  explicit PlaneView(QWidget* parent = nullptr);
  /// What fit() shows; the visible range follows as long as the person did not zoom. requires width, height >
  /// 0.
  void set_bounds(const QRectF& bounds);
  void set_axis_titles(const QString& x, const QString& y);
  /// The same number of units a pixel on both axes.
  void set_equal_aspect(bool equal) { equal_aspect_ = equal; }
  /// Axes without ticks: coordinates that mean nothing by themselves.
  void set_ticks_visible(bool visible);
  /// Values visible now; y grows upwards: top() is the lowest value.
  QRectF visible_range() const { return visible_; }
  void set_visible_range(const QRectF& range);
  QRectF plot_rect() const;
  QPointF to_pixel(const QPointF& value) const;
  QPointF to_value(const QPointF& pixel) const;

public Q_SLOTS:
  void fit();
  void zoom_in();
  void zoom_out();

Q_SIGNALS:
  void visible_range_changed();

protected:
  virtual void paint_picture(QPainter& painter) = 0;
  virtual void paint_overlay(QPainter&) {}
  /// Space to the right of the plot, for a colour bar.
  virtual int right_margin() const { return 12; }
  virtual int left_margin() const;
  virtual std::vector<Tick> x_ticks(int at_most) const;
  virtual std::vector<Tick> y_ticks(int at_most) const;
  void invalidate(); ///< the picture is out of date
  bool is_panning() const { return panning_; }
  bool space_held() const { return space_held_; }
  void zoom_at(const QPointF& pixel, double factor);

  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;

private:
  void pan_by(const QPointF& pixels);
  void paint_axes(QPainter& painter) const;
  QRectF with_aspect(QRectF range) const;

  QRectF bounds_{0, 0, 1, 1}, visible_{0, 0, 1, 1};
  QString x_title_, y_title_;
  QImage picture_;
  QPointF last_;
  bool equal_aspect_ = false, ticks_visible_ = true, fitted_ = true, panning_ = false, space_held_ = false;
};

} // namespace andon::ui
