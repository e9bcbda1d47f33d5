#include "core/decision/threshold.h"
#include "core/training/device.h"
#include "core/workflow/bundle.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/image_model.h"
#include "core/workflow/ledger.h"
#include "core/workflow/promise.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"
#include "core/workflow/stored_source.h"

#include <chrono>
#include <cmath>

namespace andon::workflow {

namespace fs = std::filesystem;

Result<DecisionLine> newest_line(store::Store& store, store::RunId run) {
  ANDON_ASSIGN(const std::vector<store::ThresholdVersion> versions, store.thresholds(run));
  for (const store::ThresholdVersion& version : versions)
    if (!std::isnan(version.threshold)) {
      ANDON_ASSIGN(const StoredPromise stored, stored_promise(version));
      DecisionLine line{version.threshold,
                        version.version,
                        "version " + std::to_string(version.version) + " (" + version.method + ")" +
                            (version.supported ? "" : ", from too few normal items for its rate"),
                        stored.logic,
                        std::nullopt,
                        std::nullopt};
      if (stored.promise)
        line.items_per_hour = stored.promise->budget.items_per_hour;
      line.chosen_on = stored.chosen_on;
      return line;
    }
  return DecisionLine{};
}

void decide_rows(std::vector<ScoreRow>& rows, const DecisionLine& line) {
  for (ScoreRow& row : rows)
    row.decision = line.threshold ? (decide(row.score, *line.threshold) ? 1 : 0) : -1;
}

namespace {

/// A bundle is no run of the workspace: nothing is stored but the file that was asked for.
Result<ScoreOut> score_bundle(Workspace& workspace, const ScoreIn& in, Progress& progress,
                              std::stop_token stop) {
  ANDON_ASSIGN(const BundleCard card, read_bundle(in.run));
  ApplyJob job;
  ANDON_ASSIGN(job.data, open_data(workspace, in.data));
  ANDON_ASSIGN(const ModelEntry* model, find_model(card.model, job.data));
  ANDON_ASSIGN(job.device, resolve_device(workspace.session().device));
  job.part = in.part;
  job.folder = in.run;
  set_threads(resolved_threads(workspace.session().threads));
  ScoreOut out;
  for (const ImportWarning& warning : job.data.warnings)
    out.warnings.push_back(warning.file + ": " + warning.message);
  MessageKeeper keeper(progress, out.warnings);
  const auto begin = std::chrono::steady_clock::now();
  ANDON_ASSIGN(out.rows, model->score(job, keeper, stop));
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  DecisionLine line;
  line.threshold = card.threshold;
  decide_rows(out.rows, line);
  if (!in.out.empty())
    ANDON_TRY(write_scores(in.out, out.rows));
  return out;
}

} // namespace

Result<ScoreOut> score(Workspace& workspace, const ScoreIn& in, Progress& progress, std::stop_token stop) {
  if (images::is_bundle(in.run))
    return score_bundle(workspace, in, progress, stop);
  ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, in.run, in.data, in.part));
  set_threads(resolved_threads(workspace.session().threads));
  ScoreOut out;
  for (const ImportWarning& warning : opened.job.data.warnings)
    out.warnings.push_back(warning.file + ": " + warning.message);
  MessageKeeper keeper(progress, out.warnings);
  const auto begin = std::chrono::steady_clock::now();
  ANDON_ASSIGN(out.rows, opened.model->score(opened.job, keeper, stop));
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), opened.run.id));
  decide_rows(out.rows, line);
  if (line.threshold)
    out.alarms = summarise_alarms(out.rows, *line.threshold, line.logic, line.items_per_hour);
  const fs::path file = scores_file(opened.job.folder, opened.job.data.name, in.part);
  ANDON_TRY(write_scores(file, out.rows));
  ANDON_TRY(write_source({file, opened.job.data.name, opened.job.data.folder.string(), in.part}));
  ANDON_TRY(put_artefact(workspace, opened.run.id, "scores", file));
  ANDON_ASSIGN(out.counted,
               count_realised(workspace, opened.run, scored_data(opened, line, in.part), out.rows, line));
  if (!in.out.empty())
    ANDON_TRY(write_scores(in.out, out.rows));
  return out;
}

} // namespace andon::workflow
