#pragma once
#include "core/base/error.h"
#include "core/workflow/chart.h"

#include <stop_token>
#include <variant>

namespace andon::workflow {

// What a report says, apart from how it is written: the same document becomes a page and a printed sheet.

struct ReportHeading {
  std::string text;
};
struct ReportParagraph {
  std::string text;
};
struct ReportCell {
  std::string text;
  std::string detail;  ///< smaller, beside the text: an interval
  bool number = false; ///< to the right
  bool code = false;   ///< hashes and options; broken anywhere
};
/// The first cell of a row names the row when `named`.
struct ReportTable {
  std::vector<ReportCell> header; ///< may be empty
  std::vector<std::vector<ReportCell>> rows;
  bool named = true;
};
struct ReportCharts {
  std::vector<Chart> charts;
};
struct ReportPicture {
  std::string png; ///< bytes; empty = the image is not there any more
  std::string name, caption;
};
/// Stands where a picture cannot be shown.
inline constexpr const char* missing_picture = "The image is not there any more.";
struct ReportPictures {
  std::vector<ReportPicture> pictures;
};
using ReportBlock = std::variant<ReportHeading, ReportParagraph, ReportTable, ReportCharts, ReportPictures>;
struct ReportDocument {
  std::string title;
  std::vector<ReportBlock> blocks;
};

/// One HTML file without script that opens offline.
std::string report_html(const ReportDocument& document);
/// PDF on A4 with numbered pages and one outline entry a heading; text can be searched and copied, fonts are
/// embedded. Threads: any. Errors: cancelled, io (the drawing library's reason).
Result<std::string> report_pdf(const ReportDocument& document, std::stop_token stop);

} // namespace andon::workflow
