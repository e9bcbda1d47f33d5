#include "core/workflow/threshold_view.h"

#include "core/metrics/intervals.h"
#include "core/workflow/judged_rows.h"
#include "core/workflow/promise.h"
#include "core/workflow/run_files.h"
#include "core/workflow/score_file.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

constexpr std::size_t survival_points = 400, fitted_points = 60;

/// Empirical survival at evenly thinned scores, every one of the largest.
TailCurve survival(std::vector<double> scores) {
  std::sort(scores.begin(), scores.end());
  const std::size_t n = scores.size();
  TailCurve curve;
  for (std::size_t above = n; above-- > 0;) {
    const std::size_t step = std::max<std::size_t>(1, above / (survival_points / 4));
    if (above % step != 0)
      continue;
    curve.x.push_back(scores[n - 1 - above]);
    curve.y.push_back(std::log10((static_cast<double>(above) + 0.5) / static_cast<double>(n)));
  }
  return curve;
}

TailCurve fitted_survival(const PotFit& pot) {
  TailCurve curve;
  const double start = std::log10(pot.tail.share());
  const double end = -std::log10(100 * static_cast<double>(pot.tail.total));
  for (std::size_t i = 0; i < fitted_points; ++i) {
    const double y = start + (end - start) * static_cast<double>(i) / (fitted_points - 1);
    curve.x.push_back(pot.level(std::pow(10.0, y)));
    curve.y.push_back(y);
  }
  return curve;
}

void log_x(TailCurve& curve) {
  for (double& x : curve.x)
    x = std::log10(x);
}

Result<TailView> tail_view(const std::vector<double>& scores) {
  TailView view;
  ANDON_ASSIGN(view.pot, fit_pot(scores, {}));
  ANDON_ASSIGN(const GpdSample sample, GpdSample::from(view.pot.tail.excesses));
  view.survival = survival(scores);
  view.fitted = fitted_survival(view.pot);
  view.life = mean_residual_life(scores);
  view.stability = parameter_stability(scores);
  view.quantiles = quantile_plot(sample, view.pot.fit.law);
  view.returns = return_levels(view.pot.tail, sample);
  log_x(view.returns);
  view.posterior = std::make_shared<const TailPosterior>(
      sample, view.pot.tail.u, static_cast<double>(view.pot.tail.total), view.pot.dependence);
  return view;
}

Result<void> add_stored(Workspace& workspace, const store::Run& run, ThresholdView& view,
                        const std::vector<ScoreRow>& validation) {
  auto stored = stored_scores(workspace, run.name);
  if (!stored && stored.error().code != ErrorCode::not_found)
    return fail(stored.error());
  if (stored)
    ANDON_TRY(judge_rows(workspace, run, stored->rows));
  std::vector<double> scores;
  std::vector<int> labels;
  for (const ScoreRow& row : stored ? stored->rows : std::vector<ScoreRow>{}) {
    if (std::isnan(row.score))
      continue; // called anomalous by any line, so no line can be drawn by it
    scores.push_back(row.score);
    labels.push_back(row.label);
    if (row.label < 0 && std::isfinite(row.score))
      view.unlabelled.push_back(row.score);
  }
  ANDON_ASSIGN(SortedScores sorted, SortedScores::from(scores, labels));
  view.labelled = std::make_shared<const SortedScores>(std::move(sorted));
  view.items_per_hour = items_per_hour(stored ? stored->rows : validation);
  return {};
}

} // namespace

Result<PromiseAnswer> promise_answer(Workspace& workspace, const std::string& run,
                                     const store::ThresholdVersion& version) {
  PromiseAnswer answer;
  ANDON_ASSIGN(StoredPromise stored, stored_promise(version));
  answer.promise = std::move(stored.promise);
  if (!answer.promise || !answer.promise->supported())
    return answer;
  ANDON_ASSIGN(const store::Run found, workspace.store().find_run(run));
  const Budget& budget = answer.promise->budget;
  if (version.version > 0) {
    ANDON_ASSIGN(const Realised realised, realised_alarms(workspace, found, version));
    if (realised.normal_hours > 0) {
      answer.audit = audit_promise(budget, realised.held_against(), realised.normal_hours);
      answer.since = realised.since;
      return answer;
    }
  }
  auto scored = stored_scores(workspace, found.name);
  if (!scored && scored.error().code != ErrorCode::not_found)
    return fail(scored.error());
  if (!scored)
    return answer;
  ANDON_TRY(judge_rows(workspace, found, scored->rows));
  ANDON_ASSIGN(const DecisionLine line, decision_line(version));
  const AlarmSummary alarms = summarise_alarms(scored->rows, line);
  if (alarms.normal_hours > 0)
    answer.audit = audit_promise(budget, alarms.false_alarms + alarms.unjudged, alarms.normal_hours);
  return answer;
}

Result<ThresholdView> threshold_view(Workspace& workspace, const std::string& run, Progress& progress,
                                     std::stop_token stop) {
  ThresholdView view;
  ANDON_ASSIGN(const store::Run found, workspace.store().find_run(run));
  view.run = found.name;
  view.data = found.data_name;
  auto rows = read_scores(validation_scores_file(workspace.run_folder(found.name)));
  if (!rows)
    return fail_in("run '" + found.name + "' has no validation scores to draw a line from", rows.error());
  for (const ScoreRow& row : *rows)
    if (row.label != 1 && std::isfinite(row.score))
      view.calibration.push_back(row.score);
  ANDON_TRY(add_stored(workspace, found, view, *rows));
  ANDON_ASSIGN(view.versions, workspace.store().thresholds(found.id));
  const auto line = std::find_if(view.versions.begin(), view.versions.end(),
                                 [](const auto& version) { return !std::isnan(version.threshold); });
  if (line != view.versions.end()) {
    ANDON_ASSIGN(view.promise, promise_answer(workspace, view.run, *line));
  }
  progress.stage("fitting the tail");
  if (stop.stop_requested())
    return fail(ErrorCode::cancelled, "reading the scores was stopped before its end");
  auto tail = tail_view(view.calibration);
  if (tail)
    view.tail = std::move(*tail);
  else
    view.tail_note = tail.error().message;
  return view;
}

LineFigures figures_at(const ThresholdView& view, double line, std::optional<double> low,
                       const CostOptions& costs) {
  LineFigures figures;
  figures.confusion = view.labelled->at(line, low);
  const Confusion& counts = figures.confusion;
  figures.escapes = clopper_pearson(counts.escapes, counts.abnormal());
  figures.overkill = clopper_pearson(counts.overkill, counts.normal());
  if (low)
    figures.review = clopper_pearson(counts.review(), counts.total());
  figures.cost_per_thousand = cost_per_thousand(counts, costs);
  if (view.tail && line > view.tail->pot.tail.u) {
    figures.false_rate = view.tail->posterior->rate(line, 0.95);
    figures.by_tail = true;
  } else {
    const auto called = std::count_if(view.calibration.begin(), view.calibration.end(),
                                      [&](double score) { return decide(score, line); });
    figures.false_rate = clopper_pearson(called, static_cast<std::int64_t>(view.calibration.size()));
  }
  if (view.items_per_hour)
    figures.alarms_per_hour = figures.false_rate.value * *view.items_per_hour;
  return figures;
}

} // namespace andon::workflow
