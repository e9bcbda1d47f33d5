#pragma once
#include "ui/plot/signal_lane.h"

namespace andon::ui {

/// A sensor of few values as bars: one colour and hatch a state with its value written into it, densely
/// hatched where it changes faster than a pixel. Threads: GUI.
class StateLane : public SignalLane {
  Q_OBJECT
public:
  /// states: distinct values, ascending.
  StateLane(std::shared_ptr<SampleSource> source, int color_index, std::vector<float> states);
  int minimum_height() const override { return header() + 26; }
  int stretch() const override { return 0; }
  const std::vector<float>& states() const { return states_; }
  /// Bars of the last picture: pixels, and index of the state, -1 = changing.
  struct Bar {
    double from = 0, to = 0;
    int state = 0;
  };
  const std::vector<Bar>& bars() const { return bars_; }
  void set_values(double, double) override {}

protected:
  void paint_values(QPainter& painter, const LaneFrame& frame) override;
  void paint_axis(QPainter& painter, const LaneFrame& frame) override { paint_plot_frame(painter, frame); }
  bool rings() const override { return false; }

private:
  void gather_bars(const LaneFrame& frame);
  int state_of(float low, float high) const;
  std::vector<float> states_;
  std::vector<Bar> bars_;
};

} // namespace andon::ui
