#include "core/decision/threshold_table.h"
#include "core/training/device.h"
#include "core/workflow/about.h"
#include "core/workflow/adapt_file.h"
#include "core/workflow/score_file.h"
#include "core/workflow/train_run.h"

#include <nlohmann/json.hpp>

namespace andon::workflow {
namespace {

constexpr const char* default_method = "percentile";

std::string versions_text(const VersionOut& v) {
  return nlohmann::json{{"andon", v.andon}, {"build", v.build}, {"libraries", v.libraries}, {"blas", v.blas}}
      .dump();
}

/// Fits and keeps everything; leaves the state of the run to the caller.
Result<TrainOut> fit_and_keep(Workspace& workspace, const PlannedRun& plan, RunSession& session, bool resumed,
                              Progress& progress, std::stop_token stop, RunSummary& summary) {
  ANDON_ASSIGN(const OptionMap options, option_map_from_json(session.manifest().options_json));
  const FitJob job{plan.data,
                   session.manifest().part,
                   options,
                   session.manifest().seed,
                   session.manifest().device,
                   session.folder(),
                   resumed};
  set_threads(session.manifest().threads);
  HistoryRecorder recorder(workspace.store(), session.run().id, progress, resumed);
  auto outcome = plan.model->fit(job, recorder, stop);
  ANDON_TRY(recorder.flush());
  if (!outcome)
    return fail(outcome.error());
  progress.stage("storing the run");
  ANDON_TRY(write_scores(validation_scores_file(session.folder()), outcome->validation));
  outcome->files.push_back(validation_scores_file(session.folder()).filename().string());
  ANDON_TRY(session.keep_files(workspace, outcome->files));
  ANDON_TRY(add_default_threshold(workspace, session.run(), outcome->validation));
  const TrainingReport& report = outcome->report;
  summary.epochs = report.epochs;
  summary.steps = report.steps;
  summary.skipped_steps = report.skipped_steps;
  summary.best_epoch = report.best_epoch;
  summary.loss = report.best_validation_loss;
  return TrainOut{session.run().name, report.epochs, report.best_validation_loss, report.seconds,
                  session.manifest().device};
}

} // namespace

Result<void> add_default_threshold(Workspace& workspace, const store::Run& run,
                                   const std::vector<ScoreRow>& validation) {
  ANDON_ASSIGN(const std::vector<store::ThresholdVersion> versions, workspace.store().thresholds(run.id));
  if (!versions.empty())
    return {}; // a resumed run that had come this far
  const std::vector<double> scores = raw_scores(validation);
  const ThresholdInput input{.normal = scores};
  ANDON_ASSIGN(const ThresholdFit fit, ::andon::fit_threshold(default_method, input));
  store::ThresholdVersion version;
  version.run = run.id;
  version.method = default_method;
  version.options_json = "{}";
  version.threshold = fit.threshold;
  version.alpha = fit.alpha;
  version.supported = fit.supported;
  version.diagnostics_json = nlohmann::json(fit.diagnostics).dump();
  version.author = "andon";
  version.reason = "default";
  ANDON_TRY(workspace.store().add_threshold(std::move(version)));
  return {};
}

Result<PlannedRun> plan_run(Workspace& workspace, const TrainIn& in) {
  PlannedRun plan;
  ANDON_ASSIGN(plan.model, model_table().find(in.model));
  ANDON_ASSIGN(const OptionMap options, plan.model->resolve(in.options));
  ANDON_ASSIGN(plan.data, open_data(workspace, in.data));
  ANDON_ASSIGN(plan.model, find_model(in.model, plan.data));
  ANDON_ASSIGN(const std::vector<std::string> parts, selected_parts(plan.data, in.part));
  Manifest& manifest = plan.manifest;
  ANDON_ASSIGN(manifest.device, resolve_device(workspace.session().device));
  manifest.model = in.model;
  manifest.options_json = to_json_text(options);
  manifest.versions_json = versions_text(version());
  manifest.seed = in.seed;
  manifest.threads = resolved_threads(workspace.session().threads);
  manifest.data_name = plan.data.name;
  manifest.data_path = plan.data.folder.string();
  manifest.data_sha256 = plan.data.sha256;
  manifest.part = parts.empty() ? "all" : in.part;
  return plan;
}

Result<PlannedRun> plan_repeat(Workspace& workspace, const Manifest& manifest) {
  PlannedRun plan;
  std::error_code ignored;
  if (std::filesystem::exists(adaptation_file(workspace.run_folder(manifest.run)), ignored))
    return fail(ErrorCode::unsupported, "run '" + manifest.run +
                                            "' was fine-tuned on labels, not trained; repeat it with: andon "
                                            "adapt " +
                                            manifest.parent);
  ANDON_ASSIGN(plan.data, open_data(workspace, manifest.data_path));
  ANDON_ASSIGN(plan.model, find_model(manifest.model, plan.data));
  if (plan.data.sha256 != manifest.data_sha256)
    return fail(ErrorCode::conflict,
                "the data in " + manifest.data_path + " have changed since run '" + manifest.run +
                    "': its hash was " + manifest.data_sha256.substr(0, 12) + " and is now " +
                    plan.data.sha256.substr(0, 12) + "; restore the data or train a new run");
  plan.manifest = manifest;
  plan.manifest.files.clear();
  plan.manifest.data_name = plan.data.name == manifest.data_name ? plan.data.name : manifest.data_name;
  ANDON_ASSIGN(plan.manifest.device, resolve_device(manifest.device));
  plan.manifest.versions_json = versions_text(version());
  return plan;
}

Result<TrainOut> carry_out(Workspace& workspace, const PlannedRun& plan, RunSession session, bool resumed,
                           Progress& progress, std::stop_token stop) {
  RunSummary summary;
  const auto begin = std::chrono::steady_clock::now();
  auto out = fit_and_keep(workspace, plan, session, resumed, progress, stop, summary);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const store::Run& run = session.run();
  if (out) {
    ANDON_TRY(
        workspace.store().finish_run(run.id, store::RunState::finished, seconds, summary_text(summary), ""));
    return out;
  }
  const bool cancelled = out.error().code == ErrorCode::cancelled;
  const std::string message =
      cancelled ? "cancelled; continue with: andon train --resume " + run.name : out.error().message;
  ANDON_TRY(workspace.store().finish_run(
      run.id, cancelled ? store::RunState::cancelled : store::RunState::failed, seconds, "{}", message));
  return fail(out.error().code, "run '" + run.name + "': " + message);
}

namespace {

/// What the data leave out is said before hours are spent on the rest.
Result<TrainOut> carried_out(Workspace& workspace, const PlannedRun& plan, RunSession session, bool resumed,
                             Progress& progress, std::stop_token stop) {
  std::vector<std::string> warnings;
  for (const ImportWarning& warning : plan.data.warnings)
    warnings.push_back(warning.file + ": " + warning.message);
  for (const std::string& warning : warnings)
    progress.message(warning);
  ANDON_ASSIGN(TrainOut out,
               carry_out(workspace, plan, std::move(session), resumed, progress, std::move(stop)));
  out.warnings = std::move(warnings);
  return out;
}

} // namespace

Result<TrainOut> train(Workspace& workspace, const TrainIn& in, Progress& progress, std::stop_token stop) {
  if (in.resume.empty()) {
    ANDON_ASSIGN(const PlannedRun plan, plan_run(workspace, in));
    ANDON_ASSIGN(RunSession session, RunSession::start(workspace, plan.manifest, in.name));
    progress.message("run " + session.run().name);
    return carried_out(workspace, plan, std::move(session), false, progress, stop);
  }
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(in.resume));
  if (run.state == store::RunState::finished)
    return fail(ErrorCode::conflict, "run '" + run.name + "' is finished; there is nothing to resume");
  auto manifest = read_manifest(workspace.run_folder(run.name));
  if (!manifest)
    return fail_in("cannot resume run '" + run.name + "'", manifest.error());
  ANDON_ASSIGN(const PlannedRun plan, plan_repeat(workspace, *manifest));
  ANDON_ASSIGN(RunSession session, RunSession::resume(workspace, run.name));
  progress.message("run " + session.run().name + " resumed");
  return carried_out(workspace, plan, std::move(session), true, progress, stop);
}

} // namespace andon::workflow
