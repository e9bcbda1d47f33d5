#include "core/metrics/ranking.h"
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

/// Paired DeLong test when both runs were evaluated on the same items.
Result<std::map<std::string, Estimate>> gaps_of(Workspace& workspace, const std::vector<store::Run>& runs,
                                                const std::vector<RunSummary>& summaries) {
  std::map<std::string, Estimate> gaps;
  if (runs.size() != 2 || !summaries[0].evaluation || !summaries[1].evaluation ||
      summaries[0].evaluated_sha256 != summaries[1].evaluated_sha256 ||
      summaries[0].evaluated_part != summaries[1].evaluated_part)
    return gaps;
  std::vector<std::vector<ScoreRow>> rows(2);
  for (std::size_t i = 0; i < 2; ++i) {
    const std::filesystem::path folder = workspace.run_folder(runs[i].name);
    ANDON_ASSIGN(rows[i],
                 read_scores(scores_file(folder, summaries[i].evaluated_data, summaries[i].evaluated_part)));
  }
  if (!same_items(rows[0], rows[1]))
    return gaps;
  const Labelled first = labelled(rows[0]), second = labelled(rows[1]);
  ANDON_ASSIGN(const PairedAuroc paired, compare_auroc(first.scores, second.scores, first.labels));
  gaps["auroc"] = paired.difference;
  gaps["auroc_p_value"] = {paired.p_value, paired.p_value, paired.p_value};
  return gaps;
}

} // namespace

Result<CompareOut> compare(Workspace& workspace, const std::vector<std::string>& names) {
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
  ANDON_ASSIGN(out.gaps, gaps_of(workspace, out.runs, summaries));
  return out;
}

} // namespace andon::workflow
