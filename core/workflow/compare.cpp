#include "core/training/device.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/image_model.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"

#include <algorithm>
#include <limits>
#include <set>

namespace andon::workflow {
namespace {

constexpr double not_evaluated = std::numeric_limits<double>::quiet_NaN();

/// Everything of a run that may explain a difference, flat.
Result<std::map<std::string, std::string>> facts_of(const store::Run& run) {
  std::map<std::string, std::string> facts{{"model", run.model},    {"seed", std::to_string(run.seed)},
                                           {"data", run.data_name}, {"data.sha256", run.data_sha256},
                                           {"device", run.device},  {"state", store::to_string(run.state)}};
  ANDON_ASSIGN(const OptionMap options, option_map_from_json(run.config_json));
  for (const auto& [key, value] : options)
    facts["options." + key] = to_text(value);
  ANDON_ASSIGN(const OptionMap versions, option_map_from_json(run.versions_json));
  for (const auto& [key, value] : versions)
    facts["versions." + key] = to_text(value);
  return facts;
}

std::vector<CompareOut::Difference>
differences_of(const std::vector<std::map<std::string, std::string>>& facts) {
  std::set<std::string> keys;
  for (const auto& each : facts)
    for (const auto& [key, value] : each)
      keys.insert(key);
  std::vector<CompareOut::Difference> result;
  for (const std::string& key : keys) {
    CompareOut::Difference difference{key, {}};
    for (const auto& each : facts) {
      const auto at = each.find(key);
      difference.values.push_back(at == each.end() ? "" : at->second);
    }
    if (std::adjacent_find(difference.values.begin(), difference.values.end(), std::not_equal_to<>()) !=
        difference.values.end())
      result.push_back(std::move(difference));
  }
  return result;
}

bool same_items(const std::vector<ScoreRow>& a, const std::vector<ScoreRow>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const ScoreRow& x, const ScoreRow& y) {
    return x.item == y.item && x.sensor == y.sensor && x.start == y.start && x.label == y.label;
  });
}

using Missing = CompareOut::Missing;

void miss(CompareOut& out, Missing what, std::string reason) {
  out.missing = what;
  out.missing_reason = std::move(reason);
}

/// Whether the two can be compared item by item; says why not.
bool alike(const RunSummary& first, const RunSummary& second, CompareOut& out) {
  if (!first.evaluation || !second.evaluation)
    miss(out, Missing::not_evaluated,
         "not both runs were evaluated; evaluate both to see whether they differ");
  else if (first.evaluated_sha256 != second.evaluated_sha256 || first.evaluated_part != second.evaluated_part)
    miss(out, Missing::other_data,
         "the runs were evaluated on different data or parts; evaluate both on the same to see whether they "
         "differ");
  return out.missing == Missing::nothing;
}

/// The line of a run's evaluation, whatever came into use since.
Result<DecisionLine> evaluated_line(Workspace& workspace, const store::Run& run,
                                    const EvaluateOut& evaluation) {
  ANDON_ASSIGN(const std::vector<store::ThresholdVersion> versions, workspace.store().thresholds(run.id));
  for (const store::ThresholdVersion& version : versions)
    if (version.version == evaluation.threshold_version)
      return decision_line(version);
  DecisionLine line;
  line.threshold = evaluation.threshold;
  return line;
}

/// Decisions (0/1) of the labelled rows.
Result<std::vector<int>> decisions_of(Workspace& workspace, const store::Run& run,
                                      const EvaluateOut& evaluation, std::vector<ScoreRow> rows) {
  ANDON_ASSIGN(const DecisionLine line, evaluated_line(workspace, run, evaluation));
  decide_rows(rows, line);
  std::vector<int> decisions;
  for (const ScoreRow& row : rows)
    if (row.label >= 0)
      decisions.push_back(row.decision);
  return decisions;
}

Result<void> add_item_gaps(Workspace& workspace, const std::vector<std::vector<ScoreRow>>& rows,
                           const std::vector<RunSummary>& summaries, CompareOut& out) {
  const Labelled first = labelled(rows[0]), second = labelled(rows[1]);
  ANDON_ASSIGN(const PairedAuroc paired, compare_auroc(first.scores, second.scores, first.labels));
  out.gaps["auroc"] = {paired.difference, paired.p_value};
  // Windows and moments lean on their neighbours; images are drawn one by one.
  if (rows[0].empty() || rows[0].front().path.empty() || first.abnormal == 0)
    return {};
  ANDON_ASSIGN(const std::vector<int> one,
               decisions_of(workspace, out.runs[0], *summaries[0].evaluation, rows[0]));
  ANDON_ASSIGN(const std::vector<int> other,
               decisions_of(workspace, out.runs[1], *summaries[1].evaluation, rows[1]));
  BootstrapOptions options;
  options.seed = Seed(out.runs[0].seed).stream("paired decisions");
  ANDON_ASSIGN(out.gaps["f1"], compare_f1(one, other, first.labels, options));
  return {};
}

/// The job that reads a run's score maps of what it was evaluated on; a name means that run, never the model
/// that came into use in its place.
Result<ApplyJob> job_of(Workspace& workspace, const store::Run& run, const DataSource& data,
                        const std::string& part) {
  ApplyJob job{.data = data, .part = part};
  ANDON_ASSIGN(job.device, resolve_device(workspace.session().device));
  job.folder = workspace.run_folder(run.name);
  job.cache = workspace.cache_folder();
  return job;
}

Result<void> add_pixel_gaps(Workspace& workspace, const RunSummary& summary, CompareOut& out,
                            Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const DataSource data, open_data(workspace, summary.evaluated_path));
  if (data.sha256 != summary.evaluated_sha256)
    return fail(ErrorCode::conflict, "data set '" + summary.evaluated_data +
                                         "' has changed since the evaluations; evaluate both runs again");
  std::vector<ApplyJob> jobs;
  for (const store::Run& run : out.runs) {
    ANDON_ASSIGN(ApplyJob job, job_of(workspace, run, data, summary.evaluated_part));
    jobs.push_back(std::move(job));
  }
  ANDON_ASSIGN(const PixelComparison pixels,
               images::compare_pixels(jobs[0], jobs[1], out.runs[0].seed, progress, stop));
  out.gaps["pixel_auroc"] = pixels.auroc;
  out.gaps["pixel_aupr"] = pixels.average_precision;
  out.gaps["aupro"] = pixels.aupro;
  out.gaps["aupimo"] = pixels.aupimo;
  return {};
}

/// Paired differences of two runs, as far as they were evaluated on the same items.
Result<void> add_gaps(Workspace& workspace, const std::vector<RunSummary>& summaries, CompareOut& out,
                      Progress& progress, std::stop_token stop) {
  if (summaries.size() != 2)
    return {};
  if (!alike(summaries[0], summaries[1], out))
    return {};
  std::vector<std::vector<ScoreRow>> rows(2);
  for (std::size_t i = 0; i < 2; ++i) {
    const std::filesystem::path folder = workspace.run_folder(out.runs[i].name);
    ANDON_ASSIGN(rows[i],
                 read_scores(scores_file(folder, summaries[i].evaluated_data, summaries[i].evaluated_part)));
  }
  if (!same_items(rows[0], rows[1])) {
    miss(out, Missing::other_items, "the runs did not score the same items; evaluate both again");
    return {};
  }
  ANDON_TRY(add_item_gaps(workspace, rows, summaries, out));
  if (rows[0].empty() || rows[0].front().path.empty())
    return {};
  const auto added = add_pixel_gaps(workspace, summaries[0], out, progress, stop);
  if (!added && added.error().code == ErrorCode::cancelled)
    return fail(added.error());
  if (!added)
    miss(out, Missing::pixels, "pixels are not compared: " + added.error().message);
  return {};
}

} // namespace

Result<CompareOut> compare(Workspace& workspace, const std::vector<std::string>& names, Progress& progress,
                           std::stop_token stop) {
  if (names.size() < 2)
    return fail(ErrorCode::invalid_argument, "compare needs at least two runs");
  CompareOut out;
  std::vector<std::map<std::string, std::string>> facts;
  std::vector<RunSummary> summaries;
  std::set<std::string> metric_names;
  for (const std::string& name : names) {
    ANDON_ASSIGN(store::Run run, workspace.store().find_run(name));
    ANDON_ASSIGN(auto run_facts, facts_of(run));
    ANDON_ASSIGN(const RunSummary summary, summary_from_json(run.summary_json));
    facts.push_back(std::move(run_facts));
    summaries.push_back(summary);
    if (summary.evaluation)
      for (const auto& [metric, estimate] : summary.evaluation->metrics)
        metric_names.insert(metric);
    out.runs.push_back(std::move(run));
  }
  out.differences = differences_of(facts);
  for (const std::string& metric : metric_names)
    for (const RunSummary& summary : summaries) {
      Estimate estimate{not_evaluated, not_evaluated, not_evaluated};
      if (summary.evaluation)
        if (const auto at = summary.evaluation->metrics.find(metric); at != summary.evaluation->metrics.end())
          estimate = at->second;
      out.metrics[metric].push_back(estimate);
    }
  ANDON_TRY(add_gaps(workspace, summaries, out, progress, std::move(stop)));
  return out;
}

} // namespace andon::workflow
