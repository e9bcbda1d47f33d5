#include "ui/plot/curve_chart.h"

#include "ui/plot/axis.h"
#include "ui/theme/theme.h"

#include <QCategoryAxis>
#include <QChart>
#include <QKeyEvent>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr Qt::PenStyle dashes[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};

void replace_ticks(QCategoryAxis& axis, const std::vector<Tick>& ticks, double low, double high) {
  for (const QString& label : axis.categoriesLabels())
    axis.remove(label);
  axis.setRange(low, high);
  axis.setStartValue(low - 2 * (high - low));
  for (const Tick& tick : ticks)
    axis.append(tick.text, tick.value);
}

/// Ticks of a logarithmic axis at round values: 1, 2 and 5 in every decade, or decades alone when there are
/// many.
std::vector<Tick> log_ticks(double low, double high, int at_most) {
  std::vector<Tick> ticks;
  const bool decades = (high - low) * 3 > at_most;
  for (int decade = static_cast<int>(std::floor(low)); decade <= static_cast<int>(std::ceil(high)); ++decade)
    for (const int digit : {1, 2, 5}) {
      const double value = decade + std::log10(digit);
      if (value >= low && value <= high && (digit == 1 || !decades))
        ticks.push_back({value, QString::number(digit * std::pow(10.0, decade), 'g', 4)});
    }
  if (ticks.size() < 2)
    for (Tick& tick : ticks = value_ticks(std::pow(10.0, low), std::pow(10.0, high), at_most))
      tick.value = std::log10(tick.value);
  return ticks;
}

} // namespace

CurveChart::CurveChart(QWidget* parent)
    : QChartView(new QChart, parent), x_axis_(new QCategoryAxis), y_axis_(new QCategoryAxis) {
  setFocusPolicy(Qt::StrongFocus);
  setRenderHint(QPainter::Antialiasing);
  setFrameShape(QFrame::NoFrame);
  setMinimumSize(160, 110);
  chart()->addAxis(x_axis_, Qt::AlignBottom);
  chart()->addAxis(y_axis_, Qt::AlignLeft);
  chart()->setMargins(QMargins(4, 4, 8, 4));
  chart()->setBackgroundRoundness(0);
  chart()->legend()->setAlignment(Qt::AlignTop);
  chart()->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
  for (QCategoryAxis* axis : {x_axis_, y_axis_})
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
  restyle();
}

void CurveChart::set_curves(std::vector<Curve> curves) {
  curves_ = std::move(curves);
  while (series_.size() > curves_.size()) {
    chart()->removeSeries(series_.back());
    delete series_.back();
    series_.pop_back();
  }
  while (series_.size() < curves_.size()) {
    auto* series = new QLineSeries;
    chart()->addSeries(series);
    series->attachAxis(x_axis_);
    series->attachAxis(y_axis_);
    series_.push_back(series);
  }
  for (std::size_t i = 0; i < curves_.size(); ++i)
    series_[i]->setName(curves_[i].name);
  restyle();
  fitted_ ? fit() : redraw();
}

void CurveChart::set_bands(std::vector<CurveBand> bands) {
  bands_ = std::move(bands);
  viewport()->update();
}

void CurveChart::drawForeground(QPainter* painter, const QRectF& rect) {
  QChartView::drawForeground(painter, rect);
  if (bands_.size() < 2 || series_.empty())
    return;
  const Colors& c = colors(palette());
  const QRectF plot = chart()->plotArea();
  const double scale = plot.width() / (high_ - low_);
  painter->save();
  painter->setClipRect(plot);
  for (std::size_t i = 0; i < bands_.size(); ++i) {
    const CurveBand& band = bands_[i];
    const QRectF area(plot.left() + (band.from - low_) * scale, plot.top(), (band.to - band.from) * scale,
                      plot.height());
    if (i % 2 == 0) {
      QColor tint = c.muted;
      tint.setAlpha(28);
      painter->fillRect(area, tint);
    }
    painter->setPen(QPen(c.border, 1, Qt::DashLine));
    painter->drawLine(area.topRight(), area.bottomRight());
    painter->setPen(c.muted);
    painter->drawText(area.intersected(plot).adjusted(space_small, space_small, -space_small, 0),
                      Qt::AlignTop | Qt::AlignLeft, band.name);
  }
  painter->restore();
}

void CurveChart::set_axis_titles(const QString& x, const QString& y) {
  x_axis_->setTitleText(x);
  y_axis_->setTitleText(y);
}

void CurveChart::set_log_y(bool log) {
  log_y_ = log;
  redraw();
}

void CurveChart::set_legend_visible(bool visible) {
  chart()->legend()->setVisible(visible);
}

int CurveChart::drawn_points(int curve) const {
  return static_cast<int>(series_[curve]->count());
}

void CurveChart::fit() {
  bool any = false;
  double low = 0, high = 1;
  for (const Curve& curve : curves_)
    if (!curve.points.empty()) {
      low = any ? std::min(low, curve.points.front().x()) : curve.points.front().x();
      high = any ? std::max(high, curve.points.back().x()) : curve.points.back().x();
      any = true;
    }
  set_range(low, high > low ? high : low + 1);
  fitted_ = true;
}

void CurveChart::set_range(double low, double high) {
  fitted_ = false;
  low_ = low;
  high_ = high;
  redraw();
}

QList<QPointF> CurveChart::reduced(const Curve& curve, int columns) const {
  QList<QPointF> out;
  const auto from = std::lower_bound(curve.points.begin(), curve.points.end(), low_,
                                     [](const QPointF& p, double x) { return p.x() < x; });
  auto first = from == curve.points.begin() ? from : from - 1;
  auto last =
      std::upper_bound(from, curve.points.end(), high_, [](double x, const QPointF& p) { return x < p.x(); });
  if (last != curve.points.end())
    ++last;
  const bool all = last - first <= columns;
  const auto add = [&](const QPointF& at) {
    if (!log_y_ || at.y() > 0)
      out << QPointF(at.x(), log_y_ ? std::log10(at.y()) : at.y());
  };
  while (first != last) {
    const double column = std::floor((first->x() - low_) / (high_ - low_) * columns);
    auto end = first + 1;
    while (!all && end != last && std::floor((end->x() - low_) / (high_ - low_) * columns) == column)
      ++end;
    auto [lowest, highest] =
        std::minmax_element(first, end, [](const QPointF& a, const QPointF& b) { return a.y() < b.y(); });
    if (highest < lowest)
      std::swap(lowest, highest);
    add(*lowest);
    if (highest != lowest)
      add(*highest);
    first = end;
  }
  return out;
}

void CurveChart::redraw() {
  const int columns = std::max(16, static_cast<int>(chart()->plotArea().width()));
  double y_low = 0, y_high = 1;
  bool any = false;
  for (std::size_t i = 0; i < curves_.size(); ++i) {
    const QList<QPointF> points = reduced(curves_[i], columns);
    for (const QPointF& point : points) {
      y_low = any ? std::min(y_low, point.y()) : point.y();
      y_high = any ? std::max(y_high, point.y()) : point.y();
      any = true;
    }
    series_[i]->setPointsVisible(points.size() < columns / 12);
    series_[i]->replace(points);
  }
  const double pad = y_high > y_low ? (y_high - y_low) * 0.05 : std::max(1e-6, std::abs(y_low) * 0.05);
  show_ticks(y_low - pad, y_high + pad);
}

void CurveChart::show_ticks(double y_low, double y_high) {
  const int x_ticks = std::max(2, width() / 110), y_ticks = std::max(2, height() / 50);
  replace_ticks(*x_axis_, value_ticks(low_, high_, x_ticks), low_, high_);
  replace_ticks(*y_axis_, log_y_ ? log_ticks(y_low, y_high, y_ticks) : value_ticks(y_low, y_high, y_ticks),
                y_low, y_high);
}

void CurveChart::restyle() {
  const Colors& color = colors(palette());
  chart()->setBackgroundBrush(color.surface);
  chart()->legend()->setLabelColor(color.text);
  chart()->legend()->setFont(font());
  for (QCategoryAxis* axis : {x_axis_, y_axis_}) {
    axis->setLabelsColor(color.axis);
    axis->setLabelsFont(font());
    axis->setTitleFont(font());
    axis->setTitleBrush(color.axis);
    axis->setGridLineColor(color.grid);
    axis->setLinePenColor(color.axis);
  }
  for (std::size_t i = 0; i < curves_.size(); ++i) {
    QColor line = category(palette(), curves_[i].color);
    line.setAlpha(curves_[i].strong ? 255 : 120);
    series_[i]->setPen(QPen(line, curves_[i].strong ? 2 : 1, dashes[curves_[i].color % 4]));
  }
}

void CurveChart::resizeEvent(QResizeEvent* event) {
  QChartView::resizeEvent(event);
  redraw();
}

void CurveChart::changeEvent(QEvent* event) {
  QChartView::changeEvent(event);
  if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) && !restyling_) {
    restyling_ = true;
    restyle();
    restyling_ = false;
  }
}

void CurveChart::wheelEvent(QWheelEvent* event) {
  const QRectF plot = chart()->plotArea();
  const double share = std::clamp((event->position().x() - plot.left()) / plot.width(), 0.0, 1.0);
  const double anchor = low_ + share * (high_ - low_), factor = std::exp2(-event->angleDelta().y() / 240.0);
  set_range(anchor - (anchor - low_) * factor, anchor + (high_ - anchor) * factor);
  event->accept();
}

void CurveChart::mousePressEvent(QMouseEvent* event) {
  panning_ = event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && space_held_);
  last_ = event->position();
  setFocus();
}

void CurveChart::mouseMoveEvent(QMouseEvent* event) {
  if (panning_) {
    const double step = (last_.x() - event->position().x()) / chart()->plotArea().width() * (high_ - low_);
    set_range(low_ + step, high_ + step);
  }
  last_ = event->position();
}

void CurveChart::mouseReleaseEvent(QMouseEvent*) {
  panning_ = false;
}

void CurveChart::keyPressEvent(QKeyEvent* event) {
  const double step = (high_ - low_) / 8, centre = (low_ + high_) / 2;
  switch (event->key()) {
  case Qt::Key_F:
  case Qt::Key_Home:
    return fit();
  case Qt::Key_Left:
    return set_range(low_ - step, high_ - step);
  case Qt::Key_Right:
    return set_range(low_ + step, high_ + step);
  case Qt::Key_Plus:
  case Qt::Key_Equal:
    return set_range(centre - 2.5 * step, centre + 2.5 * step);
  case Qt::Key_Minus:
    return set_range(centre - 6 * step, centre + 6 * step);
  case Qt::Key_Space:
    space_held_ = true;
    return;
  default:
    QChartView::keyPressEvent(event);
  }
}

void CurveChart::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space && !event->isAutoRepeat())
    space_held_ = false;
  QChartView::keyReleaseEvent(event);
}

} // namespace andon::ui
