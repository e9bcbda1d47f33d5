#include "ui/plot/state_lane.h"

#include <QPainter>

#include <algorithm>

namespace andon::ui {
namespace {

constexpr int nothing = -2, changing = -1;
constexpr Qt::BrushStyle hatches[] = {Qt::SolidPattern,     Qt::Dense4Pattern, Qt::BDiagPattern,
                                      Qt::Dense6Pattern,    Qt::HorPattern,    Qt::FDiagPattern,
                                      Qt::DiagCrossPattern, Qt::VerPattern};

} // namespace

StateLane::StateLane(std::shared_ptr<SampleSource> source, int color_index, std::vector<float> states)
    : SignalLane(std::move(source), color_index), states_(std::move(states)) {}

int StateLane::state_of(float low, float high) const {
  if (low > high)
    return nothing;
  if (low != high)
    return changing;
  const auto at = std::ranges::lower_bound(states_, low);
  return at != states_.end() && *at == low ? static_cast<int>(at - states_.begin()) : changing;
}

void StateLane::gather_bars(const LaneFrame& frame) {
  const LaneTrace& seen = trace();
  bars_.clear();
  int before = nothing;
  const auto step = [&](double x, int state) {
    if (state == before)
      return;
    if (before != nothing)
      bars_.back().to = x;
    if (state != nothing)
      bars_.push_back({x, x, state});
    before = state;
  };
  if (seen.as_columns) {
    const double pixel = 1 / frame.pixel_ratio, left = frame.plot.left() + seen.column_offset * pixel;
    for (std::size_t i = 0; i < seen.columns.size(); ++i)
      step(left + static_cast<double>(i) * pixel, state_of(seen.columns[i].low, seen.columns[i].high));
    step(left + static_cast<double>(seen.columns.size()) * pixel, nothing);
    return;
  }
  const auto x_of = [&](std::size_t i) {
    return frame.x_of(samples().time_of(static_cast<double>(seen.first_point) + static_cast<double>(i)));
  };
  for (std::size_t i = 0; i < seen.points.size(); ++i)
    step(x_of(i), seen.missing[i] ? nothing : state_of(seen.points[i], seen.points[i]));
  step(x_of(seen.points.size()), nothing);
}

void StateLane::paint_values(QPainter& painter, const LaneFrame& frame) {
  gather_bars(frame);
  const Colors& c = frame.colors();
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (const Bar& bar : bars_) {
    const QRectF rect(QPointF(bar.from, frame.plot.top() + 3), QPointF(bar.to, frame.plot.bottom() - 3));
    QColor color = bar.state == changing ? c.normal : category(frame.palette, bar.state);
    color.setAlpha(bar.state == changing ? 200 : 70);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRect(rect);
    if (bar.state >= 0) {
      const auto hatch = hatches[static_cast<std::size_t>(bar.state) % std::size(hatches)];
      if (hatch != Qt::SolidPattern) {
        painter.setBrush(QBrush(color, hatch));
        painter.drawRect(rect);
      }
      painter.setPen(QPen(category(frame.palette, bar.state), 1));
      painter.drawLine(rect.topLeft(), rect.bottomLeft());
      const QString text = value_text(states_[static_cast<std::size_t>(bar.state)]);
      const QRectF seen = rect.intersected(frame.plot).adjusted(5, 0, -3, 0);
      if (seen.width() > painter.fontMetrics().horizontalAdvance(text))
        draw_text(painter, seen, Qt::AlignLeft | Qt::AlignVCenter, text, c.text);
    }
  }
}

} // namespace andon::ui
