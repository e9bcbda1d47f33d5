#pragma once
#include "ui/plot/histogram.h"

#include <optional>

namespace andon::ui {

/// A histogram with a decision line that is dragged, and the lower line of a review band when there is one.
/// Lines are an overlay, so dragging repaints no bars. Threads: GUI.
class DecisionHistogram : public Histogram {
  Q_OBJECT
public:
  explicit DecisionHistogram(QWidget* parent = nullptr);
  /// Without a signal. nullopt hides the line; low is shown only below the line.
  void set_lines(std::optional<double> line, std::optional<double> low = {});
  std::optional<double> line() const { return line_; }
  std::optional<double> low() const { return low_; }
  void set_band_text(const QString& text) { band_text_ = text; }
  /// Moves a line by that many pixels, as if dragged and released.
  void step(bool low, int pixels);

Q_SIGNALS:
  void moved();    ///< by a person, while dragging too
  void released(); ///< the person let go

protected:
  void paint_overlay(QPainter& painter) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

private:
  enum class Held { none, line, low };
  Held near(double x) const;
  void drag_to(double value, Held which);
  std::optional<double> line_, low_;
  QString band_text_;
  Held held_ = Held::none;
};

} // namespace andon::ui
