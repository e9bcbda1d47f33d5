#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace andon::workflow {

/// One polyline of a chart. Points with a value that is not finite are left out.
struct SvgLine {
  std::string name, colour;
  std::vector<std::pair<double, double>> points;
  bool dashed = false;
};
/// Bars of equal width next to each other, drawn half transparent over each other.
struct SvgBars {
  std::string name, colour;
  double from = 0, width = 1;
  std::vector<double> heights;
};
/// A chart as one inline <svg>: axes with round ticks, legend, no script, no outside reference.
struct SvgChart {
  std::string title, x_title, y_title;
  std::vector<SvgLine> lines;
  std::vector<SvgBars> bars;
  std::optional<double> marker; ///< vertical line
  std::string marker_text;
  std::optional<std::pair<double, double>> x_range, y_range; ///< else from the data
  int width = 460, height = 280;
};
/// Deterministic: same chart, same text.
std::string svg_text(const SvgChart& chart);

/// The Okabe–Ito colours, told apart with colour-blind eyes.
extern const char* const chart_colours[8];

/// '&', '<', '>', '"' for HTML text and attributes.
std::string escaped(const std::string& text);
/// At most `digits` significant digits.
std::string short_number(double value, int digits = 4);

} // namespace andon::workflow
