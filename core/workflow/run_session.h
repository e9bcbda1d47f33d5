#pragma once
#include "core/workflow/model_table.h"
#include "core/workflow/run_files.h"
#include "core/workflow/run_summary.h"

#include <chrono>
#include <optional>

namespace andon::workflow {

/// A run while this process works on it: the row in the store, the folder and its manifest.
class RunSession {
public:
  /// Adds a running run and its folder. `name` "" = first free "<model>-<n>".
  /// Errors: already_exists, invalid_argument (name), io.
  static Result<RunSession> start(Workspace& workspace, Manifest manifest, const std::string& name);
  /// Takes up an interrupted, failed or cancelled run. Errors: not_found, conflict (another process works on
  /// it), unsupported (it is finished), those of read_manifest.
  static Result<RunSession> resume(Workspace& workspace, const std::string& run);

  const store::Run& run() const { return run_; }
  const Manifest& manifest() const { return manifest_; }
  const std::filesystem::path& folder() const { return folder_; }
  /// Hashes `files`, writes them into the manifest and the store as artefacts.
  Result<void> keep_files(Workspace& workspace, const std::vector<std::string>& files);

private:
  RunSession(store::Run run, Manifest manifest, std::filesystem::path folder)
      : run_(std::move(run)), manifest_(std::move(manifest)), folder_(std::move(folder)) {}
  store::Run run_;
  Manifest manifest_;
  std::filesystem::path folder_;
};

/// Passes everything on to another sink and writes the metric history into the store in batches (every second
/// or 256 points). A resumed run repeats points from its checkpoint on: at the first point the store drops
/// what is at or after it.
class HistoryRecorder : public Progress {
public:
  HistoryRecorder(store::Store& store, store::RunId run, Progress& sink, bool resumed)
      : store_(store), run_(run), sink_(sink), truncate_(resumed) {}
  void stage(std::string_view name, std::int64_t total) override { sink_.stage(name, total); }
  void advance(std::int64_t done) override { sink_.advance(done); }
  void message(std::string_view text) override { sink_.message(text); }
  void metric(std::string_view name, std::int64_t step, double value) override;
  /// Writes what is pending; the first error of any write.
  Result<void> flush();

private:
  store::Store& store_;
  store::RunId run_;
  Progress& sink_;
  bool truncate_;
  std::vector<store::MetricPoint> pending_;
  std::optional<Error> error_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// Passes everything on to another sink and keeps the messages in a list as well.
class MessageKeeper : public Progress {
public:
  MessageKeeper(Progress& sink, std::vector<std::string>& kept) : sink_(sink), kept_(kept) {}
  void stage(std::string_view name, std::int64_t total) override { sink_.stage(name, total); }
  void advance(std::int64_t done) override { sink_.advance(done); }
  void metric(std::string_view name, std::int64_t step, double value) override {
    sink_.metric(name, step, value);
  }
  void message(std::string_view text) override {
    kept_.emplace_back(text);
    sink_.message(text);
  }

private:
  Progress& sink_;
  std::vector<std::string>& kept_;
};

/// An artefact row of a file of the workspace: relative path, hash and size.
Result<store::Artefact> artefact_of(const Workspace& workspace, const std::string& kind,
                                    const std::filesystem::path& file);
/// Adds the artefact; one of the same path is replaced.
Result<void> put_artefact(Workspace& workspace, store::RunId run, const std::string& kind,
                          const std::filesystem::path& file);

/// The job that applies a stored run to data; the name of a line means its model in use (run_in_use). Errors:
/// not_found, unsupported (run not finished, wrong data, device).
struct OpenedRun {
  store::Run run;
  Manifest manifest;
  const ModelEntry* model = nullptr;
  ApplyJob job;
};
Result<OpenedRun> open_run(Workspace& workspace, const std::string& run, const std::string& data,
                           const std::string& part);

/// The thread count that a session's wish means on this machine.
int resolved_threads(int wanted);

} // namespace andon::workflow
