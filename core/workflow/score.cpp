#include "core/base/atomic_file.h"
#include "core/training/device.h"
#include "core/workflow/bundle.h"
#include "core/workflow/csv_record.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/image_model.h"
#include "core/workflow/ledger.h"
#include "core/workflow/promise.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"
#include "core/workflow/stored_source.h"

#include <chrono>

namespace andon::workflow {

namespace fs = std::filesystem;

namespace {

/// What each row was compared with, beside a score file, where that is not one number for all. Score files
/// themselves have no place for it.
Result<void> write_lines(const fs::path& scores, const std::vector<ScoreRow>& rows,
                         const DecisionLine& line) {
  if (!line.threshold || is_one_number(line))
    return {};
  std::string text = "item,sensor,start,line\n";
  const std::vector<double> lines = lines_of(rows, line);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    append_csv_field(text, rows[i].item);
    text += ',';
    append_csv_field(text, rows[i].sensor);
    text += ',';
    append_csv_number(text, rows[i].start);
    text += ',';
    append_csv_number(text, lines[i]);
    text += '\n';
  }
  return write_atomic(fs::path(scores).replace_extension(".lines"), text);
}

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
  line.low = card.low;
  out.review = decide_rows(out.rows, line);
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
  out.review = decide_rows(out.rows, line);
  if (line.threshold)
    out.alarms = summarise_alarms(out.rows, line);
  const fs::path file = scores_file(opened.job.folder, opened.job.data.name, in.part);
  ANDON_TRY(write_scores(file, out.rows));
  ANDON_TRY(write_source({file, opened.job.data.name, opened.job.data.folder.string(), in.part}));
  ANDON_TRY(put_artefact(workspace, opened.run.id, "scores", file));
  ANDON_ASSIGN(out.counted,
               count_realised(workspace, opened.run, scored_data(opened, line, in.part), out.rows, line));
  ANDON_TRY(write_lines(file, out.rows, line));
  if (!in.out.empty()) {
    ANDON_TRY(write_scores(in.out, out.rows));
    ANDON_TRY(write_lines(in.out, out.rows, line));
  }
  return out;
}

} // namespace andon::workflow
