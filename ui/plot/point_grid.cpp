#include "ui/plot/point_grid.h"

#include <algorithm>
#include <cmath>

namespace andon::ui {

PointGrid::PointGrid(std::span<const float> xy) : xy_(xy.begin(), xy.end()) {
  const int n = size();
  if (n == 0)
    return;
  double low_x = xy_[0], high_x = xy_[0], low_y = xy_[1], high_y = xy_[1];
  for (int i = 0; i < n; ++i) {
    low_x = std::min<double>(low_x, xy_[2 * i]);
    high_x = std::max<double>(high_x, xy_[2 * i]);
    low_y = std::min<double>(low_y, xy_[2 * i + 1]);
    high_y = std::max<double>(high_y, xy_[2 * i + 1]);
  }
  bounds_ = QRectF(low_x, low_y, high_x - low_x, high_y - low_y);
  columns_ = rows_ = std::clamp(static_cast<int>(std::sqrt(n / 2.0)), 1, 512);
  std::vector<std::int32_t> cell(n);
  offsets_.assign(static_cast<std::size_t>(columns_) * rows_ + 1, 0);
  for (int i = 0; i < n; ++i) {
    cell[i] = row(xy_[2 * i + 1]) * columns_ + column(xy_[2 * i]);
    ++offsets_[cell[i] + 1];
  }
  for (std::size_t c = 1; c < offsets_.size(); ++c)
    offsets_[c] += offsets_[c - 1];
  order_.resize(n);
  std::vector<std::int32_t> next(offsets_.begin(), offsets_.end() - 1);
  for (int i = 0; i < n; ++i)
    order_[next[cell[i]]++] = i;
}

int PointGrid::column(double x) const {
  const double share = bounds_.width() > 0 ? (x - bounds_.left()) / bounds_.width() : 0;
  return static_cast<int>(std::clamp(std::floor(share * columns_), 0.0, columns_ - 1.0));
}

int PointGrid::row(double y) const {
  const double share = bounds_.height() > 0 ? (y - bounds_.top()) / bounds_.height() : 0;
  return static_cast<int>(std::clamp(std::floor(share * rows_), 0.0, rows_ - 1.0));
}

int PointGrid::nearest(const QPointF& at, double radius, const std::function<bool(int)>& accept) const {
  int best = -1;
  double best_distance = radius;
  for (const int i : inside(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius))) {
    const double distance = std::hypot(xy_[2 * i] - at.x(), xy_[2 * i + 1] - at.y());
    if (accept(i) && (distance < best_distance || (best < 0 && distance <= radius))) {
      best = i;
      best_distance = distance;
    }
  }
  return best;
}

std::vector<int> PointGrid::inside(const QRectF& rect) const {
  std::vector<int> found;
  if (size() == 0)
    return found;
  for (int r = row(rect.top()); r <= row(rect.bottom()); ++r)
    for (int c = column(rect.left()); c <= column(rect.right()); ++c)
      for (int at = offsets_[r * columns_ + c]; at < offsets_[r * columns_ + c + 1]; ++at) {
        const double x = xy_[2 * order_[at]], y = xy_[2 * order_[at] + 1];
        if (x >= rect.left() && x <= rect.right() && y >= rect.top() && y <= rect.bottom())
          found.push_back(order_[at]);
      }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<int> PointGrid::inside(const QPolygonF& polygon) const {
  std::vector<int> found = inside(polygon.boundingRect());
  std::erase_if(found, [&](int i) { return !polygon.containsPoint(point(i), Qt::OddEvenFill); });
  return found;
}

} // namespace andon::ui
