#pragma once
#include <QPointF>
#include <QPolygonF>
#include <QRectF>

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace andon::ui {

/// Exact spatial index over points of the plane: a uniform grid with about two points a cell. Threads: any,
/// immutable.
class PointGrid {
public:
  PointGrid() = default;
  /// xy [n, 2], finite; copied.
  explicit PointGrid(std::span<const float> xy);
  int size() const { return static_cast<int>(xy_.size() / 2); }
  QPointF point(int i) const { return {xy_[2 * i], xy_[2 * i + 1]}; }
  QRectF bounds() const { return bounds_; }
  /// The accepted point nearest to `at` within `radius`, the lowest index on a tie; −1 when there is none.
  int nearest(const QPointF& at, double radius, const std::function<bool(int)>& accept) const;
  /// Points inside, ascending.
  std::vector<int> inside(const QRectF& rect) const;
  std::vector<int> inside(const QPolygonF& polygon) const;

private:
  int column(double x) const;
  int row(double y) const;
  std::vector<float> xy_;
  QRectF bounds_;
  int columns_ = 0, rows_ = 0;
  std::vector<std::int32_t> offsets_, order_;
};

} // namespace andon::ui
