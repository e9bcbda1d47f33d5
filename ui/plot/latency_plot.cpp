#include "ui/plot/latency_plot.h"

#include "ui/plot/axis.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <numeric>

namespace andon::ui {
namespace {

constexpr int bar_height = 56, least_bar = 22, swatch = 12, number_width = 84;
constexpr Qt::BrushStyle fills[] = {Qt::SolidPattern, Qt::Dense3Pattern, Qt::SolidPattern, Qt::BDiagPattern,
                                    Qt::SolidPattern};

double length_of(const LatencyPlot::Bar& bar) {
  return std::max(bar.total, std::accumulate(bar.stages.begin(), bar.stages.end(), 0.0));
}

} // namespace

LatencyPlot::LatencyPlot(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void LatencyPlot::set_bars(const QStringList& stages, std::vector<Bar> bars) {
  stages_ = stages;
  bars_ = std::move(bars);
  updateGeometry();
  update();
}

void LatencyPlot::set_takt(double milliseconds) {
  takt_ = milliseconds;
  update();
}

/// The first image may take a hundred times longer than the others: it does not stretch the axis.
double LatencyPlot::reach() const {
  constexpr double room_beyond = 1.12, cut_from = 3;
  std::vector<double> lengths;
  for (const Bar& bar : bars_)
    lengths.push_back(length_of(bar));
  std::ranges::sort(lengths);
  double longest = lengths.empty() ? 1 : lengths.back();
  if (lengths.size() > 1 && longest > cut_from * lengths[lengths.size() - 2])
    longest = lengths[lengths.size() - 2];
  return room_beyond * std::max({longest, takt_, 1e-3});
}

QRectF LatencyPlot::area() const {
  int names = 0;
  for (const Bar& bar : bars_)
    names = std::max(names, fontMetrics().horizontalAdvance(bar.name));
  const double line = fontMetrics().height();
  return QRectF(rect()).adjusted(names + 2 * space, line + space_group, -number_width, -2 * line - space);
}

double LatencyPlot::place_of(double milliseconds) const {
  const QRectF room = area();
  return room.left() + room.width() * std::min(1.0, milliseconds / reach());
}

QSize LatencyPlot::sizeHint() const {
  const int lines = 3 * fontMetrics().height() + space_section;
  return {640, lines + bar_height * std::max(1, int(bars_.size()))};
}

QSize LatencyPlot::minimumSizeHint() const {
  const int lines = 3 * fontMetrics().height() + space_section;
  return {360, lines + least_bar * std::max(1, int(bars_.size()))};
}

void LatencyPlot::paint_axis(QPainter& painter) const {
  const Colors& c = colors(palette());
  const QRectF room = area();
  const double line = fontMetrics().height();
  for (const Tick& tick : value_ticks(0, reach(), std::max(2, int(room.width() / 90)))) {
    const double x = place_of(tick.value);
    painter.setPen(c.grid);
    painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()));
    painter.setPen(c.axis);
    painter.drawText(QRectF(x - 40, room.bottom() + 2, 80, line), Qt::AlignCenter, tick.text);
  }
  painter.drawLine(room.bottomLeft(), room.bottomRight());
  painter.drawText(QRectF(room.left(), room.bottom() + line, room.width(), line + space), Qt::AlignCenter,
                   tr("Time for one image (ms)"));
}

void LatencyPlot::paint_bar(QPainter& painter, const Bar& bar, const QRectF& room) const {
  const Colors& c = colors(palette());
  painter.setPen(c.text);
  painter.drawText(QRectF(0, room.top(), room.left() - space, room.height()),
                   Qt::AlignVCenter | Qt::AlignRight, bar.name);
  const double pad = std::min(6.0, room.height() / 6);
  const QRectF all = room.adjusted(0, pad, 0, -pad);
  double sum = 0;
  for (std::size_t i = 0; i < bar.stages.size(); ++i) {
    const double from = place_of(sum), to = place_of(sum += bar.stages[i]);
    const QRectF part(from, all.top(), to - from, all.height());
    painter.fillRect(part, c.surface);
    painter.fillRect(part, QBrush(category(palette(), int(i)), fills[i % std::size(fills)]));
  }
  const bool cut = length_of(bar) > reach();
  const double end = place_of(bar.total);
  if (bar.total <= reach()) {
    painter.setPen(QPen(c.text, 2));
    painter.drawLine(QPointF(end, all.top() - 2), QPointF(end, all.bottom() + 2));
  }
  const bool late = takt_ > 0 && bar.total > takt_;
  painter.setPen(late ? c.alarm : c.text);
  painter.drawText(QRectF(room.right() + space_small, room.top(), number_width - space_small, room.height()),
                   Qt::AlignVCenter | Qt::AlignLeft,
                   (cut ? QStringLiteral("▸ ") : QString()) + quantity_text(bar.total, QStringLiteral("ms")));
}

void LatencyPlot::paint_takt(QPainter& painter) const {
  if (takt_ <= 0)
    return;
  const Colors& c = colors(palette());
  const QRectF room = area();
  const double x = place_of(takt_);
  painter.setPen(QPen(c.alarm, 2, Qt::DashLine));
  painter.drawLine(QPointF(x, room.top() - space_small), QPointF(x, room.bottom()));
  painter.setPen(c.alarm);
  const QString text = tr("takt %1").arg(count_text(takt_) + QStringLiteral("\u202fms"));
  const double width = fontMetrics().horizontalAdvance(text);
  const double left = std::min(x + space_small, room.right() + number_width - width);
  painter.drawText(
      QPointF(x + space_small + width > room.right() + number_width ? x - width - space_small : left,
              room.top() - space_small),
      text);
}

void LatencyPlot::paint_legend(QPainter& painter) const {
  const Colors& c = colors(palette());
  const QFontMetrics metrics = fontMetrics();
  double x = area().left();
  for (int i = 0; i < stages_.size(); ++i) {
    const QRectF box(x, (metrics.height() - swatch) / 2.0, swatch, swatch);
    painter.fillRect(box, QBrush(category(palette(), i), fills[std::size_t(i) % std::size(fills)]));
    painter.setPen(c.text);
    painter.drawText(QPointF(x + swatch + space_small, metrics.ascent()), stages_[i]);
    x += swatch + space_small + metrics.horizontalAdvance(stages_[i]) + space_group;
  }
  painter.setPen(QPen(c.text, 2));
  painter.drawLine(QPointF(x + 4, 1), QPointF(x + 4, metrics.height() - 1));
  painter.setPen(c.text);
  painter.drawText(QPointF(x + swatch, metrics.ascent()), tr("the whole"));
}

void LatencyPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), colors(palette()).surface);
  if (bars_.empty())
    return;
  paint_axis(painter);
  const QRectF room = area();
  const double height = std::min(double(bar_height), room.height() / double(bars_.size()));
  for (std::size_t i = 0; i < bars_.size(); ++i)
    paint_bar(painter, bars_[i], QRectF(room.left(), room.top() + height * double(i), room.width(), height));
  paint_takt(painter);
  paint_legend(painter);
}

} // namespace andon::ui
