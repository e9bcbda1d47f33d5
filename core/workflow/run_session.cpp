#include "core/workflow/run_session.h"

#include "core/base/hash.h"
#include "core/training/device.h"
#include "core/workflow/models_in_use.h"

#include <algorithm>
#include <thread>

namespace andon::workflow {

namespace fs = std::filesystem;

Result<RunSession> RunSession::start(Workspace& workspace, Manifest manifest, const std::string& name) {
  if (!name.empty())
    ANDON_TRY(check_name("run", name));
  store::Run row;
  row.name = name;
  row.model = manifest.model;
  row.config_json = manifest.options_json;
  row.seed = manifest.seed;
  row.versions_json = manifest.versions_json;
  row.data_name = manifest.data_name;
  row.data_path = manifest.data_path;
  row.data_sha256 = manifest.data_sha256;
  row.device = manifest.device;
  row.parent = manifest.parent;
  ANDON_ASSIGN(store::Run run, workspace.store().add_run(std::move(row)));
  manifest.run = run.name;
  manifest.created = run.created;
  const fs::path folder = workspace.run_folder(run.name);
  std::error_code error;
  fs::remove_all(folder, error); // a folder without a row is what a removed run left
  fs::create_directories(folder / "scores", error);
  if (error)
    return fail(ErrorCode::io, "cannot create the run folder " + folder.string() + ": " + error.message());
  ANDON_TRY(write_manifest(folder, manifest));
  return RunSession(std::move(run), std::move(manifest), folder);
}

Result<RunSession> RunSession::resume(Workspace& workspace, const std::string& name) {
  ANDON_ASSIGN(const store::Run found, workspace.store().find_run(name));
  const fs::path folder = workspace.run_folder(found.name);
  auto manifest = read_manifest(folder);
  if (!manifest && manifest.error().code == ErrorCode::not_found)
    return fail(ErrorCode::not_found,
                "run '" + found.name +
                    "' ended before its manifest was written, so there is nothing to resume; "
                    "train it again under another name");
  if (!manifest)
    return fail(manifest.error());
  ANDON_ASSIGN(store::Run run, workspace.store().resume_run(found.id));
  return RunSession(std::move(run), std::move(*manifest), folder);
}

Result<void> RunSession::keep_files(Workspace& workspace, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    ANDON_ASSIGN(manifest_.files[file], sha256_file(folder_ / file));
    ANDON_TRY(put_artefact(workspace, run_.id, fs::path(file).stem().string(), folder_ / file));
  }
  ANDON_TRY(write_manifest(folder_, manifest_));
  return put_artefact(workspace, run_.id, "manifest", manifest_file(folder_));
}

void HistoryRecorder::metric(std::string_view name, std::int64_t step, double value) {
  sink_.metric(name, step, value);
  if (error_)
    return;
  if (truncate_) {
    truncate_ = false;
    if (auto done = store_.truncate_metrics(run_, step); !done)
      error_ = done.error();
  }
  pending_.push_back({std::string(name), step, value});
  if (pending_.size() >= 256 || std::chrono::steady_clock::now() - last_ > std::chrono::seconds(1))
    (void)flush(); // the error is kept and reported by the last flush
}

Result<void> HistoryRecorder::flush() {
  last_ = std::chrono::steady_clock::now();
  if (!error_ && !pending_.empty())
    if (auto done = store_.add_metrics(run_, pending_); !done)
      error_ = done.error();
  pending_.clear();
  if (error_)
    return fail(*error_);
  return {};
}

Result<store::Artefact> artefact_of(const Workspace& workspace, const std::string& kind,
                                    const fs::path& file) {
  store::Artefact artefact{kind, fs::relative(file, workspace.folder()).string(), "", 0};
  ANDON_ASSIGN(artefact.sha256, sha256_file(file));
  std::error_code error;
  artefact.bytes = static_cast<std::int64_t>(fs::file_size(file, error));
  return artefact;
}

Result<void> put_artefact(Workspace& workspace, store::RunId run, const std::string& kind,
                          const fs::path& file) {
  ANDON_ASSIGN(const store::Artefact artefact, artefact_of(workspace, kind, file));
  return workspace.store().add_artefact(run, artefact);
}

Result<OpenedRun> open_run(Workspace& workspace, const std::string& name, const std::string& data,
                           const std::string& part) {
  OpenedRun opened;
  ANDON_ASSIGN(opened.run, run_in_use(workspace, name));
  if (opened.run.state != store::RunState::finished)
    return fail(ErrorCode::unsupported,
                "run '" + opened.run.name + "' is " + to_string(opened.run.state) +
                    (opened.run.state == store::RunState::running
                         ? "; wait until it is finished"
                         : "; finish it first with: andon train --resume " + opened.run.name));
  const fs::path folder = workspace.run_folder(opened.run.name);
  ANDON_ASSIGN(opened.manifest, read_manifest(folder));
  ANDON_ASSIGN(opened.job.data, open_data(workspace, data));
  ANDON_ASSIGN(opened.model, find_model(opened.run.model, opened.job.data));
  ANDON_ASSIGN(opened.job.options, option_map_from_json(opened.manifest.options_json));
  ANDON_ASSIGN(opened.job.device, resolve_device(workspace.session().device));
  opened.job.part = part;
  opened.job.cache = workspace.cache_folder();
  opened.job.folder = folder;
  return opened;
}

int resolved_threads(int wanted) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return wanted > 0 ? std::min(wanted, cores) : cores;
}

} // namespace andon::workflow
