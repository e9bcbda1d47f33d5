#pragma once
#include "ui/plot/sample_source.h"
#include "ui/plot/track_lane.h"

#include <memory>

namespace andon::ui {

/// One sensor over time: filled extremes above one sample a pixel, a line below, markers where samples stand
/// apart, nothing where samples are missing. The value axis follows what is visible until it is locked.
/// Threads: GUI.
class SignalLane : public TrackLane {
  Q_OBJECT
public:
  SignalLane(std::shared_ptr<SampleSource> source, int color_index);

  const SampleSource& source() const { return *source_; }
  int minimum_height() const override { return 84; }
  int stretch() const override { return 1; }
  int header() const override { return header_height; }
  void paint(QPainter& painter, const LaneFrame& frame) override;
  void paint_readout(QPainter& painter, const LaneFrame& frame, const TimeView& time) override;

  MinMax values() const { return values_; }
  bool locked() const { return locked_; }
  void set_locked(bool locked);
  /// Shows [low, high] and locks. requires high > low.
  void set_values(double low, double high);
  void zoom_values(double y, const QRectF& plot, double factor);
  void pan_values(double pixels, const QRectF& plot);
  double value_at(double y, const QRectF& plot) const;

  /// Its own time axis when unlinked, else nullptr.
  TimeView* own_time() const { return own_time_.get(); }
  void set_linked(bool linked, const TimeView& shared);

  /// Samples a device pixel in the last picture; whether it was drawn from samples or exact extremes.
  double density() const { return density_; }
  bool refined() const { return refined_; }
  /// Device-pixel columns of the last picture when it was drawn from extremes; first is the left one.
  const std::vector<MinMax>& columns() const { return columns_; }

private:
  void gather_columns(const LaneFrame& frame);
  void gather_points(const LaneFrame& frame);
  void fit_values();
  void paint_axis(QPainter& painter, const LaneFrame& frame);
  void paint_header(QPainter& painter, const LaneFrame& frame);
  void paint_columns(QPainter& painter, const LaneFrame& frame);
  void paint_points(QPainter& painter, const LaneFrame& frame);
  double y_of(double value, const QRectF& plot) const;
  QString reading_text(double time);

  std::shared_ptr<SampleSource> source_;
  int color_index_;
  std::unique_ptr<TimeView> own_time_;
  MinMax values_{0, 1};
  bool locked_ = false, refined_ = true, as_columns_ = true;
  double density_ = 1;
  double column_offset_ = 0; ///< device pixels from the plot's left edge to the first column
  std::int64_t first_point_ = 0;
  std::vector<MinMax> columns_;
  std::vector<float> points_;
  std::vector<std::uint8_t> missing_;
};

} // namespace andon::ui
