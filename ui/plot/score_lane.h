#pragma once
#include "ui/plot/track_lane.h"

#include <optional>

namespace andon::ui {

/// Scores of windows over time, with what is needed to judge them.
struct ScoreStrip {
  struct Window {
    double start = 0, end = 0, score = 0;
    bool flagged = false;
  };
  std::vector<Window> windows; ///< by start
  std::optional<double> threshold;
  double low = 0, high = 1; ///< range of the run's scores: the same colours and heights in every scene
};

/// Heat strip on top, the score as steps below it, the threshold as a dashed line. The highest score of a
/// pixel is shown, so a single flagged window never hides. Threads: GUI.
class ScoreLane : public TrackLane {
  Q_OBJECT
public:
  void set_strip(ScoreStrip strip);
  const ScoreStrip& strip() const { return strip_; }
  int minimum_height() const override { return 88; }
  int header() const override { return header_height; }
  void paint(QPainter& painter, const LaneFrame& frame) override;
  void paint_readout(QPainter& painter, const LaneFrame& frame, const TimeView& time) override;

private:
  double y_of(double score, const QRectF& plot) const;
  void paint_steps(QPainter& painter, const LaneFrame& frame);
  void paint_threshold(QPainter& painter, const LaneFrame& frame);
  ScoreStrip strip_;
};

} // namespace andon::ui
