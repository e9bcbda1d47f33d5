#pragma once
#include "core/base/error.h"
#include "core/review/label_event.h"

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
  std::string name;  ///< unique; "motor-1" style when the user gave none
  std::string model; ///< id in the model table
  RunState state = RunState::running;
  std::string config_json; ///< resolved options
  std::uint64_t seed = 0;
  std::string versions_json; ///< Andon, libraries, build, device, threads
  std::string data_name, data_path, data_sha256;
  std::string device;
  std::string parent;            ///< run this one was adapted or rerun from, or ""
  std::string created, finished; ///< UTC, ISO 8601 with milliseconds; finished "" while running
  double seconds = 0;
  std::string error;        ///< sentence, when failed
  std::string summary_json; ///< final metrics by name
};

struct MetricPoint {
  std::string name;
  std::int64_t step = 0;
  double value = 0;
};

struct Artefact {
  std::string kind; ///< "weights", "model", "scores", "report"…
  std::string path; ///< relative to the workspace
  std::string sha256;
  std::int64_t bytes = 0;
};

struct DatasetRow {
  std::string name, kind, path, sha256, created;
  std::int64_t items = 0;
};

/// One version of a decision line; versions are never edited, only added.
struct ThresholdVersion {
  std::int64_t version = 0; ///< 1, 2, … a run; assigned by add
  RunId run;
  std::string method, options_json;
  double threshold = 0;
  std::optional<double> low; ///< lower line of a review band
  double alpha = 0;
  bool supported = true;
  std::string diagnostics_json;
  std::string author, reason, created;
};

/// How long an append-only log is and its last SHA-256: what an outside copy keeps to notice a removed tail.
struct ChainHead {
  std::int64_t count = 0;
  std::string sha256; ///< "" while empty
};
std::string to_string(LabelKind kind);

/// One entry of the log of models in use. A line is a run and everything adapted from it; it is named after
/// its first run.
struct ModelEvent {
  /// candidate: `after` was adapted from `before` and waits for a person; accept, rollback: the line uses
  /// `after` from now on.
  enum class Kind { candidate, accept, rollback };
  std::int64_t number = 0; ///< 1, 2, … without gaps; assigned
  Kind kind = Kind::candidate;
  std::string line, before, after; ///< names of runs
  std::string author, reason;
  std::string detail_json; ///< of a candidate: its report
  std::string created;
};
std::string to_string(ModelEvent::Kind kind);

/// What one scoring of data brought under one version of a decision line: a row of the ledger that a promise
/// is audited on.
struct Observation {
  std::int64_t number = 0; ///< 1, 2, … without gaps; assigned
  RunId run;
  std::string run_name;
  std::int64_t threshold_version = 0;
  std::string data_name, part, data_sha256;
  std::int64_t items = 0;        ///< counted here: seen by no earlier row of the same run and version
  std::int64_t normal_items = 0; ///< of them, not known to be abnormal then
  double items_per_hour = 0;     ///< of one line; 0 = items without a duration
  std::int64_t alarms = 0;
  std::string detail_json; ///< which recordings were counted, and the items of every alarm
  std::string created;
};

/// The database of a workspace: SQLite file (WAL, synchronous=FULL, foreign keys on) or PostgreSQL
/// ("postgresql://user:password@host:port/database"), same schema, migrations forward only.
/// One Store object is the single writer of its process. Threads: the thread that opened it uses and destroys
/// it; open another object for another thread. Every mutating call is one committed transaction when it
/// returns. Every row carries a checksum that is verified when it is read. A NaN is kept, -0 becomes 0.
/// Errors: io, corrupt, conflict (locked longer than 10 s), unsupported (schema newer than this program),
/// already_exists, not_found, invalid_argument (texts that are not UTF-8, names that could not be a folder).
class Store {
public:
  static Result<Store> open(const std::filesystem::path& sqlite_file);
  static Result<Store> open_postgres(const std::string& url);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  int schema_version() const;
  /// "SQLite 3.40.1" or "PostgreSQL 15.18", for diagnosis.
  Result<std::string> engine();
  /// integrity_check and foreign_key_check, then every row against its checksum and the chains of decision
  /// lines, labels, models in use and realised alarms; the message of the first problem. Cost: reads
  /// everything.
  Result<void> check();
  /// Writes "<folder>/andon-<UTC time>.db", verified, and keeps the newest 10 of them. Other programs may go
  /// on writing. Errors: unsupported on PostgreSQL (use pg_dump).
  Result<std::filesystem::path> backup(const std::filesystem::path& folder);
  /// Puts a verified backup in the place of `sqlite_file`, which nobody may have open; the old file and its
  /// log are kept as
  /// "<file>.replaced-<UTC time>…". Returns where the old file went, "" when there was none.
  static Result<std::filesystem::path> restore(const std::filesystem::path& backup,
                                               const std::filesystem::path& sqlite_file);

  /// Assigns id and, when name is "", the first free "<model>-<n>". `created` is set when "". A running run
  /// remembers this process as its owner. Names become folders: no '/', no leading '.' or '-', not only
  /// digits, not "latest".
  Result<Run> add_run(Run run);
  /// Running runs whose process is gone (same host only), oldest first; end them with finish_run or continue
  /// with resume_run.
  Result<std::vector<Run>> orphaned_runs();
  /// Makes a run that did not finish run again, owned by this process. Errors: conflict when it finished or
  /// another living process runs it.
  Result<Run> resume_run(RunId run);
  /// `state` is not running. Errors: conflict when the run has ended already.
  Result<void> finish_run(RunId run, RunState state, double seconds, const std::string& summary_json,
                          const std::string& error);
  /// Replaces the summary of a run in any state: an evaluation came later.
  Result<void> update_summary(RunId run, const std::string& summary_json);
  Result<Run> run(RunId id);
  /// By unique name, decimal id, or "latest" (the newest finished one). Unknown: names the nearest.
  Result<Run> find_run(const std::string& name_or_id);
  /// Oldest first.
  Result<std::vector<Run>> runs();
  /// With its metrics and artefact rows; its decision lines stay as history. Errors: conflict while a process
  /// runs it.
  Result<void> remove_run(RunId id);

  /// Errors: already_exists when the run has a point of that name and step (see truncate_metrics); nothing is
  /// added then.
  Result<void> add_metrics(RunId run, const std::vector<MetricPoint>& points);
  /// By name, then step.
  Result<std::vector<MetricPoint>> metrics(RunId run);
  /// Drops points at or after `step`, when a resumed run repeats them.
  Result<void> truncate_metrics(RunId run, std::int64_t step);

  /// An artefact of the same path is replaced: the file was rewritten.
  Result<void> add_artefact(RunId run, const Artefact& artefact);
  Result<std::vector<Artefact>> artefacts(RunId run);

  /// Adds or replaces by name. `created` is set when "".
  Result<void> put_dataset(const DatasetRow& dataset);
  Result<DatasetRow> dataset(const std::string& name);
  Result<std::vector<DatasetRow>> datasets();

  /// Assigns version and, when "", created. Rows form a SHA-256 chain over all runs and are never changed or
  /// removed.
  Result<ThresholdVersion> add_threshold(ThresholdVersion version);
  /// Newest first.
  Result<std::vector<ThresholdVersion>> thresholds(RunId run);

  /// Appends to the log of labels, when it has exactly `after` events. Assigns number, sha256 and, when "",
  /// created. Rows are never changed or removed. On the disk when it returns. Errors: conflict when others
  /// were quicker: read their events and decide again.
  Result<LabelEvent> add_label_event(LabelEvent event, std::int64_t after);
  /// Events behind number `after`, in order. Errors: corrupt.
  Result<std::vector<LabelEvent>> label_events(std::int64_t after = 0);
  Result<ChainHead> label_head();
  /// Reads all events. Errors: corrupt, naming the first that was altered, removed, added or moved.
  Result<ChainHead> check_label_chain();

  /// The log of models in use, as the log of labels. Errors: conflict.
  Result<ModelEvent> add_model_event(ModelEvent event, std::int64_t after);
  Result<std::vector<ModelEvent>> model_events();

  /// The ledger of realised alarms, as the log of labels. Errors: conflict.
  Result<Observation> add_observation(Observation observation, std::int64_t after);
  Result<std::vector<Observation>> observations();

private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  Result<void> check_threshold_chain();
  Result<void> check_model_chain();
  Result<void> check_observation_chain();
  std::unique_ptr<State> state_;
};

/// UTC now, "2026-05-04T10:11:12.345Z".
std::string utc_now();

} // namespace andon::store
