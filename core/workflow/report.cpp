#include "core/workflow/report.h"

#include "core/base/atomic_file.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/report_charts.h"
#include "core/workflow/report_images.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"
#include "core/workflow/svg_chart.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

constexpr std::size_t shown_windows = 6;

constexpr const char* style =
    "body{font:15px/1.45 sans-serif;color:#1b1b1b;background:#fff;max-width:60rem;margin:2rem auto;padding:0 "
    "1rem}"
    "h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #ddd}"
    "table{border-collapse:collapse;margin:.5rem 0}td,th{padding:.2rem .8rem .2rem "
    "0;text-align:left;vertical-align:top}"
    "td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}.interval{color:#555;font-size:."
    "85em}"
    "code{font-size:.85em;word-break:break-all}.charts{display:flex;flex-wrap:wrap;gap:1rem}"
    "svg{max-width:100%;height:auto}svg text{font:11px sans-serif;fill:#333}svg "
    ".chart-title{font-weight:bold}"
    ".pictures{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0;width:14rem}figure "
    "img{max-width:100%;image-rendering:auto}figcaption{font-size:.85em;color:#333;word-break:break-all}"
    "svg .grid{stroke:#e6e6e6}svg .axis{stroke:#333;fill:none}@media "
    "print{h2{break-after:avoid}svg{break-inside:avoid}}";

std::string row(const std::string& name, const std::string& value) {
  return "<tr><th>" + escaped(name) + "</th><td>" + value + "</td></tr>\n";
}

std::string estimate_cell(const Metrics& metrics, const std::string& name) {
  const auto at = metrics.find(name);
  if (at == metrics.end() || std::isnan(at->second.value))
    return "<td class=\"number\">–</td>";
  const Estimate& e = at->second;
  return "<td class=\"number\">" + short_number(e.value) + " <span class=\"interval\">" +
         short_number(e.low) + " … " + short_number(e.high) + "</span></td>";
}

std::string metrics_section(const RunSummary& summary) {
  std::string out = "<h2>Metrics</h2>\n";
  if (!summary.evaluation)
    return out + "<p>This run has not been evaluated on labelled data.</p>\n";
  const EvaluateOut& evaluation = *summary.evaluation;
  out += "<p>Data set " + escaped(summary.evaluated_data) + ", part " + escaped(summary.evaluated_part) +
         ": " + std::to_string(evaluation.n) + " labelled items, " + std::to_string(evaluation.abnormal) +
         " of them abnormal. Intervals hold 95 %. Decisions at threshold " +
         short_number(evaluation.threshold, 6) + ", " + escaped(evaluation.threshold_source) +
         "; it was not chosen from these data.</p>\n";
  out += "<table><tr><th></th><th class=\"number\">model</th>";
  for (const auto& [name, metrics] : evaluation.baselines)
    out += "<th class=\"number\">" + escaped(name) + "</th>";
  out += "</tr>\n";
  for (const auto& [name, estimate] : evaluation.metrics) {
    out += "<tr><th>" + escaped(name) + "</th>" + estimate_cell(evaluation.metrics, name);
    for (const auto& [baseline, metrics] : evaluation.baselines)
      out += estimate_cell(metrics, name);
    out += "</tr>\n";
  }
  return out + "</table>\n";
}

std::string threshold_section(const std::vector<store::ThresholdVersion>& versions) {
  std::string out = "<h2>Threshold history</h2>\n<table><tr><th>version</th><th>method</th><th "
                    "class=\"number\">threshold</th><th>by</th><th>reason</th>"
                    "<th>when</th></tr>\n";
  for (const store::ThresholdVersion& v : versions)
    out += "<tr><td>" + std::to_string(v.version) + "</td><td>" + escaped(v.method) +
           "</td><td class=\"number\">" +
           (v.supported ? short_number(v.threshold, 6) : "not supported by the data") + "</td><td>" +
           escaped(v.author) + "</td><td>" + escaped(v.reason) + "</td><td>" + escaped(v.created) +
           "</td></tr>\n";
  return out + "</table>\n";
}

Result<std::string> manifest_section(const OpenedRun& opened) {
  const Manifest& m = opened.manifest;
  std::string out = "<h2>How to repeat this run</h2>\n<table>";
  out += row("model", escaped(m.model)) + row("seed", std::to_string(m.seed)) +
         row("device", escaped(m.device)) + row("threads", std::to_string(m.threads));
  out += row("data", escaped(m.data_name) + ", part " + escaped(m.part)) +
         row("data sha256", "<code>" + escaped(m.data_sha256) + "</code>");
  for (const auto& [file, hash] : m.files)
    out += row(file + " sha256", "<code>" + escaped(hash) + "</code>");
  for (const auto& [title, text] :
       {std::pair("options.", m.options_json), std::pair("versions.", m.versions_json)}) {
    ANDON_ASSIGN(const OptionMap values, option_map_from_json(text));
    for (const auto& [key, value] : values)
      out += row(title + key, "<code>" + escaped(to_text(value)) + "</code>");
  }
  return out + "</table>\n";
}

/// The highest scores first, each with its curves.
Result<std::string> flagged_section(const OpenedRun& opened, std::vector<ScoreRow> rows,
                                    std::stop_token stop) {
  if (opened.job.data.images)
    return std::string(); // shown as pictures
  std::string out = "<h2>Highest scores</h2>\n";
  if (!opened.model->preview || rows.empty())
    return out + "<p>Nothing has been scored yet.</p>\n";
  std::stable_sort(rows.begin(), rows.end(),
                   [](const ScoreRow& a, const ScoreRow& b) { return a.score > b.score; });
  out += "<div class=\"charts\">\n";
  for (std::size_t i = 0; i < std::min(shown_windows, rows.size()); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "cancelled; no report was written");
    ANDON_ASSIGN(const std::vector<PreviewCurve> curves, opened.model->preview(opened.job, rows[i]));
    out += preview_chart(rows[i], curves);
  }
  return out + "</div>\n";
}

std::string head_section(const store::Run& run) {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Andon: run " +
         escaped(run.name) + "</title><style>" + style + "</style></head><body>\n<h1>Run " +
         escaped(run.name) + "</h1>\n<p>Model " + escaped(run.model) + " on data set " +
         escaped(run.data_name) + ", trained " + escaped(run.created) + ", " + short_number(run.seconds, 3) +
         " s.</p>\n";
}

/// Data and rows that the report draws: of the last evaluation, else of the last scoring, else none.
struct Drawn {
  std::string data, part;
  std::vector<ScoreRow> rows;
};
Result<Drawn> drawn_rows(Workspace& workspace, const store::Run& run, const RunSummary& summary) {
  if (!summary.evaluation)
    return Drawn{run.data_path, "all", {}};
  ANDON_ASSIGN(std::vector<ScoreRow> rows,
               read_scores(scores_file(workspace.run_folder(run.name), summary.evaluated_data,
                                       summary.evaluated_part)));
  return Drawn{summary.evaluated_path, summary.evaluated_part, std::move(rows)};
}

} // namespace

Result<std::filesystem::path> write_report(Workspace& workspace, const ReportIn& in, Progress& progress,
                                           std::stop_token stop) {
  if (in.out.extension() != ".html")
    return fail(ErrorCode::unsupported,
                "cannot write a report to " + in.out.string() + ": its name must end in .html");
  progress.stage("writing the report");
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(in.run));
  ANDON_ASSIGN(const RunSummary summary, summary_from_json(run.summary_json));
  ANDON_ASSIGN(const Drawn drawn, drawn_rows(workspace, run, summary));
  ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, run.name, drawn.data, drawn.part));
  ANDON_ASSIGN(const RunDetail detail, run_detail(workspace, run.name));
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  std::string html = head_section(run) + metrics_section(summary);
  html += "<h2>Charts</h2>\n<div class=\"charts\">\n" + loss_chart(detail.history) +
          score_histogram(drawn.rows, line.threshold) + roc_chart(drawn.rows) +
          precision_recall_chart(drawn.rows) + "</div>\n";
  if (opened.job.data.images) {
    ANDON_ASSIGN(const std::string pictures, image_sections(workspace, run, summary, stop));
    html += pictures;
  }
  ANDON_ASSIGN(const std::string flagged, flagged_section(opened, drawn.rows, stop));
  ANDON_ASSIGN(const std::string manifest, manifest_section(opened));
  html += flagged + threshold_section(detail.thresholds) + manifest;
  html += "<p>Written by Andon, " + store::utc_now() + ".</p>\n</body></html>\n";
  std::error_code error;
  if (in.out.has_parent_path())
    std::filesystem::create_directories(in.out.parent_path(), error);
  ANDON_TRY(write_atomic(in.out, html));
  return in.out;
}

} // namespace andon::workflow
