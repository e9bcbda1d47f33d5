#pragma once
#include "ui/plot/sample_source.h"
#include "ui/plot/track_lane.h"

#include <QImage>

namespace andon::ui {

/// The whole recording in one strip: extremes of one sensor, flagged stretches, and the visible window. Its
/// frame spans the limits of the time axis. Threads: GUI.
class Minimap {
public:
  static constexpr int height = 36;
  void set_source(std::shared_ptr<SampleSource> source);
  void set_marks(std::vector<TimeRange> marks);
  void forget_picture() { picture_ = {}; }
  void paint(QPainter& painter, const LaneFrame& frame, TimeRange visible);

private:
  void paint_picture(const LaneFrame& frame);
  std::shared_ptr<SampleSource> source_;
  std::vector<TimeRange> marks_;
  QImage picture_;
  QSizeF picture_size_;
};

} // namespace andon::ui
