#include "ui/plot/band_plot.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr Qt::PenStyle dashes[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};

std::vector<Tick> power_ticks(double low, double high, int at_most) {
  std::vector<Tick> ticks;
  const int step = std::max(1, static_cast<int>(std::ceil((high - low) / std::max(1, at_most))));
  for (int power = static_cast<int>(std::ceil(low)); power <= high; ++power)
    if (power % step == 0)
      ticks.push_back({static_cast<double>(power), power >= -2 && power <= 4
                                                       ? QString::number(std::pow(10.0, power))
                                                       : QStringLiteral("1e%1").arg(power)});
  return ticks;
}

} // namespace

BandPlot::BandPlot(QWidget* parent) : PlaneView(parent) {}

void BandPlot::set_curves(std::vector<BandCurve> curves, bool diagonal) {
  curves_ = std::move(curves);
  diagonal_ = diagonal;
  bool any = false;
  double left = 0, right = 1, bottom = 0, top = 1;
  const auto widen = [&](double x, double y) {
    if (!std::isfinite(x) || !std::isfinite(y))
      return;
    left = any ? std::min(left, x) : x;
    right = any ? std::max(right, x) : x;
    bottom = any ? std::min(bottom, y) : y;
    top = any ? std::max(top, y) : y;
    any = true;
  };
  for (const BandCurve& curve : curves_)
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      widen(curve.x[i], curve.y[i]);
      // Limits may be far wider than what they are about; they count up to its threefold range.
      const double y = curve.y[i], reach = 3 * (top - bottom);
      for (const std::vector<double>* limit : {&curve.low, &curve.high})
        if (i < limit->size() && std::abs((*limit)[i] - y) <= reach)
          widen(curve.x[i], (*limit)[i]);
    }
  const double width = right > left ? right - left : std::max(1e-9, std::abs(left) * 0.1);
  const double height = top > bottom ? top - bottom : std::max(1e-9, std::abs(bottom) * 0.1);
  set_bounds(QRectF(left - 0.03 * width, bottom - 0.05 * height, 1.06 * width, 1.1 * height));
  invalidate();
}

void BandPlot::set_powers(bool x, bool y) {
  powers_x_ = x;
  powers_y_ = y;
  invalidate();
}

void BandPlot::set_marker(std::optional<double> x, std::optional<double> y) {
  marker_x_ = x;
  marker_y_ = y;
  update();
}

std::vector<Tick> BandPlot::x_ticks(int at_most) const {
  return powers_x_ ? power_ticks(visible_range().left(), visible_range().right(), at_most)
                   : PlaneView::x_ticks(at_most);
}
std::vector<Tick> BandPlot::y_ticks(int at_most) const {
  return powers_y_ ? power_ticks(visible_range().top(), visible_range().bottom(), at_most)
                   : PlaneView::y_ticks(at_most);
}

void BandPlot::paint_curve(QPainter& painter, const BandCurve& curve) const {
  const QColor color = category(palette(), curve.color);
  if (!curve.low.empty()) {
    QPolygonF band;
    const auto limit = [&](std::size_t i, double value) {
      // A limit without end is drawn to the edge.
      const QRectF range = visible_range();
      return to_pixel(
          {curve.x[i], std::clamp(value, range.top() - range.height(), range.bottom() + range.height())});
    };
    for (std::size_t i = 0; i < curve.x.size(); ++i)
      if (!std::isnan(curve.high[i]))
        band << limit(i, curve.high[i]);
    for (std::size_t i = curve.x.size(); i-- > 0;)
      if (!std::isnan(curve.low[i]))
        band << limit(i, curve.low[i]);
    QColor fill = color;
    fill.setAlpha(50);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(band);
  }
  painter.setPen(curve.points ? QPen(Qt::NoPen) : QPen(color, 2, dashes[curve.color % 4]));
  painter.setBrush(curve.points ? QBrush(color) : QBrush(Qt::NoBrush));
  QPolygonF line;
  for (std::size_t i = 0; i < curve.x.size(); ++i) {
    if (!std::isfinite(curve.x[i]) || !std::isfinite(curve.y[i]))
      continue;
    const QPointF at = to_pixel({curve.x[i], curve.y[i]});
    if (curve.points)
      painter.drawEllipse(at, 3, 3);
    else
      line << at;
  }
  if (!curve.points)
    painter.drawPolyline(line);
}

void BandPlot::paint_picture(QPainter& painter) {
  painter.save();
  painter.setClipRect(plot_rect());
  if (diagonal_) {
    const QRectF range = visible_range();
    const double from = std::min(range.left(), range.top()), to = std::max(range.right(), range.bottom());
    painter.setPen(QPen(colors(palette()).muted, 1, Qt::DashLine));
    painter.drawLine(to_pixel({from, from}), to_pixel({to, to}));
  }
  for (const BandCurve& curve : curves_)
    paint_curve(painter, curve);
  paint_names(painter);
  painter.restore();
}

/// In the upper corner that the curves leave free: the right one where they fall.
void BandPlot::paint_names(QPainter& painter) const {
  int width = 0;
  for (const BandCurve& curve : curves_)
    width = std::max(width, fontMetrics().horizontalAdvance(curve.name));
  if (width == 0)
    return;
  const bool falling = curves_[0].y.size() > 1 && curves_[0].y.front() > curves_[0].y.back();
  const double height = fontMetrics().height(),
               left = falling ? plot_rect().right() - width - 48 : plot_rect().left() + 8;
  double y = plot_rect().top() + 4;
  for (const BandCurve& curve : curves_) {
    if (curve.name.isEmpty())
      continue;
    painter.setPen(QPen(category(palette(), curve.color), 2, dashes[curve.color % 4]));
    painter.drawLine(QPointF(left, y + height / 2), QPointF(left + 26, y + height / 2));
    painter.setPen(colors(palette()).text);
    painter.drawText(QRectF(left + 32, y, width + 8, height), Qt::AlignLeft | Qt::AlignVCenter, curve.name);
    y += height + 2;
  }
}

void BandPlot::paint_overlay(QPainter& painter) {
  const QRectF plot = plot_rect();
  painter.setPen(QPen(colors(palette()).accent, 2));
  if (marker_x_ && std::isfinite(*marker_x_))
    if (const double x = to_pixel({*marker_x_, 0}).x(); x >= plot.left() && x <= plot.right())
      painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  if (marker_y_ && std::isfinite(*marker_y_))
    if (const double y = to_pixel({0, *marker_y_}).y(); y >= plot.top() && y <= plot.bottom())
      painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
}

} // namespace andon::ui
