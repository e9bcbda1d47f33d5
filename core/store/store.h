#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace andon::store {

enum class RunState { running, finished, failed, cancelled };
std::string to_string(RunState state);

/// Ids are distinct types so that one cannot be passed for another. Values are the row's key.
struct RunId {
  std::int64_t value = 0;
  auto operator<=>(const RunId&) const = default;
};

/// Everything needed to repeat a run and to judge it. Texts ending in _json are canonical JSON objects.
struct Run {
  RunId id;
  std::string name;             ///< unique; "motor-1" style when the user gave none
  std::string model;            ///< id in the model table
  RunState state = RunState::running;
  std::string config_json;      ///< resolved options
  std::uint64_t seed = 0;
  std::string versions_json;    ///< Andon, libraries, build, device, threads
  std::string data_name, data_path, data_sha256;
  std::string device;
  std::string parent;           ///< run this one was adapted or rerun from, or ""
  std::string created, finished; ///< UTC, ISO 8601 with milliseconds; finished "" while running
  double seconds = 0;
  std::string error;            ///< sentence, when failed
  std::string summary_json;     ///< final metrics by name
};

struct MetricPoint {
  std::string name;
  std::int64_t step = 0;
  double value = 0;
};

struct Artefact {
  std::string kind;   ///< "weights", "model", "scores", "report"…
  std::string path;   ///< relative to the workspace
  std::string sha256;
  std::int64_t bytes = 0;
};

struct DatasetRow {
  std::string name, kind, path, sha256, created;
  std::int64_t items = 0;
};

/// One version of a decision line; versions are never edited, only added.
struct ThresholdVersion {
  std::int64_t version = 0;     ///< 1, 2, … a run; assigned by add
  RunId run;
  std::string method, options_json;
  double threshold = 0;
  std::optional<double> low;    ///< lower line of a review band
  double alpha = 0;
  bool supported = true;
  std::string diagnostics_json;
  std::string author, reason, created;
};

/// The database of a workspace: SQLite file (WAL, synchronous=FULL, foreign keys on) or PostgreSQL
/// ("postgresql://user:password@host:port/database"), same schema, migrations forward only.
/// One Store object is the single writer of its process. Threads: one thread at a time per object; open another
/// object for another thread. Every mutating call is one committed transaction when it returns.
/// Errors: io, corrupt, conflict (locked longer than 10 s), unsupported (schema newer than this program), already_exists,
/// not_found.
class Store {
public:
  static Result<Store> open(const std::filesystem::path& sqlite_file);
  static Result<Store> open_postgres(const std::string& url);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  int schema_version() const;
  /// integrity_check and foreign_key_check; the message of the first problem.
  Result<void> check();

  /// Assigns id and, when name is "", the first free "<model>-<n>". `created` is set when "".
  Result<Run> add_run(Run run);
  Result<void> finish_run(RunId run, RunState state, double seconds, const std::string& summary_json, const std::string& error);
  Result<Run> run(RunId id);
  /// By unique name, decimal id, or "latest" (the newest finished one). Unknown: names the nearest.
  Result<Run> find_run(const std::string& name_or_id);
  Result<std::vector<Run>> runs();
  Result<void> remove_run(RunId id);

  Result<void> add_metrics(RunId run, const std::vector<MetricPoint>& points);
  Result<std::vector<MetricPoint>> metrics(RunId run);
  /// Drops points at or after `step`, when a resumed run repeats them.
  Result<void> truncate_metrics(RunId run, std::int64_t step);

  Result<void> add_artefact(RunId run, const Artefact& artefact);
  Result<std::vector<Artefact>> artefacts(RunId run);

  Result<void> put_dataset(const DatasetRow& dataset);
  Result<DatasetRow> dataset(const std::string& name);
  Result<std::vector<DatasetRow>> datasets();

  Result<ThresholdVersion> add_threshold(ThresholdVersion version);
  /// Newest first.
  Result<std::vector<ThresholdVersion>> thresholds(RunId run);

private:
  Store();
  struct State;
  std::unique_ptr<State> state_;
};

/// UTC now, "2026-05-04T10:11:12.345Z".
std::string utc_now();

} // namespace andon::store
