#include "core/decision/threshold_table.h"
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

/// A promise per hour or day becomes a rate an item by the mean length of the items.
Result<std::optional<double>> alpha_per_item(const ThresholdIn& in, const std::vector<ScoreRow>& rows) {
  if (in.per != "item" && in.per != "hour" && in.per != "day")
    return fail(ErrorCode::invalid_argument, "--per '" + in.per + "': expected item, hour or day");
  if (!in.alpha || in.per == "item")
    return in.alpha;
  double seconds = 0;
  for (const ScoreRow& row : rows)
    seconds += row.end - row.start;
  if (!(seconds > 0))
    return fail(ErrorCode::invalid_argument, "these items have no duration, so a promise per " + in.per +
                                                 " has no meaning; use --per item");
  const double mean = seconds / static_cast<double>(rows.size());
  return std::optional<double>(*in.alpha * mean / (in.per == "hour" ? 3600.0 : 86400.0));
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

} // namespace

Result<ThresholdOut> fit_threshold(Workspace& workspace, const ThresholdIn& in, Progress& progress,
                                   std::stop_token stop) {
  ANDON_ASSIGN(const ThresholdMethod* method, threshold_methods().find(in.method));
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(in.run));
  ANDON_ASSIGN(const std::vector<ScoreRow> rows, source_rows(workspace, in, run, progress, stop));
  std::vector<double> normal;
  for (const ScoreRow& row : rows)
    if (row.label != 1)
      normal.push_back(row.score);
  const Labelled items = labelled(rows);
  ThresholdInput input{.normal = normal, .scores = items.scores, .labels = items.labels, .stop = stop};
  ANDON_ASSIGN(input.alpha, alpha_per_item(in, rows));
  auto fit = method->fit(input, in.options);
  if (!fit)
    return fail_in(
        "threshold method '" + in.method + "' on " +
            (in.data.empty() ? "the validation scores of run '" + run.name + "'" : "data '" + in.data + "'"),
        fit.error());
  if (!fit->message.empty())
    progress.message(fit->message);
  store::ThresholdVersion version;
  version.run = run.id;
  version.method = in.method;
  version.options_json = to_json_text(in.options);
  version.threshold = fit->threshold;
  version.alpha = fit->alpha;
  version.supported = fit->supported;
  version.diagnostics_json = diagnostics_json(*fit).dump();
  version.author = in.author;
  version.reason = in.reason;
  ThresholdOut out;
  if (std::isnan(version.threshold)) { // an answer, not a line: what the data cannot support is never stored
    out.version = std::move(version);
  } else {
    ANDON_ASSIGN(out.version, workspace.store().add_threshold(std::move(version)));
  }
  out.interval = fit->interval;
  out.needed_more = fit->needed_more;
  out.diagnostics = fit->diagnostics;
  return out;
}

} // namespace andon::workflow
