#include "core/workflow/threshold_view.h"

#include "core/decision/threshold_table.h"
#include "core/workflow/judged_rows.h"
#include "core/workflow/promise.h"
#include "core/workflow/run_files.h"
#include "core/workflow/score_file.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

constexpr std::size_t survival_points = 400;

/// Empirical survival at evenly thinned scores, every one of the largest. `scores` ascend.
TailCurve survival(const std::vector<double>& scores) {
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

Result<TailView> tail_view(const ThresholdView& of) {
  TailView view;
  ANDON_ASSIGN(view.fit, tail_fit(of.calibration, of.tail_options, {}, TailDetail::full));
  view.survival = survival(of.ascending);
  view.life = mean_residual_life(of.calibration);
  view.stability = parameter_stability(of.calibration);
  return view;
}

/// The options that the newest line with a tail was fitted with.
PotOptions tail_options_of(const std::vector<store::ThresholdVersion>& versions) {
  for (const store::ThresholdVersion& version : versions) {
    if (version.method != "pot" && version.method != default_threshold_method)
      continue;
    PotOptions options;
    if (const auto stored = option_map_from_json(version.options_json)) {
      OptionMap known;
      for (const Option& each : options.describe())
        if (const auto value = stored->find(each.key); value != stored->end())
          known[value->first] = value->second;
      if (::andon::apply(options.describe(), known))
        return options;
    }
  }
  return {};
}

/// Rows as the line sees them: in sequences, with the faults in each.
void add_tracks(ThresholdView& view, const std::vector<ScoreRow>& rows) {
  view.parts = std::ranges::none_of(rows, [](const ScoreRow& row) { return row.path.empty(); });
  for (const auto& sequence : alarm_sequences(rows)) {
    ReplayTrack track;
    std::vector<double> abnormal;
    for (const std::size_t row : sequence) {
      track.scores.push_back(rows[row].score);
      abnormal.push_back(rows[row].label == 1 ? 1 : 0);
      view.normal_items += rows[row].label != 1;
    }
    track.events = alarm_intervals(abnormal, 1);
    view.tracks.push_back(std::move(track));
  }
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
  add_tracks(view, stored ? stored->rows : validation);
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
  view.ascending = view.calibration;
  std::ranges::sort(view.ascending);
  ANDON_TRY(add_stored(workspace, found, view, *rows));
  ANDON_ASSIGN(view.versions, workspace.store().thresholds(found.id));
  const auto line = std::find_if(view.versions.begin(), view.versions.end(),
                                 [](const auto& version) { return !std::isnan(version.threshold); });
  view.tail_options = tail_options_of(view.versions);
  if (line != view.versions.end()) {
    ANDON_ASSIGN(const StoredPromise stored, stored_promise(*line));
    view.logic = stored.logic;
    ANDON_ASSIGN(view.promise, promise_answer(workspace, view.run, *line));
  }
  progress.stage("fitting the tail");
  if (stop.stop_requested())
    return fail(ErrorCode::cancelled, "reading the scores was stopped before its end");
  auto tail = tail_view(view);
  if (tail)
    view.tail = std::move(*tail);
  else
    view.tail_note = tail.error().message;
  return view;
}

double tail_start_of(const ThresholdView& view, double percentile) {
  const std::size_t n = view.ascending.size();
  const auto above = static_cast<std::size_t>((1 - percentile / 100) * static_cast<double>(n) + 1e-9);
  return view.ascending[n - 1 - std::min(above, n - 1)];
}

double percentile_of(const ThresholdView& view, double u) {
  const auto above = view.ascending.end() - std::ranges::upper_bound(view.ascending, u);
  return 100 * (1 - static_cast<double>(above) /
                        static_cast<double>(std::max<std::size_t>(1, view.ascending.size())));
}

} // namespace andon::workflow
