#include "core/base/atomic_file.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"
#include "core/workflow/stored_source.h"

#include <nlohmann/json.hpp>

namespace andon::workflow {

namespace fs = std::filesystem;

Result<RunDetail> run_detail(Workspace& workspace, const std::string& name) {
  RunDetail detail;
  ANDON_ASSIGN(detail.run, workspace.store().find_run(name));
  ANDON_ASSIGN(detail.history, workspace.store().metrics(detail.run.id));
  ANDON_ASSIGN(detail.artefacts, workspace.store().artefacts(detail.run.id));
  ANDON_ASSIGN(detail.thresholds, workspace.store().thresholds(detail.run.id));
  ANDON_ASSIGN(const RunSummary summary, summary_from_json(detail.run.summary_json));
  if (summary.evaluation) {
    detail.metrics = summary.evaluation->metrics;
    detail.groups = summary.evaluation->groups;
  }
  return detail;
}

namespace {

fs::path source_file(const fs::path& scores) {
  return fs::path(scores).replace_extension(".source");
}

} // namespace

Result<void> write_source(const StoredSource& source) {
  return write_atomic(
      source_file(source.scores),
      nlohmann::json{{"data", source.data}, {"path", source.path}, {"part", source.part}}.dump());
}

StoredSource read_source(const store::Run& run, const fs::path& scores) {
  StoredSource source{scores, run.data_name, run.data_path, ""};
  const auto text = read_file(source_file(scores), 1 << 20);
  const nlohmann::json root = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
  if (root.is_object()) {
    source.data = root.value("data", source.data);
    source.path = root.value("path", source.path);
    source.part = root.value("part", source.part);
  }
  return source;
}

Result<StoredSource> newest_source(Workspace& workspace, const store::Run& run) {
  fs::path newest;
  fs::file_time_type newest_time;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(workspace.run_folder(run.name) / "scores", error)) {
    const auto time = entry.last_write_time(error);
    if (entry.path().extension() == ".csv" && (newest.empty() || time > newest_time)) {
      newest = entry.path();
      newest_time = time;
    }
  }
  if (newest.empty())
    return fail(ErrorCode::not_found, "run '" + run.name +
                                          "' has not scored anything yet; use: andon score " + run.name +
                                          " --data …");
  return read_source(run, newest);
}

Result<ScoreOut> stored_scores(Workspace& workspace, const std::string& name) {
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(name));
  ANDON_ASSIGN(const StoredSource source, newest_source(workspace, run));
  ScoreOut out;
  ANDON_ASSIGN(out.rows, read_scores(source.scores));
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  out.review = decide_rows(out.rows, line);
  return out;
}

} // namespace andon::workflow
