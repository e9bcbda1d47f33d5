// One document written as a page and as a printed sheet; the PDF is taken apart again.
#include "core/workflow/report_document.h"
#include "core/workflow/svg_chart.h"
#include "tests/workflow/story_fixture.h"

#include <QRegularExpression>
#include <QtTest>

#include <zlib.h>

using namespace andon;
using namespace andon::workflow;

namespace {

/// Every compressed stream of a PDF, one after the other.
QByteArray streams_of(const std::string& pdf) {
  QByteArray out;
  for (std::size_t at = pdf.find("stream\n"); at != std::string::npos; at = pdf.find("stream\n", at + 7)) {
    if (pdf.compare(at - 3, 3, "end") == 0)
      continue;
    QByteArray text(1 << 20, '\0');
    z_stream z{};
    inflateInit(&z);
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(pdf.data() + at + 7));
    z.avail_in = static_cast<uInt>(pdf.size() - at - 7);
    z.next_out = reinterpret_cast<Bytef*>(text.data());
    z.avail_out = static_cast<uInt>(text.size());
    if (inflate(&z, Z_FINISH) == Z_STREAM_END)
      out += text.left(static_cast<qsizetype>(z.total_out));
    inflateEnd(&z);
  }
  return out;
}

int pages_of(const std::string& pdf) {
  const QRegularExpression page("/Type /Page\\b(?!s)");
  return static_cast<int>(QString::fromLatin1(pdf.data(), static_cast<qsizetype>(pdf.size())).count(page));
}

Chart example_chart() {
  Chart chart{.title = "Loss", .x_title = "epoch", .y_title = "loss", .lines = {}, .bars = {}, .marker = 2.0};
  chart.lines = {{"train", chart_colours[0], {{0, 1}, {1, 0.5}, {2, std::nan("")}, {3, 0.2}}, true}};
  chart.bars = {{"items", chart_colours[1], 0, 1, {1, 0, 2}}};
  chart.marker_text = "threshold";
  return chart;
}

ReportDocument example() {
  ReportTable table{{{"name"}, {.text = "value", .number = true}}, {}};
  for (int i = 0; i < 150; ++i)
    table.rows.push_back(
        {{"row " + std::to_string(i)}, {.text = std::to_string(i), .detail = "0 … 1", .number = true}});
  table.rows.push_back({{"sha256"}, {.text = std::string(400, 'a'), .code = true}});
  return {"Run <한글> & more",
          {ReportHeading{"Metrics"}, ReportParagraph{"이상 탐지 <b> & \xff"}, table,
           ReportCharts{{example_chart(), example_chart(), example_chart()}},
           ReportPictures{{{"", "gone.png", "gone.png, score 3"}, {"not a png", "bad.png", "bad.png"}}}}};
}

/// What a canvas was asked to draw.
struct Counting final : ChartCanvas {
  int lines = 0, boxes = 0;
  std::vector<std::string> texts;
  std::vector<std::pair<double, double>> points;
  void polyline(const std::vector<std::pair<double, double>>& at, const Stroke& stroke) override {
    ++lines;
    if (stroke.dashed)
      points = at;
  }
  void rectangle(double, double, double, double height, const std::string&, double) override {
    QVERIFY(height > 0);
    ++boxes;
  }
  void text(double, double, const std::string& text, const TextStyle&) override { texts.push_back(text); }
};

} // namespace

class TestReportDocument : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void a_chart_draws_what_it_holds() {
    Counting canvas;
    draw_chart(example_chart(), canvas);
    QCOMPARE(canvas.points.size(), std::size_t{3}); // the value that is not a number is left out
    QCOMPARE(canvas.points.front(), std::pair(56.0, 132.0));
    QCOMPARE(canvas.boxes, 2 + 2); // bars above zero, and the legend
    for (const char* text : {"Loss", "epoch", "loss", "threshold", "train", "items", "0.5"})
      QVERIFY2(std::find(canvas.texts.begin(), canvas.texts.end(), text) != canvas.texts.end(), text);
    const std::string svg = svg_text(example_chart());
    QCOMPARE(QString::fromStdString(svg).count("<polyline"), canvas.lines);
    QCOMPARE(QString::fromStdString(svg).count("<text"), static_cast<qsizetype>(canvas.texts.size()));
  }

  void a_page_escapes_what_it_says() {
    const std::string html = report_html(example());
    for (const char* part : {"<h1>Run &lt;한글&gt; &amp; more</h1>", "<td class=\"number\">7 <span",
                             "<code>aaa", missing_picture})
      QVERIFY2(html.find(part) != std::string::npos, part);
    QVERIFY(html.find("<b>") == std::string::npos);
  }

  void a_sheet_has_pages_an_outline_and_text_that_can_be_searched() {
    VALUE(pdf, report_pdf(example(), {}));
    QVERIFY(pdf.starts_with("%PDF-1."));
    QVERIFY(pdf.substr(pdf.size() - 8).find("%%EOF") != std::string::npos);
    QVERIFY2(pages_of(pdf) >= 3 && pages_of(pdf) <= 6, qPrintable(QString::number(pages_of(pdf))));
    QVERIFY(pdf.find("/Count " + std::to_string(pages_of(pdf))) != std::string::npos);
    QVERIFY(pdf.find("/Title (Metrics)") != std::string::npos);
    QVERIFY(pdf.find("/FontFile") != std::string::npos);
    const QByteArray streams = streams_of(pdf).toUpper();
    QVERIFY(streams.contains("BEGINCMAP"));
    for (const char* letter : {"<C774>", "<C0C1>", "<D0D0>"}) // 이상탐 in the tables from glyphs to text
      QVERIFY2(streams.contains(letter), letter);
  }

  void a_sheet_without_content_is_still_a_page() {
    VALUE(pdf, report_pdf({"Empty", {ReportTable{}, ReportCharts{}, ReportPictures{}}}, {}));
    QCOMPARE(pages_of(pdf), 1);
  }

  void a_stopped_sheet_is_not_written() {
    std::stop_source stopped;
    stopped.request_stop();
    FAILS_WITH(report_pdf(example(), stopped.get_token()), ErrorCode::cancelled, "no report");
  }
};

QTEST_GUILESS_MAIN(TestReportDocument)
#include "tst_report_document.moc"
