#include "core/decision/threshold_table.h"
#include "core/workflow/judged_rows.h"
#include "core/workflow/line_fit.h"
#include "core/workflow/models_in_use.h"
#include "core/workflow/promise.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"

#include <cmath>

namespace andon::workflow {
namespace {

/// Scores to choose from: of the named data, or the run's own validation part, kept raw since training.
Result<std::vector<ScoreRow>> source_rows(Workspace& workspace, const ThresholdIn& in, const store::Run& run,
                                          Progress& progress, std::stop_token stop) {
  if (in.data.empty()) {
    auto rows = read_scores(validation_scores_file(workspace.run_folder(run.name)));
    if (!rows)
      return fail_in("run '" + run.name + "' has no validation scores", rows.error());
    return rows;
  }
  ANDON_ASSIGN(ScoreOut scored,
               score(workspace,
                     {.run = run.name, .data = in.data, .part = in.part.empty() ? "all" : in.part, .out = {}},
                     progress, stop));
  return std::move(scored.rows);
}

/// The promise sentence, audited on what the run has scored already.
Result<std::string> sentence_of(Workspace& workspace, const store::Run& run, const FittedLine& line) {
  if (!line.promise)
    return std::string();
  const Promise& promise = *line.promise;
  auto scored = stored_scores(workspace, run.name);
  if (!scored && scored.error().code != ErrorCode::not_found)
    return fail(scored.error());
  if (!scored || !promise.supported())
    return promise_sentence(promise);
  ANDON_TRY(judge_rows(workspace, run, scored->rows));
  ANDON_ASSIGN(const DecisionLine decided, decision_line(line.version));
  const AlarmSummary alarms = summarise_alarms(scored->rows, decided);
  return promise_sentence(
      promise, audit_promise(promise.budget, alarms.false_alarms + alarms.unjudged, alarms.normal_hours));
}

} // namespace

Result<ThresholdOut> fit_threshold(Workspace& workspace, const ThresholdIn& in, Progress& progress,
                                   std::stop_token stop) {
  ANDON_TRY(threshold_methods().find(in.method));
  ANDON_ASSIGN(const store::Run run, run_in_use(workspace, in.run));
  ANDON_ASSIGN(const std::vector<ScoreRow> rows, source_rows(workspace, in, run, progress, stop));
  ThresholdIn named = in;
  if (!in.data.empty()) {
    ANDON_ASSIGN(const DataSource data, open_data(workspace, in.data));
    named.data = data.name;
    named.part = in.part.empty() ? "all" : in.part;
  }
  auto line = fit_line(named, rows, stop);
  if (!line)
    return fail_in(
        "threshold method '" + in.method + "' on " +
            (in.data.empty() ? "the validation scores of run '" + run.name + "'" : "data '" + in.data + "'"),
        line.error());
  const ThresholdFit& fit = line->fit;
  if (!fit.message.empty())
    progress.message(fit.message);
  ThresholdOut out;
  out.version = line->version;
  out.version.run = run.id;
  // What the data cannot support is an answer, not a line, and is never stored.
  if (in.keep && !std::isnan(fit.threshold)) {
    ANDON_ASSIGN(out.version, workspace.store().add_threshold(std::move(out.version)));
  }
  out.interval = fit.interval;
  out.needed_more = fit.needed_more;
  out.hours_needed = line->promise ? line->promise->hours_needed : 0;
  out.diagnostics = fit.diagnostics;
  out.message = fit.message;
  ANDON_ASSIGN(out.sentence, sentence_of(workspace, run, *line));
  return out;
}

} // namespace andon::workflow
