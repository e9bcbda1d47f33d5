#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace andon::workflow {

/// One polyline of a chart. Points with a value that is not finite are left out.
struct ChartLine {
  std::string name, colour;
  std::vector<std::pair<double, double>> points;
  bool dashed = false;
};
/// Bars of equal width next to each other, drawn half transparent over each other.
struct ChartBars {
  std::string name, colour;
  double from = 0, width = 1;
  std::vector<double> heights;
};
/// A chart with axes of round ticks and a legend; what it looks like does not depend on where it is drawn.
struct Chart {
  std::string title, x_title, y_title;
  std::vector<ChartLine> lines;
  std::vector<ChartBars> bars;
  std::optional<double> marker; ///< vertical line
  std::string marker_text;
  std::optional<std::pair<double, double>> x_range, y_range; ///< else from the data
  int width = 460, height = 280;
};

/// What a chart is drawn on. Coordinates in units of Chart::width and height, from the upper left corner.
class ChartCanvas {
public:
  struct Stroke {
    std::string colour; ///< "#RRGGBB"
    double width = 1;
    bool dashed = false;
  };
  enum class Anchor { start, middle, end };
  struct TextStyle {
    Anchor anchor = Anchor::start; ///< which part of the base line is at the position
    bool bold = false;
    bool upwards = false; ///< turned by a quarter about the position
  };
  virtual ~ChartCanvas() = default;
  virtual void polyline(const std::vector<std::pair<double, double>>& points, const Stroke& stroke) = 0;
  virtual void rectangle(double x, double y, double width, double height, const std::string& colour,
                         double opacity) = 0;
  virtual void text(double x, double y, const std::string& text, const TextStyle& style) = 0;
};
/// Deterministic: same chart, same calls.
void draw_chart(const Chart& chart, ChartCanvas& canvas);

/// The Okabe–Ito colours, told apart with colour-blind eyes.
extern const char* const chart_colours[8];

/// At most `digits` significant digits.
std::string short_number(double value, int digits = 4);

} // namespace andon::workflow
