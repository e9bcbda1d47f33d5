#include "core/workflow/models_in_use.h"
#include "core/workflow/run_summary.h"
#include "core/workflow/runs.h"

#include <algorithm>

namespace andon::workflow {

Result<std::vector<RunListRow>> list_runs(Workspace& workspace) {
  ANDON_ASSIGN(std::vector<store::Run> runs, workspace.store().runs());
  std::stable_sort(runs.begin(), runs.end(),
                   [](const store::Run& a, const store::Run& b) { return a.id > b.id; });
  std::vector<RunListRow> rows;
  for (store::Run& run : runs) {
    RunListRow row;
    if (const Result<RunSummary> summary = summary_from_json(run.summary_json);
        summary && summary->evaluation)
      row.metrics = summary->evaluation->metrics;
    row.run = std::move(run);
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<void> remove_run(Workspace& workspace, const std::string& name) {
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(name));
  if (run.state == store::RunState::running)
    return fail(ErrorCode::conflict, "run '" + run.name + "' is running; cancel it before removing it");
  ANDON_ASSIGN(const ModelLine line, model_line(workspace, run.name));
  const bool leads_back = std::find(line.before.begin(), line.before.end(), run.name) != line.before.end();
  if (!line.history.empty() && (run.name == line.active || run.name == line.line || leads_back))
    return fail(ErrorCode::conflict, "run '" + run.name + "' is in use, or a rollback of '" + line.line +
                                         "' leads back to it; it cannot be removed");
  ANDON_TRY(workspace.store().remove_run(run.id));
  std::error_code error;
  std::filesystem::remove_all(workspace.run_folder(run.name), error);
  if (error)
    return fail(ErrorCode::io, "run '" + run.name + "' was removed, but its folder " +
                                   workspace.run_folder(run.name).string() + " was not: " + error.message() +
                                   "; delete it by hand");
  return {};
}

} // namespace andon::workflow
