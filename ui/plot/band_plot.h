#pragma once
#include "ui/plot/plane_view.h"

#include <optional>
#include <vector>

namespace andon::ui {

/// A curve or points with limits around them.
struct BandCurve {
  QString name;
  std::vector<double> x, y, low, high; ///< low and high empty: no limits. Not finite: a gap
  bool points = false;                 ///< dots instead of a line
  int color = 0;                       ///< of category()
};

/// Curves with shaded limits, with a marker that follows something (a dragged threshold) without a repaint of
/// the curves. Axes may show powers of ten of their values. Threads: GUI.
class BandPlot : public PlaneView {
  Q_OBJECT
public:
  explicit BandPlot(QWidget* parent = nullptr);
  void set_curves(std::vector<BandCurve> curves, bool diagonal = false);
  /// Values are exponents of ten; ticks show the powers.
  void set_powers(bool x, bool y);
  /// Vertical at x, horizontal at y.
  void set_marker(std::optional<double> x, std::optional<double> y);
  std::optional<double> marker_x() const { return marker_x_; }

protected:
  void paint_picture(QPainter& painter) override;
  void paint_overlay(QPainter& painter) override;
  std::vector<Tick> x_ticks(int at_most) const override;
  std::vector<Tick> y_ticks(int at_most) const override;

private:
  void paint_curve(QPainter& painter, const BandCurve& curve) const;
  void paint_names(QPainter& painter) const;
  std::vector<BandCurve> curves_;
  std::optional<double> marker_x_, marker_y_;
  bool diagonal_ = false, powers_x_ = false, powers_y_ = false;
};

} // namespace andon::ui
