#pragma once
#include "ui/plot/axis.h"
#include "ui/plot/time_view.h"
#include "ui/theme/theme.h"

#include <QObject>
#include <QRectF>

class QPainter;

namespace andon::ui {

/// Where and how a lane paints: `area` is all of it, `plot` the part that the time axis spans.
struct LaneFrame {
  QRectF area, plot;
  TimeRange visible;
  QPalette palette;
  std::vector<Tick> time_ticks;
  double pixel_ratio = 1;

  const Colors& colors() const { return ui::colors(palette); }
  double x_of(double time) const {
    return plot.left() + (time - visible.start) / visible.span() * plot.width();
  }
  double time_at(double x) const { return visible.start + (x - plot.left()) / plot.width() * visible.span(); }
};

/// One strip of a TrackView: a signal, the scores or the labels. Threads: GUI.
class TrackLane : public QObject {
  Q_OBJECT
public:
  static constexpr int header_height = 20;

  virtual int minimum_height() const = 0;
  /// Share of the height that is left over; 0 = keeps its minimum.
  virtual int stretch() const { return 0; }
  /// Height of the row above the plot with the lane's name.
  virtual int header() const { return 0; }
  /// The picture that changes with range and data. Cost: proportional to pixels.
  virtual void paint(QPainter& painter, const LaneFrame& frame) = 0;
  /// What changes with crosshair and cursors, drawn over the picture.
  virtual void paint_readout(QPainter& painter, const LaneFrame& frame, const TimeView& time) = 0;

Q_SIGNALS:
  void changed();
};

/// Text with an end that fits, never two lines.
void draw_text(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text,
               const QColor& color);
/// Vertical grid lines at the time ticks.
void draw_time_grid(QPainter& painter, const LaneFrame& frame);

} // namespace andon::ui
