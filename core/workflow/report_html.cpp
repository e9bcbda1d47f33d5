#include "core/workflow/report_document.h"
#include "core/workflow/svg_chart.h"

#include <cstdint>

namespace andon::workflow {
namespace {

constexpr const char* style =
    "body{font:15px/1.45 sans-serif;color:#1b1b1b;background:#fff;max-width:60rem;margin:2rem auto;padding:0 "
    "1rem}"
    "h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #ddd}"
    "table{border-collapse:collapse;margin:.5rem 0}td,th{padding:.2rem .8rem .2rem "
    "0;text-align:left;vertical-align:top}"
    "td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}.interval{color:#555;font-size:."
    "85em}"
    "code{font-size:.85em;word-break:break-all}.charts{display:flex;flex-wrap:wrap;gap:1rem}"
    "svg{max-width:100%;height:auto}svg text{font-family:sans-serif;font-size:11px;fill:#333}"
    ".pictures{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0;width:14rem}figure "
    "img{max-width:100%;image-rendering:auto}figcaption{font-size:.85em;color:#333;word-break:break-all}"
    "@media print{h2{break-after:avoid}svg{break-inside:avoid}}";

std::string base64(const std::string& bytes) {
  static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t block = 0;
    for (std::size_t k = 0; k < 3; ++k)
      block = block << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= bytes.size() ? letters[block >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::string cell(const ReportCell& cell, const std::string& tag) {
  std::string text = escaped(cell.text);
  if (cell.code)
    text = "<code>" + text + "</code>";
  if (!cell.detail.empty())
    text += " <span class=\"interval\">" + escaped(cell.detail) + "</span>";
  return "<" + tag + (cell.number ? " class=\"number\"" : "") + ">" + text + "</" + tag + ">";
}

std::string written(const ReportHeading& heading) {
  return "<h2>" + escaped(heading.text) + "</h2>\n";
}

std::string written(const ReportParagraph& paragraph) {
  return "<p>" + escaped(paragraph.text) + "</p>\n";
}

std::string written(const ReportTable& table) {
  std::string out = "<table>";
  if (!table.header.empty()) {
    out += "<tr>";
    for (const ReportCell& name : table.header)
      out += cell(name, "th");
    out += "</tr>\n";
  }
  for (const std::vector<ReportCell>& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      out += cell(row[i], table.named && i == 0 ? "th" : "td");
    out += "</tr>\n";
  }
  return out + "</table>\n";
}

std::string written(const ReportCharts& charts) {
  std::string out = "<div class=\"charts\">\n";
  for (const Chart& chart : charts.charts)
    out += svg_text(chart);
  return out + "</div>\n";
}

std::string written(const ReportPictures& pictures) {
  std::string out = "<div class=\"pictures\">\n";
  for (const ReportPicture& picture : pictures.pictures)
    out += "<figure>" +
           (picture.png.empty() ? "<p>" + std::string(missing_picture) + "</p>"
                                : "<img alt=\"" + escaped(picture.name) + "\" src=\"data:image/png;base64," +
                                      base64(picture.png) + "\">") +
           "<figcaption>" + escaped(picture.caption) + "</figcaption></figure>\n";
  return out + "</div>\n";
}

} // namespace

std::string report_html(const ReportDocument& document) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Andon: " +
                    escaped(document.title) + "</title><style>" + style + "</style></head><body>\n<h1>" +
                    escaped(document.title) + "</h1>\n";
  for (const ReportBlock& block : document.blocks)
    out += std::visit([](const auto& one) { return written(one); }, block);
  return out + "</body></html>\n";
}

} // namespace andon::workflow
