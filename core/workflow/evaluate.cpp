#include "core/decision/confusion.h"
#include "core/decision/threshold_table.h"
#include "core/metrics/pixel_metrics.h"
#include "core/metrics/ranking.h"
#include "core/training/device.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/interval_evaluation.h"
#include "core/workflow/promise.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"

#include <algorithm>
#include <limits>

namespace andon::workflow {
namespace {

constexpr const char* default_method = "percentile";
constexpr Estimate undefined{std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::quiet_NaN()};

Result<double> default_threshold(const std::vector<double>& validation) {
  const ThresholdInput input{.normal = validation};
  ANDON_ASSIGN(const ThresholdFit fit, ::andon::fit_threshold(default_method, input));
  return fit.threshold;
}

std::vector<double> of_rows(const std::vector<std::size_t>& rows, const std::vector<double>& values) {
  std::vector<double> result;
  for (const std::size_t row : rows)
    result.push_back(values[row]);
  return result;
}

/// Ranking metrics of the scores, and what the decision line does: `margins` lie above it where >= 0. Both
/// follow all rows, `items` are the labelled ones.
Result<void> add_metrics(const Labelled& items, const std::vector<double>& all_scores,
                         const std::vector<double>& margins, std::uint64_t seed, Metrics& metrics) {
  const std::vector<double> scores = of_rows(items.rows, all_scores);
  ANDON_ASSIGN(metrics["auroc"], auroc(scores, items.labels));
  BootstrapOptions bootstrap;
  bootstrap.seed = Seed(seed).stream("bootstrap");
  ANDON_ASSIGN(metrics["aupr"], aupr(scores, items.labels, bootstrap));
  ANDON_ASSIGN(const SortedScores sorted, SortedScores::from(of_rows(items.rows, margins), items.labels));
  const DecisionRates rates = decision_rates(sorted.at(0));
  const bool both = items.abnormal > 0;
  metrics["f1"] = both ? rates.f1 : undefined;
  metrics["precision"] = both ? rates.precision : undefined;
  metrics["recall"] = rates.recall;
  metrics["escape_rate"] = rates.escape_rate;
  metrics["overkill_rate"] = rates.overkill_rate;
  return {};
}

/// What both lines do, and what is left when people have looked at what lies between them.
Confusion confusion_of(const std::vector<ScoreRow>& rows, const DecisionLine& line) {
  const std::vector<Verdict> verdicts = verdicts_of(rows, line);
  Confusion confusion;
  for (std::size_t i = 0; i < rows.size(); ++i)
    confusion.add(rows[i].label, verdicts[i]);
  return confusion;
}
void add_review(const Confusion& confusion, Metrics& metrics) {
  const DecisionRates rates = decision_rates(confusion);
  metrics["review_share"] = rates.review_share;
  metrics["escape_rate_after_review"] = rates.escape_rate;
  metrics["overkill_rate_after_review"] = rates.overkill_rate;
}

/// Recall of the line by kind of defect, as far as rows know it.
std::vector<GroupRecall> recall_groups(const std::vector<ScoreRow>& rows) {
  std::vector<RegionRecall> kinds;
  for (const ScoreRow& row : rows) {
    if (row.label != 1 || row.path.empty())
      continue;
    kinds.push_back(
        {row.item, row.defect, std::max<std::int64_t>(row.defect_area, 0), row.decision == 1 ? 1.0 : 0.0});
  }
  std::vector<GroupRecall> result;
  for (const RecallGroup& group : recall_by_defect(kinds))
    result.push_back({"defect", group.name, group.regions, group.found, group.recall});
  return result;
}

void merge(Metrics& into, const Metrics& more) {
  into.insert(more.begin(), more.end());
}

Result<BesideOut> beside(Workspace& workspace, const OpenedRun& opened, Progress& progress,
                         std::stop_token stop) {
  BesideJob job{.apply = opened.job, .train_part = opened.manifest.part, .seed = opened.manifest.seed};
  auto train_data = open_data(workspace, opened.manifest.data_path);
  if (!train_data)
    return fail_in("the baselines are fitted on the run's training data", train_data.error());
  job.train_data = std::move(*train_data);
  if (job.train_data.sha256 != opened.manifest.data_sha256)
    progress.message("the training data of run '" + opened.run.name +
                     "' have changed since; the baselines are fitted on what is there now");
  return opened.model->beside(job, progress, stop);
}

Result<void> remember(Workspace& workspace, const OpenedRun& opened, const std::string& part,
                      const EvaluateOut& out) {
  ANDON_ASSIGN(RunSummary summary, summary_from_json(opened.run.summary_json));
  summary.evaluation = out;
  summary.evaluated_data = opened.job.data.name;
  summary.evaluated_path = opened.job.data.folder.string();
  summary.evaluated_sha256 = opened.job.data.sha256;
  summary.evaluated_part = part;
  return workspace.store().update_summary(opened.run.id, summary_text(summary));
}

/// Whether the line has seen what it is judged on.
std::string chosen_here(const DecisionLine& line, const std::string& data, const std::string& part) {
  if (!line.chosen_on)
    return "";
  const auto& [name, its_part] = *line.chosen_on;
  const bool overlap = name == data && (its_part == part || its_part == "all" || part == "all");
  return overlap ? "; it was chosen from these data, so its decisions look better here than elsewhere"
                 : "; it was not chosen from these data";
}

} // namespace

Result<EvaluateOut> evaluate(Workspace& workspace, const EvaluateIn& in, Progress& progress,
                             std::stop_token stop) {
  ANDON_ASSIGN(ScoreOut scored, score(workspace, {.run = in.run, .data = in.data, .part = in.part, .out = {}},
                                      progress, stop));
  ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, in.run, in.data, in.part));
  EvaluateOut out;
  ANDON_ASSIGN(DecisionLine line, newest_line(workspace.store(), opened.run.id));
  if (line.threshold) {
    out.threshold = *line.threshold;
    out.low = line.low;
    out.threshold_version = line.version;
    out.threshold_source = line.source + chosen_here(line, opened.job.data.name, in.part);
  } else {
    ANDON_ASSIGN(const std::vector<ScoreRow> validation,
                 read_scores(validation_scores_file(opened.job.folder)));
    ANDON_ASSIGN(out.threshold, default_threshold(raw_scores(validation)));
    out.threshold_source = "percentile 99.5 of validation scores";
    line.threshold = out.threshold;
    decide_rows(scored.rows, line);
  }
  const std::vector<double> raw = raw_scores(scored.rows), margins = margins_of(scored.rows, line);
  out.alarms = summarise_alarms(scored.rows, line);
  const Labelled items = labelled(scored.rows);
  out.n = static_cast<std::int64_t>(items.rows.size());
  out.abnormal = items.abnormal;
  out.warnings = scored.warnings;
  MessageKeeper keeper(progress, out.warnings);
  if (items.rows.size() < scored.rows.size())
    keeper.message(std::to_string(scored.rows.size() - items.rows.size()) +
                   " items without a label are left out of the metrics");
  ANDON_TRY(add_metrics(items, raw, margins, opened.manifest.seed, out.metrics));
  // Where items have lines of their own, how far they lie above them is what events are made of.
  const bool one = is_one_number(line);
  ANDON_TRY(add_interval_metrics(scored.rows, one ? raw : margins, one ? out.threshold : 0,
                                 opened.manifest.seed, out.metrics));
  out.confusion = confusion_of(scored.rows, line);
  if (out.low)
    add_review(out.confusion, out.metrics);
  out.groups = recall_groups(scored.rows);
  ANDON_ASSIGN(const BesideOut others, beside(workspace, opened, keeper, stop));
  merge(out.metrics, others.metrics);
  out.groups.insert(out.groups.end(), others.regions.begin(), others.regions.end());
  out.pixels = others.pixels;
  out.aupimo_by_image = others.aupimo_by_image;
  for (const auto& [id, scores] : others.scores) {
    ANDON_ASSIGN(const double threshold, default_threshold(others.validation.at(id)));
    std::vector<double> above = scores;
    for (double& score : above)
      score -= threshold;
    ANDON_TRY(add_metrics(items, scores, above, opened.manifest.seed, out.baselines[id]));
    ANDON_TRY(add_interval_metrics(scored.rows, scores, threshold, opened.manifest.seed, out.baselines[id]));
  }
  for (const auto& [id, metrics] : others.baseline_metrics)
    merge(out.baselines[id], metrics);
  ANDON_TRY(remember(workspace, opened, in.part, out));
  return out;
}

} // namespace andon::workflow
