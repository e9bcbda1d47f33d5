#include "core/decision/threshold_table.h"
#include "core/workflow/judged_rows.h"
#include "core/workflow/models_in_use.h"
#include "core/workflow/promise.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"

#include <nlohmann/json.hpp>

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

nlohmann::json diagnostics_json(const ThresholdFit& fit) {
  nlohmann::json result(fit.diagnostics);
  result["needed_more"] = fit.needed_more;
  if (!fit.message.empty())
    result["message"] = fit.message;
  if (fit.interval)
    result["interval"] = {fit.interval->low, fit.interval->high};
  return result;
}

/// The fit, and the promise when a budget of alarms was asked for.
struct Answer {
  ThresholdFit fit;
  std::optional<Promise> promise;
};

/// Completes the budget with what the items say: how many an hour brings, and what they are counted in.
Result<Budget> completed(const PromiseRequest& request, const std::vector<ScoreRow>& rows) {
  Budget budget = request.promise.budget;
  const std::optional<double> per_hour = items_per_hour(rows);
  if (!per_hour)
    budget.item = "images";
  if (request.items_per_hour_given)
    return budget;
  if (!per_hour)
    return fail(ErrorCode::invalid_argument,
                "these items have no duration, so a promise per " + budget.period +
                    " has no meaning without budget.items_per_hour; set it, or use --per item");
  budget.items_per_hour = *per_hour;
  return budget;
}

Result<Answer> answer(const ThresholdIn& in, const PromiseRequest& request, const std::vector<ScoreRow>& rows,
                      std::stop_token stop) {
  std::vector<double> normal;
  std::vector<ScoreRow> normal_rows;
  for (const ScoreRow& row : rows)
    if (row.label != 1) {
      normal.push_back(row.score);
      normal_rows.push_back(row);
    }
  ANDON_ASSIGN(const std::vector<std::string> groups,
               item_groups(normal_rows, request.promise.group_pattern));
  Answer result;
  if (request.budget_asked) {
    ANDON_ASSIGN(const Budget budget, completed(request, normal_rows));
    ANDON_ASSIGN(result.promise, make_promise(normal, budget, request.promise.logic, in.method,
                                              request.method, stop, groups));
    result.fit = result.promise->line;
    return result;
  }
  const Labelled items = labelled(rows);
  ThresholdInput input{.normal = normal,
                       .scores = items.scores,
                       .labels = items.labels,
                       .groups = groups,
                       .alpha = in.alpha,
                       .stop = stop};
  ANDON_ASSIGN(result.fit, ::andon::fit_threshold(in.method, input, request.method));
  return result;
}

store::ThresholdVersion version_of(const ThresholdIn& in, const store::Run& run, const Answer& answer,
                                   const AlarmOptions& logic) {
  store::ThresholdVersion version;
  version.run = run.id;
  version.method = in.method;
  version.options_json = to_json_text(in.options);
  version.threshold = answer.fit.threshold;
  version.low = in.low;
  version.alpha = answer.fit.alpha;
  version.supported = answer.fit.supported;
  version.diagnostics_json = with_promise(diagnostics_json(answer.fit).dump(), answer.promise, logic);
  version.author = in.author;
  version.reason = in.reason;
  return version;
}

/// The promise sentence, audited on what the run has scored already.
Result<std::string> sentence_of(Workspace& workspace, const store::Run& run, const Answer& answer) {
  if (!answer.promise)
    return std::string();
  const Promise& promise = *answer.promise;
  auto scored = stored_scores(workspace, run.name);
  if (!scored && scored.error().code != ErrorCode::not_found)
    return fail(scored.error());
  if (!scored || !promise.supported())
    return promise_sentence(promise);
  ANDON_TRY(judge_rows(workspace, run, scored->rows));
  const AlarmSummary alarms =
      summarise_alarms(scored->rows, promise.line.threshold, promise.logic, promise.budget.items_per_hour);
  return promise_sentence(
      promise, audit_promise(promise.budget, alarms.false_alarms + alarms.unjudged, alarms.normal_hours));
}

} // namespace

Result<ThresholdOut> fit_threshold(Workspace& workspace, const ThresholdIn& in, Progress& progress,
                                   std::stop_token stop) {
  ANDON_TRY(threshold_methods().find(in.method));
  ANDON_ASSIGN(const store::Run run, run_in_use(workspace, in.run));
  ANDON_ASSIGN(const PromiseRequest request, promise_request(in.options, in.alpha, in.per));
  ANDON_ASSIGN(const std::vector<ScoreRow> rows, source_rows(workspace, in, run, progress, stop));
  auto answered = answer(in, request, rows, stop);
  if (!answered)
    return fail_in(
        "threshold method '" + in.method + "' on " +
            (in.data.empty() ? "the validation scores of run '" + run.name + "'" : "data '" + in.data + "'"),
        answered.error());
  const ThresholdFit& fit = answered->fit;
  if (in.low && !(*in.low < fit.threshold) && !std::isnan(fit.threshold))
    return fail(ErrorCode::invalid_argument,
                "the lower line of the review band, " + to_text(OptionValue(*in.low)) +
                    ", is not below the threshold " + to_text(OptionValue(fit.threshold)));
  if (!fit.message.empty())
    progress.message(fit.message);
  ThresholdOut out;
  out.version = version_of(in, run, *answered, request.promise.logic);
  // What the data cannot support is an answer, not a line, and is never stored.
  if (in.keep && !std::isnan(fit.threshold)) {
    ANDON_ASSIGN(out.version, workspace.store().add_threshold(std::move(out.version)));
  }
  out.interval = fit.interval;
  out.needed_more = fit.needed_more;
  out.hours_needed = answered->promise ? answered->promise->hours_needed : 0;
  out.diagnostics = fit.diagnostics;
  out.message = fit.message;
  ANDON_ASSIGN(out.sentence, sentence_of(workspace, run, *answered));
  return out;
}

} // namespace andon::workflow
