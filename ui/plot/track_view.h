#pragma once
#include "ui/plot/label_lane.h"
#include "ui/plot/minimap.h"
#include "ui/plot/score_lane.h"
#include "ui/plot/signal_lane.h"

#include <QImage>
#include <QStringList>
#include <QWidget>

#include <functional>

class QScrollBar;

namespace andon::ui {

/// Stacked tracks on one time axis: scores on top, any number of sensors at any rates, labels, time axis,
/// minimap. Wheel zooms at the pointer (over the value axis: values; with Shift: scrolls the tracks), drag
/// pans, Shift+drag or box zoom mode zooms to a box, double click fits (over the value axis: values follow
/// again). The crosshair, the two cursors and the range are linked over all lanes unless a track is unlinked.
/// Threads: GUI.
class TrackView : public QWidget {
  Q_OBJECT
public:
  static constexpr int gutter = 76;

  explicit TrackView(QWidget* parent = nullptr);
  ~TrackView() override;

  TimeView& time() { return *time_; }
  /// Replaces the recording: limits become its length, zooms are forgotten. Colours follow the order of
  /// `sources`.
  void set_recording(std::vector<std::shared_ptr<SampleSource>> sources);
  /// The same recording with other tracks: time axis, cursors and zooms stay.
  void replace_sources(std::vector<std::shared_ptr<SampleSource>> sources);
  /// Makes the lane of a source; without one every lane is a SignalLane. Used from the next source on.
  using LaneMaker =
      std::function<std::unique_ptr<SignalLane>(const std::shared_ptr<SampleSource>& source, int index)>;
  void set_lane_maker(LaneMaker maker) { make_lane_ = std::move(maker); }
  /// Dragging the name of a track onto another one joins them.
  void set_joinable(bool joinable) { joinable_ = joinable; }
  /// Marks the track of this sensor and scrolls to it; "" = none.
  void choose(const QString& id);
  SignalLane* lane_of(const QString& id) const;
  /// Ids of the sensors to show, in the recording's order.
  void show_sensors(const QStringList& ids);
  void set_scores(std::optional<ScoreStrip> strip);
  void set_labels(std::vector<LabelBand> bands);

  const std::vector<std::unique_ptr<SignalLane>>& signal_lanes() const { return signals_; }
  const ScoreLane* scores() const { return scores_shown_ ? &scores_ : nullptr; }
  const LabelLane& labels() const { return labels_; }
  QRectF plot_of(const TrackLane& lane) const; ///< in widget coordinates, empty when not shown

  bool box_zoom() const { return box_zoom_; }
  void set_box_zoom(bool on);
  bool linked() const;
  void set_linked(bool linked);
  bool values_locked() const;
  void set_values_locked(bool locked);
  /// Puts cursor 0 or 1 at the crosshair, or into the middle when there is none.
  void place_cursor(int index);
  /// Ends a drag, else removes cursors. false when there was nothing to cancel.
  bool cancel();
  /// "Δt 12.3 ms · 1/Δt 81.3 Hz", "" without two cursors.
  QString cursor_text() const;
  QSize sizeHint() const override { return {900, 560}; }
  QSize minimumSizeHint() const override { return {360, 240}; }

Q_SIGNALS:
  /// A click without a drag.
  void time_clicked(double seconds);
  /// The track that was clicked, on its name or its picture.
  void lane_clicked(const QString& id);
  /// The name of track `first` was dropped on track `second`.
  void lanes_joined(const QString& first, const QString& second);
  void state_changed(); ///< linked, locked or box zoom

protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

private:
  struct Slot {
    TrackLane* lane;
    QRectF area, plot;
  };
  enum class Drag { none, pan, box, values, minimap, join };

  void lay_out();
  void place(TrackLane& lane, double top, double height);
  void redraw();
  void paint_picture();
  void paint_lanes(QPainter& painter);
  void paint_time_axis(QPainter& painter);
  void paint_overlay(QPainter& painter);
  void paint_join(QPainter& painter);
  void scroll_to(const SignalLane& lane);
  void paint_cursor(QPainter& painter, double time, const QColor& color, const QString& name, bool dashed);
  LaneFrame frame_of(const Slot& slot) const;
  LaneFrame minimap_frame() const;
  const Slot* slot_at(const QPointF& point) const;
  TimeView& time_of(const Slot* slot);
  SignalLane* signal_at(const QPointF& point) const;
  void finish_box();
  void drag_minimap(double x);

  std::unique_ptr<TimeView> time_;
  std::vector<std::shared_ptr<SampleSource>> sources_;
  std::vector<std::unique_ptr<SignalLane>> signals_;
  ScoreLane scores_;
  LabelLane labels_;
  Minimap minimap_;
  bool scores_shown_ = false, box_zoom_ = false, joinable_ = false;
  LaneMaker make_lane_;

  std::vector<Slot> slots_;
  QRectF tracks_, axis_, map_;
  QScrollBar* scroll_;
  QImage picture_;
  bool stale_ = true;

  Drag drag_ = Drag::none;
  QPointF pressed_, last_;
  SignalLane* dragged_ = nullptr;
  SignalLane* join_target_ = nullptr;
};

} // namespace andon::ui
