#include "core/workflow/decision_line.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"

namespace andon::workflow {

namespace fs = std::filesystem;

Result<RunDetail> run_detail(Workspace& workspace, const std::string& name) {
  RunDetail detail;
  ANDON_ASSIGN(detail.run, workspace.store().find_run(name));
  ANDON_ASSIGN(detail.history, workspace.store().metrics(detail.run.id));
  ANDON_ASSIGN(detail.artefacts, workspace.store().artefacts(detail.run.id));
  ANDON_ASSIGN(detail.thresholds, workspace.store().thresholds(detail.run.id));
  ANDON_ASSIGN(const RunSummary summary, summary_from_json(detail.run.summary_json));
  if (summary.evaluation)
    detail.metrics = summary.evaluation->metrics;
  return detail;
}

Result<ScoreOut> stored_scores(Workspace& workspace, const std::string& name) {
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(name));
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
  ScoreOut out;
  ANDON_ASSIGN(out.rows, read_scores(newest));
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  decide_rows(out.rows, line);
  return out;
}

} // namespace andon::workflow
