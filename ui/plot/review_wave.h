#pragma once
#include "core/signal/series.h"
#include "ui/plot/time_view.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace andon::ui {

/// One window of a recording with what comes before and after it: every sensor in a strip of its own, the
/// window itself on a lighter ground, marked intervals as hatched bands. Dragging marks an interval. Draws
/// the lowest and highest value of each pixel column, gaps as gaps. Threads: GUI.
class ReviewWave : public QWidget {
  Q_OBJECT
public:
  explicit ReviewWave(QWidget* parent = nullptr);
  void show_window(std::vector<Sensor> sensors, TimeRange window);
  void set_marks(std::vector<TimeRange> marks);
  void set_marking(bool on) { marking_ = on; } ///< dragging marks; off by default
  void clear() { show_window({}, {}); }
  TimeRange visible() const { return visible_; }
  double time_at(double x) const;
  QSize sizeHint() const override { return {720, 320}; }
  QSize minimumSizeHint() const override { return {240, 90}; }

Q_SIGNALS:
  void interval_marked(double start, double end); ///< seconds, start < end
  void painted();

protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

private:
  double x_of(double time) const;
  QRectF plot() const;
  void paint_band(QPainter& painter, TimeRange range, const QColor& color, Qt::BrushStyle style) const;
  void paint_sensor(QPainter& painter, const Sensor& sensor, int index, const QRectF& area) const;
  void paint_axis(QPainter& painter) const;

  std::vector<Sensor> sensors_;
  std::vector<TimeRange> marks_;
  TimeRange window_, visible_;
  std::optional<double> drag_from_, drag_to_;
  bool marking_ = false;
};

} // namespace andon::ui
