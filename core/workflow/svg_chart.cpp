#include "core/workflow/svg_chart.h"

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

std::string fixed(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

struct Frame {
  Range x, y;
  double width, height;
  double px(double value) const { return left + (value - x.low) / (x.high - x.low) * (width - left - right); }
  double py(double value) const {
    return height - bottom - (value - y.low) / (y.high - y.low) * (height - top - bottom);
  }
};

Frame frame_of(const SvgChart& chart) {
  Range x, y;
  for (const SvgLine& line : chart.lines)
    for (const auto& [px, py] : line.points) {
      x.add(px);
      y.add(py);
    }
  for (const SvgBars& bars : chart.bars) {
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

std::string text_at(double x, double y, const std::string& anchor, const std::string& text,
                    const std::string& extra = "") {
  return "<text x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" text-anchor=\"" + anchor + "\"" + extra + ">" +
         escaped(text) + "</text>";
}

std::string axes(const SvgChart& chart, const Frame& frame) {
  std::string out;
  const double base = frame.height - bottom, edge = frame.width - right;
  const double x_step = round_step(frame.x.high - frame.x.low, 6),
               y_step = round_step(frame.y.high - frame.y.low, 5);
  for (double tick = std::ceil(frame.x.low / x_step) * x_step; tick <= frame.x.high + 1e-9 * x_step;
       tick += x_step) {
    const std::string x = fixed(frame.px(tick));
    out += "<path class=\"grid\" d=\"M" + x + " " + fixed(top) + "V" + fixed(base) + "\"/>";
    out +=
        text_at(frame.px(tick), base + 14, "middle", short_number(std::abs(tick) < 1e-9 * x_step ? 0 : tick));
  }
  for (double tick = std::ceil(frame.y.low / y_step) * y_step; tick <= frame.y.high + 1e-9 * y_step;
       tick += y_step) {
    const std::string y = fixed(frame.py(tick));
    out += "<path class=\"grid\" d=\"M" + fixed(left) + " " + y + "H" + fixed(edge) + "\"/>";
    out +=
        text_at(left - 6, frame.py(tick) + 4, "end", short_number(std::abs(tick) < 1e-9 * y_step ? 0 : tick));
  }
  out += "<path class=\"axis\" d=\"M" + fixed(left) + " " + fixed(top) + "V" + fixed(base) + "H" +
         fixed(edge) + "\"/>";
  out += text_at((left + edge) / 2, frame.height - 10, "middle", chart.x_title);
  out += text_at(14, (top + base) / 2, "middle", chart.y_title,
                 " transform=\"rotate(-90 14 " + fixed((top + base) / 2) + ")\"");
  return out;
}

std::string draw(const SvgBars& bars, const Frame& frame) {
  std::string out = "<g fill=\"" + bars.colour + "\" fill-opacity=\"0.55\">";
  for (std::size_t i = 0; i < bars.heights.size(); ++i) {
    if (!(bars.heights[i] > 0))
      continue;
    const double x = frame.px(bars.from + bars.width * static_cast<double>(i)), y = frame.py(bars.heights[i]);
    const double width = frame.px(bars.from + bars.width * static_cast<double>(i + 1)) - x;
    out += "<rect x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" width=\"" + fixed(width) + "\" height=\"" +
           fixed(frame.py(0) - y) + "\"/>";
  }
  return out + "</g>";
}

std::string draw(const SvgLine& line, const Frame& frame) {
  std::string points;
  for (const auto& [x, y] : line.points)
    if (std::isfinite(x) && std::isfinite(y))
      points += fixed(frame.px(x)) + "," + fixed(frame.py(y)) + " ";
  return "<polyline fill=\"none\" stroke=\"" + line.colour + "\" stroke-width=\"1.5\"" +
         (line.dashed ? " stroke-dasharray=\"5 4\"" : "") + " points=\"" + points + "\"/>";
}

std::string legend(const SvgChart& chart) {
  std::string out;
  double x = left + 4;
  const auto add = [&](const std::string& name, const std::string& colour) {
    if (name.empty())
      return;
    out += "<rect x=\"" + fixed(x) + "\" y=\"" + fixed(top + 4) + "\" width=\"10\" height=\"10\" fill=\"" +
           colour + "\"/>";
    out += text_at(x + 14, top + 13, "start", name);
    x += 24 + 6.2 * static_cast<double>(name.size());
  };
  for (const SvgBars& bars : chart.bars)
    add(bars.name, bars.colour);
  for (const SvgLine& line : chart.lines)
    add(line.name, line.colour);
  return out;
}

} // namespace

std::string svg_text(const SvgChart& chart) {
  const Frame frame = frame_of(chart);
  std::string out = "<svg role=\"img\" viewBox=\"0 0 " + std::to_string(chart.width) + " " +
                    std::to_string(chart.height) + "\" width=\"" + std::to_string(chart.width) +
                    "\" height=\"" + std::to_string(chart.height) +
                    "\" xmlns=\"http://www.w3.org/2000/svg\"><title>" + escaped(chart.title) + "</title>" +
                    text_at(left, 16, "start", chart.title, " class=\"chart-title\"");
  out += axes(chart, frame);
  for (const SvgBars& bars : chart.bars)
    out += draw(bars, frame);
  for (const SvgLine& line : chart.lines)
    out += draw(line, frame);
  if (chart.marker) {
    const std::string x = fixed(frame.px(*chart.marker));
    out += "<path stroke=\"#B00020\" stroke-width=\"1.5\" d=\"M" + x + " " + fixed(top) + "V" +
           fixed(frame.height - bottom) + "\"/>";
    out += text_at(frame.px(*chart.marker) + 4, frame.height - bottom - 6, "start", chart.marker_text);
  }
  return out + legend(chart) + "</svg>\n";
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string short_number(double value, int digits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*g", digits, value);
  return text;
}

} // namespace andon::workflow
