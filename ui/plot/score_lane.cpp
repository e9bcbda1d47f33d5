#include "ui/plot/score_lane.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr double heat_height = 14;

} // namespace

void ScoreLane::set_strip(ScoreStrip strip) {
  strip_ = std::move(strip);
  std::ranges::sort(strip_.windows, {}, &ScoreStrip::Window::start);
  double low = strip_.low, high = strip_.high;
  if (strip_.threshold) {
    low = std::min(low, *strip_.threshold);
    high = std::max(high, *strip_.threshold);
  }
  const double margin = high > low ? 0.08 * (high - low) : 0.5;
  strip_.low = low - margin;
  strip_.high = high + margin;
  Q_EMIT changed();
}

double ScoreLane::y_of(double score, const QRectF& plot) const {
  const double top = plot.top() + heat_height + 4;
  return plot.bottom() - (score - strip_.low) / (strip_.high - strip_.low) * (plot.bottom() - top);
}

void ScoreLane::paint(QPainter& painter, const LaneFrame& frame) {
  const Colors& c = frame.colors();
  const QFont font = painter.font();
  QFont bold = font;
  bold.setWeight(QFont::DemiBold);
  painter.setFont(bold);
  draw_text(painter, QRectF(frame.plot.left(), frame.area.top(), frame.plot.width() / 2, header_height),
            Qt::AlignLeft | Qt::AlignVCenter, tr("Anomaly score"), c.text);
  painter.setFont(font);
  painter.fillRect(frame.plot, c.surface);
  draw_time_grid(painter, frame);
  for (const Tick& tick : value_ticks(strip_.low, strip_.high, 3)) {
    const double y = y_of(tick.value, frame.plot);
    if (y < frame.plot.top() + heat_height + 4)
      continue;
    painter.setPen(QPen(c.axis, 0));
    painter.drawLine(QPointF(frame.plot.left() - 4, y), QPointF(frame.plot.left(), y));
    draw_text(painter, QRectF(frame.area.left(), y - 9, frame.plot.left() - frame.area.left() - 8, 18),
              Qt::AlignRight | Qt::AlignVCenter, tick.text, c.axis);
  }
  painter.save();
  painter.setClipRect(frame.plot);
  paint_steps(painter, frame);
  paint_threshold(painter, frame);
  painter.restore();
  painter.setPen(QPen(c.axis, 0));
  painter.drawLine(frame.plot.topLeft(), frame.plot.bottomLeft());
  painter.drawLine(frame.plot.bottomLeft(), frame.plot.bottomRight());
}

void ScoreLane::paint_steps(QPainter& painter, const LaneFrame& frame) {
  struct Shown {
    double left, right, score;
    bool flagged;
  };
  std::vector<Shown> shown;
  for (const ScoreStrip::Window& window : strip_.windows) {
    if (window.end <= frame.visible.start)
      continue;
    if (window.start >= frame.visible.end)
      break;
    const double left = std::max(frame.x_of(window.start), frame.plot.left());
    const double right = std::min(std::max(frame.x_of(window.end), left + 1), frame.plot.right());
    if (!shown.empty() && right - shown.back().left <= 1) {
      shown.back().score = std::max(shown.back().score, window.score);
      shown.back().flagged = shown.back().flagged || window.flagged;
    } else {
      shown.push_back({left, right, window.score, window.flagged});
    }
  }
  const Colors& c = frame.colors();
  QPen line(c.text, 1.2);
  QPen alarm(c.alarm, 2);
  const Shown* before = nullptr;
  for (const Shown& each : shown) {
    const double share = (each.score - strip_.low) / (strip_.high - strip_.low);
    painter.fillRect(QRectF(each.left, frame.plot.top(), each.right - each.left, heat_height),
                     viridis(share));
    const double y = y_of(each.score, frame.plot);
    painter.setPen(each.flagged ? alarm : line);
    if (before && each.left - before->right < 1.5)
      painter.drawLine(QPointF(each.left, y_of(before->score, frame.plot)), QPointF(each.left, y));
    painter.drawLine(QPointF(each.left, y), QPointF(each.right, y));
    before = &each;
  }
}

void ScoreLane::paint_threshold(QPainter& painter, const LaneFrame& frame) {
  if (!strip_.threshold)
    return;
  const Colors& c = frame.colors();
  const double y = y_of(*strip_.threshold, frame.plot);
  painter.setPen(QPen(c.alarm, 1, Qt::DashLine));
  painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y));
}

void ScoreLane::paint_readout(QPainter& painter, const LaneFrame& frame, const TimeView& time) {
  const QRectF row(frame.plot.left() + frame.plot.width() / 2, frame.area.top(), frame.plot.width() / 2,
                   header_height);
  QString text = strip_.threshold ? tr("threshold %1").arg(quantity_text(*strip_.threshold, {}))
                                  : tr("no threshold yet");
  if (const auto at = time.crosshair()) {
    const auto found = std::ranges::find_if(strip_.windows, [&](const ScoreStrip::Window& window) {
      return window.start <= *at && *at < window.end;
    });
    if (found != strip_.windows.end())
      text = tr("score %1  ·  %2").arg(quantity_text(found->score, {}), text);
  }
  draw_text(painter, row, Qt::AlignRight | Qt::AlignVCenter, text, frame.colors().muted);
}

} // namespace andon::ui
