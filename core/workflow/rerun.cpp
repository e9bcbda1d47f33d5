#include "core/base/hash.h"
#include "core/workflow/train_run.h"

#include <limits>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
using Differences = std::map<std::string, std::pair<std::string, std::string>>;

void note(Differences& differences, const std::string& key, const std::string& before,
          const std::string& after) {
  if (before != after)
    differences[key] = {before, after};
}

void compare_versions(const Manifest& before, const Manifest& after, Differences& differences) {
  const auto old_versions = option_map_from_json(before.versions_json),
             new_versions = option_map_from_json(after.versions_json);
  if (!old_versions || !new_versions)
    return;
  for (const auto& [key, value] : *old_versions) {
    const auto at = new_versions->find(key);
    note(differences, "versions." + key, to_text(value),
         at == new_versions->end() ? "" : to_text(at->second));
  }
}

std::string text_of(const Estimate& e) {
  return to_text(e.value) + " [" + to_text(e.low) + ", " + to_text(e.high) + "]";
}

/// Metric history, point by point.
Result<void> compare_history(Workspace& workspace, store::RunId before, store::RunId after,
                             Differences& differences) {
  ANDON_ASSIGN(const auto first, workspace.store().metrics(before));
  ANDON_ASSIGN(const auto second, workspace.store().metrics(after));
  const auto keyed = [](const std::vector<store::MetricPoint>& points) {
    std::map<std::string, std::string> result;
    for (const store::MetricPoint& point : points)
      result[point.name + "@" + std::to_string(point.step)] = to_text(point.value);
    return result;
  };
  const auto old_points = keyed(first), new_points = keyed(second);
  for (const auto& [key, value] : old_points) {
    const auto at = new_points.find(key);
    note(differences, "history." + key, value, at == new_points.end() ? "" : at->second);
  }
  for (const auto& [key, value] : new_points)
    if (old_points.count(key) == 0)
      note(differences, "history." + key, "", value);
  return {};
}

/// Gives the repeated run the decision lines up to `to` of the first, oldest first; its own default line
/// stands for version 1.
Result<void> copy_thresholds(Workspace& workspace, store::RunId before, store::RunId after, std::int64_t to) {
  ANDON_ASSIGN(std::vector<store::ThresholdVersion> versions, workspace.store().thresholds(before));
  ANDON_ASSIGN(const std::vector<store::ThresholdVersion> own, workspace.store().thresholds(after));
  const auto from = static_cast<std::int64_t>(own.size()) + 1;
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    if (version->version < from || version->version > to)
      continue;
    version->run = after;
    ANDON_TRY(workspace.store().add_threshold(std::move(*version)));
  }
  return {};
}

/// Repeats the evaluation that the first run has had, at the decision line of that time, and compares every
/// figure.
Result<void> compare_evaluation(Workspace& workspace, const store::Run& before, const store::Run& after,
                                Differences& differences, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const RunSummary summary, summary_from_json(before.summary_json));
  if (summary.evaluation) {
    ANDON_TRY(copy_thresholds(workspace, before.id, after.id, summary.evaluation->threshold_version));
    auto evaluated = evaluate(
        workspace, {.run = after.name, .data = summary.evaluated_path, .part = summary.evaluated_part},
        progress, stop);
    if (!evaluated)
      return fail_in("repeating the evaluation on '" + summary.evaluated_data + "'", evaluated.error());
    for (const auto& [name, estimate] : summary.evaluation->metrics)
      note(differences, "metrics." + name, text_of(estimate), text_of(evaluated->metrics[name]));
  }
  return copy_thresholds(workspace, before.id, after.id, std::numeric_limits<std::int64_t>::max());
}

} // namespace

Result<RerunOut> rerun(Workspace& workspace, const std::string& name, Progress& progress,
                       std::stop_token stop) {
  ANDON_ASSIGN(const store::Run before, workspace.store().find_run(name));
  if (before.state != store::RunState::finished)
    return fail(ErrorCode::unsupported,
                "run '" + before.name + "' is not finished, so there is nothing to compare with");
  ANDON_ASSIGN(const Manifest manifest, read_manifest(workspace.run_folder(before.name)));
  ANDON_ASSIGN(PlannedRun plan, plan_repeat(workspace, manifest));
  plan.manifest.parent = before.name;
  ANDON_ASSIGN(RunSession session, RunSession::start(workspace, plan.manifest, ""));
  const store::Run repeated = session.run();
  ANDON_TRY(carry_out(workspace, plan, std::move(session), false, progress, stop));
  RerunOut out;
  out.run = repeated.name;
  ANDON_ASSIGN(const Manifest after, read_manifest(workspace.run_folder(repeated.name)));
  compare_versions(manifest, after, out.differences);
  for (const auto& [file, hash] : manifest.files) {
    const auto at = after.files.find(file);
    note(out.differences, "files." + file, hash, at == after.files.end() ? "" : at->second);
  }
  ANDON_TRY(compare_history(workspace, before.id, repeated.id, out.differences));
  ANDON_TRY(compare_evaluation(workspace, before, repeated, out.differences, progress, stop));
  out.identical = out.differences.empty();
  return out;
}

} // namespace andon::workflow
