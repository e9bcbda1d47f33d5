#include "ui/plot/scatter.h"

#include "ui/plot/color_bar.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <map>

namespace andon::ui {
namespace {

constexpr double pick_radius = 12;
constexpr int color_levels = 64;

double radius_for(int points) {
  return points > 20000 ? 2.0 : points > 4000 ? 2.5 : points > 800 ? 3.5 : 4.5;
}

} // namespace

Scatter::Scatter(QWidget* parent) : PlaneView(parent) {
  set_equal_aspect(true);
  setCursor(Qt::CrossCursor);
}

void Scatter::set_points(std::span<const float> xy) {
  grid_ = PointGrid(xy);
  look_ = {};
  hidden_groups_.clear();
  selected_.clear();
  hovered_ = -1;
  QRectF bounds = grid_.bounds();
  const double pad = std::max({bounds.width(), bounds.height(), 1e-6}) * 0.05;
  set_bounds(bounds.adjusted(-pad, -pad, pad, pad));
  fit();
}

void Scatter::set_look(ScatterLook look) {
  look_ = std::move(look);
  hidden_groups_.assign(look_.groups.size(), false);
  if (!look_.value.empty()) {
    const auto [low, high] = std::minmax_element(look_.value.begin(), look_.value.end());
    value_low_ = *low;
    value_high_ = *high > *low ? *high : *low + 1;
  }
  invalidate();
}

void Scatter::set_group_visible(int group, bool visible) {
  if (group < 0 || group >= static_cast<int>(hidden_groups_.size()))
    return;
  hidden_groups_[group] = !visible;
  invalidate();
}

bool Scatter::is_visible(int point) const {
  return look_.group.empty() || !hidden_groups_[look_.group[point]];
}

void Scatter::highlight(std::vector<int> points) {
  std::erase_if(points, [this](int i) { return i < 0 || i >= grid_.size(); });
  selected_ = std::move(points);
  update();
}

int Scatter::pick(const QPointF& pixel) const {
  if (!plot_rect().contains(pixel))
    return -1;
  const double per_pixel = visible_range().width() / plot_rect().width();
  return grid_.nearest(to_value(pixel), pick_radius * per_pixel, [this](int i) { return is_visible(i); });
}

int Scatter::right_margin() const {
  return look_.value.empty() ? 12 : color_bar_width + 16;
}

QColor Scatter::color_of_group(int group) const {
  switch (look_.groups[group].color) {
  case GroupColor::normal:
    return colors(palette()).normal;
  case GroupColor::alarm:
    return colors(palette()).alarm;
  case GroupColor::unknown:
    return colors(palette()).disabled;
  case GroupColor::category:
    break;
  }
  return category(palette(), group);
}

QColor Scatter::color_of(int point) const {
  if (!look_.value.empty()) {
    const double share = (look_.value[point] - value_low_) / (value_high_ - value_low_);
    return viridis(std::round(share * color_levels) / color_levels);
  }
  return look_.group.empty() ? colors(palette()).accent : color_of_group(look_.group[point]);
}

void Scatter::draw_shape(QPainter& painter, const QPointF& centre, int shape, double radius) {
  const double r = radius;
  switch (shape) {
  case 1:
    painter.drawPolygon(QPolygonF({centre + QPointF(0, -1.25 * r), centre + QPointF(1.15 * r, 0.8 * r),
                                   centre + QPointF(-1.15 * r, 0.8 * r)}));
    break;
  case 2:
    painter.drawRect(QRectF(centre - QPointF(r, r) * 0.9, QSizeF(1.8 * r, 1.8 * r)));
    break;
  case 3: {
    QPainterPath path;
    path.addRect(QRectF(centre.x() - r * 1.2, centre.y() - r * 0.35, 2.4 * r, 0.7 * r));
    path.addRect(QRectF(centre.x() - r * 0.35, centre.y() - r * 1.2, 0.7 * r, 2.4 * r));
    path.setFillRule(Qt::WindingFill);
    painter.drawPath(path.simplified());
    break;
  }
  default:
    painter.drawEllipse(centre, r, r);
  }
}

void Scatter::paint_picture(QPainter& painter) {
  const double radius = radius_for(grid_.size()), ratio = devicePixelRatioF();
  const int side = static_cast<int>(std::ceil(2.6 * radius)) + 3;
  std::map<std::pair<QRgb, int>, QPixmap> stamps;
  const QRectF area = plot_rect().adjusted(-side, -side, side, side);
  painter.save();
  painter.setClipRect(plot_rect());
  // Rare and alarming points last, so that nothing hides them.
  std::vector<int> order;
  for (int pass = 0; pass < 2; ++pass)
    for (int i = 0; i < grid_.size(); ++i) {
      const bool alarming = !look_.group.empty() && look_.groups[look_.group[i]].color == GroupColor::alarm;
      if (alarming == (pass == 1) && is_visible(i))
        order.push_back(i);
    }
  for (const int i : order) {
    const QPointF at = to_pixel(grid_.point(i));
    if (!area.contains(at))
      continue;
    const QColor color = color_of(i);
    QPixmap& stamp = stamps[{color.rgba(), shape_of(i)}];
    if (stamp.isNull()) {
      stamp = QPixmap(QSize(side, side) * ratio);
      stamp.setDevicePixelRatio(ratio);
      stamp.fill(Qt::transparent);
      QPainter pen(&stamp);
      pen.setRenderHint(QPainter::Antialiasing);
      pen.setPen(QPen(colors(palette()).surface, 0.7));
      pen.setBrush(color);
      draw_shape(pen, QPointF(side / 2.0, side / 2.0), shape_of(i), radius);
    }
    painter.drawPixmap(at - QPointF(side / 2.0, side / 2.0), stamp);
  }
  painter.restore();
  if (!look_.value.empty()) {
    const QRectF plot = plot_rect();
    painter.setClipping(false);
    draw_color_bar(painter, QRectF(plot.right() + 16, plot.top(), 14, plot.height()), value_low_, value_high_,
                   look_.value_title, palette());
  }
}

void Scatter::paint_overlay(QPainter& painter) {
  const Colors& color = colors(palette());
  const double radius = radius_for(grid_.size());
  painter.save();
  painter.setClipRect(plot_rect());
  painter.setPen(QPen(color.selection, 2));
  painter.setBrush(Qt::NoBrush);
  for (const int i : selected_)
    if (is_visible(i))
      painter.drawEllipse(to_pixel(grid_.point(i)), radius + 2.5, radius + 2.5);
  if (hovered_ >= 0) {
    painter.setPen(QPen(color.text, 1.5));
    painter.drawEllipse(to_pixel(grid_.point(hovered_)), radius + 4.5, radius + 4.5);
  }
  if (gesture_ != Gesture::none && path_.size() > 1) {
    QColor fill = color.selection;
    fill.setAlpha(40);
    painter.setBrush(fill);
    painter.setPen(QPen(color.selection, 1.5, Qt::DashLine));
    if (gesture_ == Gesture::lasso)
      painter.drawPolygon(path_);
    else
      painter.drawRect(QRectF(path_.first(), path_.last()).normalized());
  }
  painter.restore();
}

std::vector<int> Scatter::gesture_points() const {
  std::vector<int> found;
  if (gesture_ == Gesture::rectangle) {
    found = grid_.inside(QRectF(to_value(path_.first()), to_value(path_.last())).normalized());
  } else {
    QPolygonF polygon;
    for (const QPointF& pixel : path_)
      polygon << to_value(pixel);
    found = grid_.inside(polygon);
  }
  std::erase_if(found, [this](int i) { return !is_visible(i); });
  return found;
}

void Scatter::select(std::vector<int> points, bool add) {
  if (add) {
    points.insert(points.end(), selected_.begin(), selected_.end());
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
  }
  if (points == selected_)
    return;
  selected_ = std::move(points);
  update();
  Q_EMIT selection_changed(selected_);
}

void Scatter::mousePressEvent(QMouseEvent* event) {
  PlaneView::mousePressEvent(event);
  if (is_panning() || event->button() != Qt::LeftButton || !plot_rect().contains(event->position()))
    return;
  gesture_ = event->modifiers() & Qt::ShiftModifier ? Gesture::rectangle : Gesture::lasso;
  path_ = QPolygonF({event->position()});
}

void Scatter::mouseMoveEvent(QMouseEvent* event) {
  PlaneView::mouseMoveEvent(event);
  if (gesture_ != Gesture::none) {
    path_ << event->position();
    update();
  } else if (!is_panning()) {
    set_hovered(pick(event->position()), event->globalPosition().toPoint());
  }
}

void Scatter::mouseReleaseEvent(QMouseEvent* event) {
  PlaneView::mouseReleaseEvent(event);
  setCursor(Qt::CrossCursor);
  if (gesture_ == Gesture::none)
    return;
  const bool add = event->modifiers() & Qt::ControlModifier;
  const QRectF extent = path_.boundingRect();
  if (std::max(extent.width(), extent.height()) < 4) {
    const int point = pick(event->position());
    select(point >= 0 ? std::vector<int>{point} : std::vector<int>{}, add);
  } else {
    select(gesture_points(), add);
  }
  gesture_ = Gesture::none;
  path_.clear();
  update();
}

void Scatter::mouseDoubleClickEvent(QMouseEvent* event) {
  if (const int point = pick(event->position()); point >= 0)
    Q_EMIT activated(point);
}

void Scatter::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::SelectAll)) {
    std::vector<int> shown;
    for (int i = 0; i < grid_.size(); ++i)
      if (is_visible(i))
        shown.push_back(i);
    return select(std::move(shown), false);
  }
  if (event->key() == Qt::Key_Escape) {
    gesture_ = Gesture::none;
    path_.clear();
    update();
    return select({}, false);
  }
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !selected_.empty()) {
    Q_EMIT activated(selected_.front());
    return;
  }
  PlaneView::keyPressEvent(event);
}

void Scatter::leaveEvent(QEvent*) {
  set_hovered(-1, {});
}

void Scatter::set_hovered(int point, const QPoint& global) {
  if (point == hovered_)
    return;
  hovered_ = point;
  update();
  if (point >= 0 && tool_tip_)
    QToolTip::showText(global, tool_tip_(point), this);
  else
    QToolTip::hideText();
  Q_EMIT hovered(point);
}

} // namespace andon::ui
