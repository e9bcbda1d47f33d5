#include "core/workflow/report.h"

#include "core/base/atomic_file.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/report_charts.h"
#include "core/workflow/report_document.h"
#include "core/workflow/report_images.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

constexpr std::size_t shown_windows = 6;

using Blocks = std::vector<ReportBlock>;

ReportCell estimate_cell(const Metrics& metrics, const std::string& name) {
  const auto at = metrics.find(name);
  if (at == metrics.end() || std::isnan(at->second.value))
    return {.text = "–", .number = true};
  const Estimate& e = at->second;
  return {.text = short_number(e.value),
          .detail = short_number(e.low) + " … " + short_number(e.high),
          .number = true};
}

/// What people still have to look at, and what is left after that.
ReportParagraph review_paragraph(const EvaluateOut& evaluation) {
  const Confusion& counts = evaluation.confusion;
  return {"Items from " + short_number(*evaluation.low, 6) + " up to the threshold are for review: " +
          std::to_string(counts.review()) + " of " + std::to_string(counts.total()) + ", " +
          std::to_string(counts.review_abnormal) + " of them abnormal. If the people who look are right, " +
          std::to_string(counts.escapes) + " of " + std::to_string(counts.abnormal()) +
          " abnormal items still pass and " + std::to_string(counts.overkill) + " of " +
          std::to_string(counts.normal()) + " normal ones are rejected."};
}

void add_metrics(const RunSummary& summary, Blocks& blocks) {
  blocks.push_back(ReportHeading{"Metrics"});
  if (!summary.evaluation) {
    blocks.push_back(ReportParagraph{"This run has not been evaluated on labelled data."});
    return;
  }
  const EvaluateOut& evaluation = *summary.evaluation;
  blocks.push_back(ReportParagraph{
      "Data set " + summary.evaluated_data + ", part " + summary.evaluated_part + ": " +
      std::to_string(evaluation.n) + " labelled items, " + std::to_string(evaluation.abnormal) +
      " of them abnormal. Intervals hold 95 %. Decisions at threshold " +
      short_number(evaluation.threshold, 6) + ", " + evaluation.threshold_source + "."});
  if (evaluation.low)
    blocks.push_back(review_paragraph(evaluation));
  ReportTable table{{{""}, {.text = "model", .number = true}}, {}};
  for (const auto& [name, metrics] : evaluation.baselines)
    table.header.push_back({.text = name, .number = true});
  for (const auto& [name, estimate] : evaluation.metrics) {
    std::vector<ReportCell> row{{name}, estimate_cell(evaluation.metrics, name)};
    for (const auto& [baseline, metrics] : evaluation.baselines)
      row.push_back(estimate_cell(metrics, name));
    table.rows.push_back(std::move(row));
  }
  blocks.push_back(std::move(table));
}

/// Figures are of the line at evaluation, pictures of the one in use.
void add_newer_line(const RunSummary& summary, const DecisionLine& line, Blocks& blocks) {
  if (!summary.evaluation || !line.threshold ||
      (*line.threshold == summary.evaluation->threshold && line.low == summary.evaluation->low))
    return;
  blocks.push_back(ReportParagraph{
      "Since then another line has come into use: " + short_number(*line.threshold, 6) + ", " + line.source +
      ". Metrics of decisions and what the line finds are those of the line at "
      "evaluation; charts, flagged items and wrong calls below are those of the line "
      "in use. Evaluate again to have one for all."});
}

void add_thresholds(const std::vector<store::ThresholdVersion>& versions, Blocks& blocks) {
  blocks.push_back(ReportHeading{"Threshold history"});
  ReportTable table{{{"version"},
                     {"method"},
                     {.text = "threshold", .number = true},
                     {.text = "review from", .number = true},
                     {"by"},
                     {"reason"},
                     {"when"}},
                    {},
                    false};
  for (const store::ThresholdVersion& v : versions)
    table.rows.push_back(
        {{std::to_string(v.version)},
         {v.method},
         {.text = v.supported ? short_number(v.threshold, 6) : "not supported by the data", .number = true},
         {.text = v.low ? short_number(*v.low, 6) : "", .number = true},
         {v.author},
         {v.reason},
         {v.created}});
  blocks.push_back(std::move(table));
}

Result<void> add_manifest(const OpenedRun& opened, const RunSummary& summary, Blocks& blocks) {
  const Manifest& m = opened.manifest;
  const auto code = [](const std::string& text) { return ReportCell{.text = text, .code = true}; };
  ReportTable table;
  table.rows = {{{"model"}, {m.model}},
                {{"seed"}, {std::to_string(m.seed)}},
                {{"device"}, {m.device}},
                {{"threads"}, {std::to_string(m.threads)}},
                {{"data"}, {m.data_name + ", part " + m.part}},
                {{"data sha256"}, code(m.data_sha256)}};
  if (summary.evaluation) {
    table.rows.push_back({{"evaluated on"}, {summary.evaluated_data + ", part " + summary.evaluated_part}});
    table.rows.push_back({{"evaluated data sha256"}, code(summary.evaluated_sha256)});
  }
  for (const auto& [file, hash] : m.files)
    table.rows.push_back({{file + " sha256"}, code(hash)});
  for (const auto& [title, text] :
       {std::pair("options.", m.options_json), std::pair("versions.", m.versions_json)}) {
    ANDON_ASSIGN(const OptionMap values, option_map_from_json(text));
    for (const auto& [key, value] : values)
      table.rows.push_back({{title + key}, code(to_text(value))});
  }
  blocks.push_back(ReportHeading{"How to repeat this run"});
  blocks.push_back(std::move(table));
  return {};
}

void add_charts(std::initializer_list<std::optional<Chart>> charts, Blocks& blocks) {
  ReportCharts drawn;
  for (const std::optional<Chart>& chart : charts)
    if (chart)
      drawn.charts.push_back(*chart);
  blocks.push_back(ReportHeading{"Charts"});
  if (drawn.charts.empty())
    blocks.push_back(ReportParagraph{"There is nothing to draw yet."});
  else
    blocks.push_back(std::move(drawn));
}

/// The highest scores first, each with its curves. Images are shown as pictures instead.
Result<void> add_flagged(const OpenedRun& opened, std::vector<ScoreRow> rows, Blocks& blocks,
                         std::stop_token stop) {
  if (opened.job.data.images)
    return {};
  blocks.push_back(ReportHeading{"Highest scores"});
  if (!opened.model->preview || rows.empty()) {
    blocks.push_back(ReportParagraph{"Nothing has been scored yet."});
    return {};
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const ScoreRow& a, const ScoreRow& b) { return a.score > b.score; });
  ReportCharts drawn;
  for (std::size_t i = 0; i < std::min(shown_windows, rows.size()); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "cancelled; no report was written");
    ANDON_ASSIGN(const std::vector<PreviewCurve> curves, opened.model->preview(opened.job, rows[i]));
    if (auto chart = preview_chart(rows[i], curves))
      drawn.charts.push_back(std::move(*chart));
  }
  blocks.push_back(std::move(drawn));
  return {};
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

Result<ReportDocument> document_of(Workspace& workspace, const std::string& name, std::stop_token stop) {
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(name));
  ANDON_ASSIGN(const RunSummary summary, summary_from_json(run.summary_json));
  ANDON_ASSIGN(const Drawn drawn, drawn_rows(workspace, run, summary));
  ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, run.name, drawn.data, drawn.part));
  ANDON_ASSIGN(const RunDetail detail, run_detail(workspace, run.name));
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  ReportDocument document{"Run " + run.name, {}};
  Blocks& blocks = document.blocks;
  blocks.push_back(ReportParagraph{"Model " + run.model + " on data set " + run.data_name + ", trained " +
                                   run.created + ", " + short_number(run.seconds, 3) + " s."});
  add_metrics(summary, blocks);
  add_newer_line(summary, line, blocks);
  add_charts({loss_chart(detail.history), score_histogram(drawn.rows, line.threshold), roc_chart(drawn.rows),
              precision_recall_chart(drawn.rows)},
             blocks);
  if (opened.job.data.images) {
    ANDON_ASSIGN(Blocks pictures, image_sections(workspace, run, summary, stop));
    std::move(pictures.begin(), pictures.end(), std::back_inserter(blocks));
  }
  ANDON_TRY(add_flagged(opened, drawn.rows, blocks, stop));
  add_thresholds(detail.thresholds, blocks);
  ANDON_TRY(add_manifest(opened, summary, blocks));
  blocks.push_back(ReportParagraph{"Written by Andon, " + store::utc_now() + "."});
  return document;
}

} // namespace

Result<std::filesystem::path> write_report(Workspace& workspace, const ReportIn& in, Progress& progress,
                                           std::stop_token stop) {
  const std::string kind = in.out.extension().string();
  if (kind != ".html" && kind != ".pdf")
    return fail(ErrorCode::unsupported,
                "cannot write a report to " + in.out.string() + ": its name must end in .html or .pdf");
  progress.stage("writing the report");
  ANDON_ASSIGN(const ReportDocument document, document_of(workspace, in.run, stop));
  std::string bytes;
  if (kind == ".html") {
    bytes = report_html(document);
  } else {
    ANDON_ASSIGN(bytes, report_pdf(document, stop));
  }
  std::error_code error;
  if (in.out.has_parent_path())
    std::filesystem::create_directories(in.out.parent_path(), error);
  ANDON_TRY(write_atomic(in.out, bytes));
  return in.out;
}

} // namespace andon::workflow
