#include "core/workflow/chart.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace andon::workflow {

const char* const chart_colours[8] = {"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                      "#E69F00", "#56B4E9", "#000000", "#8C7A00"};

namespace {

constexpr double left = 56, right = 12, top = 28, bottom = 44;

struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
  void add(double value) {
    if (!std::isfinite(value))
      return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  /// A range that can be drawn, whatever the data were.
  Range drawable() const {
    if (!(low <= high))
      return {0, 1};
    if (low == high)
      return {low - 0.5, high + 0.5};
    return *this;
  }
};

/// 1, 2 or 5 times a power of ten, so that about `wanted` steps fit.
double round_step(double span, int wanted) {
  const double raw = span / wanted, power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (raw <= factor * power * (1 + 1e-9))
      return factor * power;
  return 10 * power;
}

struct Frame {
  Range x, y;
  double width, height;
  double px(double value) const { return left + (value - x.low) / (x.high - x.low) * (width - left - right); }
  double py(double value) const {
    return height - bottom - (value - y.low) / (y.high - y.low) * (height - top - bottom);
  }
};

Frame frame_of(const Chart& chart) {
  Range x, y;
  for (const ChartLine& line : chart.lines)
    for (const auto& [px, py] : line.points) {
      x.add(px);
      y.add(py);
    }
  for (const ChartBars& bars : chart.bars) {
    x.add(bars.from);
    x.add(bars.from + bars.width * static_cast<double>(bars.heights.size()));
    y.add(0);
    for (const double height : bars.heights)
      y.add(height);
  }
  if (chart.marker)
    x.add(*chart.marker);
  if (chart.x_range)
    x = {chart.x_range->first, chart.x_range->second};
  if (chart.y_range)
    y = {chart.y_range->first, chart.y_range->second};
  return {x.drawable(), y.drawable(), static_cast<double>(chart.width), static_cast<double>(chart.height)};
}

using Anchor = ChartCanvas::Anchor;

void draw_axes(const Chart& chart, const Frame& frame, ChartCanvas& canvas) {
  const ChartCanvas::Stroke grid{"#E6E6E6"}, axis{"#333333"};
  const double base = frame.height - bottom, edge = frame.width - right;
  const double x_step = round_step(frame.x.high - frame.x.low, 6),
               y_step = round_step(frame.y.high - frame.y.low, 5);
  const auto label = [](double tick, double step) {
    return short_number(std::abs(tick) < 1e-9 * step ? 0 : tick);
  };
  for (double tick = std::ceil(frame.x.low / x_step) * x_step; tick <= frame.x.high + 1e-9 * x_step;
       tick += x_step) {
    const double x = frame.px(tick);
    canvas.polyline({{x, top}, {x, base}}, grid);
    canvas.text(x, base + 14, label(tick, x_step), {Anchor::middle});
  }
  for (double tick = std::ceil(frame.y.low / y_step) * y_step; tick <= frame.y.high + 1e-9 * y_step;
       tick += y_step) {
    const double y = frame.py(tick);
    canvas.polyline({{left, y}, {edge, y}}, grid);
    canvas.text(left - 6, y + 4, label(tick, y_step), {Anchor::end});
  }
  canvas.polyline({{left, top}, {left, base}, {edge, base}}, axis);
  canvas.text((left + edge) / 2, frame.height - 10, chart.x_title, {Anchor::middle});
  canvas.text(14, (top + base) / 2, chart.y_title, {Anchor::middle, false, true});
}

void draw_bars(const ChartBars& bars, const Frame& frame, ChartCanvas& canvas) {
  for (std::size_t i = 0; i < bars.heights.size(); ++i) {
    if (!(bars.heights[i] > 0))
      continue;
    const double x = frame.px(bars.from + bars.width * static_cast<double>(i)), y = frame.py(bars.heights[i]);
    const double width = frame.px(bars.from + bars.width * static_cast<double>(i + 1)) - x;
    canvas.rectangle(x, y, width, frame.py(0) - y, bars.colour, 0.55);
  }
}

void draw_line(const ChartLine& line, const Frame& frame, ChartCanvas& canvas) {
  std::vector<std::pair<double, double>> points;
  for (const auto& [x, y] : line.points)
    if (std::isfinite(x) && std::isfinite(y))
      points.emplace_back(frame.px(x), frame.py(y));
  canvas.polyline(points, {line.colour, 1.5, line.dashed});
}

void draw_legend(const Chart& chart, ChartCanvas& canvas) {
  double x = left + 4;
  const auto add = [&](const std::string& name, const std::string& colour) {
    if (name.empty())
      return;
    canvas.rectangle(x, top + 4, 10, 10, colour, 1);
    canvas.text(x + 14, top + 13, name, {});
    x += 24 + 6.2 * static_cast<double>(name.size());
  };
  for (const ChartBars& bars : chart.bars)
    add(bars.name, bars.colour);
  for (const ChartLine& line : chart.lines)
    add(line.name, line.colour);
}

} // namespace

void draw_chart(const Chart& chart, ChartCanvas& canvas) {
  const Frame frame = frame_of(chart);
  canvas.text(left, 16, chart.title, {Anchor::start, true});
  draw_axes(chart, frame, canvas);
  for (const ChartBars& bars : chart.bars)
    draw_bars(bars, frame, canvas);
  for (const ChartLine& line : chart.lines)
    draw_line(line, frame, canvas);
  if (chart.marker) {
    const double x = frame.px(*chart.marker), base = frame.height - bottom;
    canvas.polyline({{x, top}, {x, base}}, {"#B00020", 1.5});
    canvas.text(x + 4, base - 6, chart.marker_text, {});
  }
  draw_legend(chart, canvas);
}

std::string short_number(double value, int digits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*g", digits, value);
  return text;
}

} // namespace andon::workflow
