#include "core/decision/threshold.h"
#include "core/training/device.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"

#include <chrono>
#include <cmath>

namespace andon::workflow {

namespace fs = std::filesystem;

Result<DecisionLine> newest_line(store::Store& store, store::RunId run) {
  ANDON_ASSIGN(const std::vector<store::ThresholdVersion> versions, store.thresholds(run));
  for (const store::ThresholdVersion& version : versions)
    if (!std::isnan(version.threshold))
      return DecisionLine{version.threshold, version.version,
                          "version " + std::to_string(version.version) + " (" + version.method + ")" +
                              (version.supported ? "" : ", from too few normal items for its rate")};
  return DecisionLine{};
}

void decide_rows(std::vector<ScoreRow>& rows, const DecisionLine& line) {
  for (ScoreRow& row : rows)
    row.decision = line.threshold ? (decide(row.score, *line.threshold) ? 1 : 0) : -1;
}

Result<ScoreOut> score(Workspace& workspace, const ScoreIn& in, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, in.run, in.data, in.part));
  set_threads(resolved_threads(workspace.session().threads));
  ScoreOut out;
  const auto begin = std::chrono::steady_clock::now();
  ANDON_ASSIGN(out.rows, opened.model->score(opened.job, progress, stop));
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), opened.run.id));
  decide_rows(out.rows, line);
  const fs::path file = scores_file(opened.job.folder, opened.job.data.name, in.part);
  ANDON_TRY(write_scores(file, out.rows));
  ANDON_TRY(put_artefact(workspace, opened.run.id, "scores", file));
  if (!in.out.empty())
    ANDON_TRY(write_scores(in.out, out.rows));
  return out;
}

} // namespace andon::workflow
