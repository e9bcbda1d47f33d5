#pragma once
#include "ui/plot/track_lane.h"

namespace andon::ui {

struct LabelBand {
  double start = 0, end = 0;
  int label = -1; ///< 1 abnormal, 0 normal, -1 unknown
  QString text;
};

/// Labelled stretches of time as bands, overlapping ones in rows of their own (three at most). Abnormal is
/// hatched as well as coloured. Threads: GUI.
class LabelLane : public TrackLane {
  Q_OBJECT
public:
  static constexpr int band_height = 20, most_rows = 3;
  void set_bands(std::vector<LabelBand> bands);
  const std::vector<LabelBand>& bands() const { return bands_; }
  int minimum_height() const override { return header_height + rows_ * band_height + 2; }
  int header() const override { return header_height; }
  void paint(QPainter& painter, const LaneFrame& frame) override;
  void paint_readout(QPainter& painter, const LaneFrame& frame, const TimeView& time) override;

private:
  std::vector<LabelBand> bands_;
  std::vector<int> row_of_;
  int rows_ = 1;
};

} // namespace andon::ui
