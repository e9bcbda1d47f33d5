#pragma once
#include <QElapsedTimer>
#include <QObject>

#include <array>
#include <optional>
#include <vector>

namespace andon::ui {

/// Seconds from the start of the scene.
struct TimeRange {
  double start = 0, end = 1;
  double span() const { return end - start; }
  bool operator==(const TimeRange&) const = default;
};

/// The time axis that lanes share: what is visible, where the crosshair and the two cursors are, and the
/// zooms before. A visible range always lies within the limits and is never shorter than shortest(). Threads:
/// GUI.
class TimeView : public QObject {
  Q_OBJECT
public:
  explicit TimeView(QObject* parent = nullptr) : QObject(parent) {}

  /// Shows everything and forgets zooms and cursors. requires end > start, shortest > 0.
  void set_limits(TimeRange limits, double shortest);
  const TimeRange& limits() const { return limits_; }
  const TimeRange& visible() const { return visible_; }
  double shortest() const { return shortest_; }

  void show(TimeRange range);
  /// factor < 1 shows less; the given time stays where it is. Turns of a wheel within 0.4 s are one step for
  /// back().
  void zoom_at(double time, double factor);
  void zoom(double factor) { zoom_at((visible_.start + visible_.end) / 2, factor); }
  /// Moves without a step in the history.
  void pan(double seconds);
  void move_to(double start) { pan(start - visible_.start); }
  void fit() { show(limits_); }
  /// The zoom before; false when there is none.
  bool back();

  std::optional<double> crosshair() const { return crosshair_; }
  void set_crosshair(std::optional<double> time);
  /// index 0 or 1.
  std::optional<double> cursor(int index) const { return cursors_[static_cast<std::size_t>(index)]; }
  void set_cursor(int index, std::optional<double> time);

Q_SIGNALS:
  void range_changed();
  void cursors_changed();

private:
  TimeRange within_limits(TimeRange range) const;
  void apply(TimeRange range);
  TimeRange limits_, visible_;
  double shortest_ = 1e-9;
  std::vector<TimeRange> past_;
  QElapsedTimer since_zoom_;
  std::optional<double> crosshair_;
  std::array<std::optional<double>, 2> cursors_;
};

} // namespace andon::ui
