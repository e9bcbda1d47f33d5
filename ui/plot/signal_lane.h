#pragma once
#include "ui/plot/sample_source.h"
#include "ui/plot/track_lane.h"

#include <memory>

namespace andon::ui {

/// A moment worth a mark in a lane, e.g. a roll-over.
struct LaneMark {
  double time = 0;
  bool warning = false; ///< drawn in the review colour
};

/// Samples of a source within the visible time: extremes of pixel columns, or the samples themselves.
struct LaneTrace {
  double density = 1;       ///< samples a device pixel
  double column_offset = 0; ///< device pixels from the plot's left edge to the first column
  bool as_columns = true, refined = true;
  std::int64_t first_point = 0;
  std::vector<MinMax> columns;
  std::vector<float> points;
  std::vector<std::uint8_t> missing;
  void gather(SampleSource& source, const LaneFrame& frame);

private:
  void gather_columns(SampleSource& source, const LaneFrame& frame);
};

/// One sensor over time: filled extremes above one sample a pixel, a line below, markers where samples stand
/// apart, nothing where samples are missing. The value axis follows what is visible until it is locked.
/// Threads: GUI.
class SignalLane : public TrackLane {
  Q_OBJECT
public:
  SignalLane(std::shared_ptr<SampleSource> source, int color_index);

  static constexpr int group_height = 26;
  const SampleSource& source() const { return *source_; }
  int minimum_height() const override { return header() + plot_height_; }
  void set_plot_height(int pixels) { plot_height_ = pixels; }
  int stretch() const override { return 1; }
  int header() const override { return group_row() + header_height; }
  /// Shown above the first lane of a group, "" = none.
  void set_group(const QString& title) { group_ = title; }
  const QString& group() const { return group_; }
  /// Shown beside the name.
  void set_note(const QString& note) { note_ = note; }
  const QString& note() const { return note_; }
  void set_marks(std::vector<LaneMark> marks) { marks_ = std::move(marks); }
  const std::vector<LaneMark>& marks() const { return marks_; }
  bool chosen() const { return chosen_; }
  void set_chosen(bool chosen);
  /// Another course of the same sensor, drawn over it; nullptr removes it.
  void set_overlay(std::shared_ptr<SampleSource> overlay);
  const SampleSource* overlay() const { return overlay_.get(); }
  void paint(QPainter& painter, const LaneFrame& frame) override;
  void paint_readout(QPainter& painter, const LaneFrame& frame, const TimeView& time) override;

  MinMax values() const { return values_; }
  bool locked() const { return locked_; }
  void set_locked(bool locked);
  /// Shows [low, high] and locks. requires high > low.
  virtual void set_values(double low, double high);
  void zoom_values(double y, const QRectF& plot, double factor);
  void pan_values(double pixels, const QRectF& plot);
  double value_at(double y, const QRectF& plot) const;

  /// Its own time axis when unlinked, else nullptr.
  TimeView* own_time() const { return own_time_.get(); }
  void set_linked(bool linked, const TimeView& shared);

  /// Samples a device pixel in the last picture; whether it was drawn from samples or exact extremes.
  double density() const { return trace_.density; }
  bool refined() const { return trace_.refined; }
  /// Device-pixel columns of the last picture when it was drawn from extremes; first is the left one.
  const std::vector<MinMax>& columns() const { return trace_.columns; }

protected:
  /// The picture between header and axis, drawn from trace(); what a kind of lane does in its own way.
  virtual void paint_values(QPainter& painter, const LaneFrame& frame);
  virtual void paint_axis(QPainter& painter, const LaneFrame& frame);
  virtual QString value_text(float value) const;
  /// A ring around the sample under the crosshair.
  virtual bool rings() const { return true; }
  const LaneTrace& trace() const { return trace_; }
  SampleSource& samples() { return *source_; }
  int color_index() const { return color_index_; }
  void paint_plot_frame(QPainter& painter, const LaneFrame& frame);

private:
  int group_row() const { return group_.isEmpty() ? 0 : group_height; }
  void fit_values();
  void paint_group(QPainter& painter, const LaneFrame& frame);
  void paint_header(QPainter& painter, const LaneFrame& frame);
  void paint_marks(QPainter& painter, const LaneFrame& frame);
  void paint_columns(QPainter& painter, const LaneFrame& frame, const LaneTrace& trace, const QColor& color);
  void paint_points(QPainter& painter, const LaneFrame& frame, const LaneTrace& trace,
                    const SampleSource& source, const QColor& color);
  double y_of(double value, const QRectF& plot) const;
  QString reading_text(double time);
  QString cursor_reading(const TimeView& time);

  std::shared_ptr<SampleSource> source_, overlay_;
  int color_index_;
  QString group_, note_;
  std::vector<LaneMark> marks_;
  bool chosen_ = false;
  int plot_height_ = 64;
  std::unique_ptr<TimeView> own_time_;
  MinMax values_{0, 1};
  bool locked_ = false;
  LaneTrace trace_, overlay_trace_;
};

} // namespace andon::ui
