#include "core/workflow/svg_chart.h"

#include <cstdio>

namespace andon::workflow {
namespace {

std::string fixed(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

class SvgCanvas final : public ChartCanvas {
public:
  std::string text_so_far;

  void polyline(const std::vector<std::pair<double, double>>& points, const Stroke& stroke) override {
    text_so_far += "<polyline fill=\"none\" stroke=\"" + stroke.colour + "\" stroke-width=\"" +
                   fixed(stroke.width) + "\"" + (stroke.dashed ? " stroke-dasharray=\"5 4\"" : "") +
                   " points=\"";
    for (const auto& [x, y] : points)
      text_so_far += fixed(x) + "," + fixed(y) + " ";
    text_so_far += "\"/>";
  }
  void rectangle(double x, double y, double width, double height, const std::string& colour,
                 double opacity) override {
    text_so_far += "<rect x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" width=\"" + fixed(width) +
                   "\" height=\"" + fixed(height) + "\" fill=\"" + colour + "\" fill-opacity=\"" +
                   short_number(opacity) + "\"/>";
  }
  void text(double x, double y, const std::string& text, const TextStyle& style) override {
    static constexpr const char* anchors[] = {"start", "middle", "end"};
    text_so_far += "<text x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" text-anchor=\"" +
                   anchors[static_cast<int>(style.anchor)] + "\"" +
                   (style.bold ? " font-weight=\"bold\"" : "") +
                   (style.upwards ? " transform=\"rotate(-90 " + fixed(x) + " " + fixed(y) + ")\"" : "") +
                   ">" + escaped(text) + "</text>";
  }
};

} // namespace

std::string svg_text(const Chart& chart) {
  const std::string width = std::to_string(chart.width), height = std::to_string(chart.height);
  SvgCanvas canvas;
  draw_chart(chart, canvas);
  return "<svg role=\"img\" viewBox=\"0 0 " + width + " " + height + "\" width=\"" + width + "\" height=\"" +
         height + "\" xmlns=\"http://www.w3.org/2000/svg\"><title>" + escaped(chart.title) + "</title>" +
         canvas.text_so_far + "</svg>\n";
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

} // namespace andon::workflow
