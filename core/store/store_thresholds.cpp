#include "core/store/process_identity.h"
#include "core/store/row_checksum.h"
#include "core/store/store_state.h"

#include <cmath>

namespace andon::store {

namespace {

const std::string columns =
    "run_id, run_name, version, method, options_json, threshold, low, alpha, supported, "
    "diagnostics_json, author, reason, created, host, previous_sha256";

struct ThresholdRow {
  ThresholdVersion version;
  std::string run_name, host, previous_sha256, sha256;
};

Values values_of(const ThresholdRow& row) {
  const ThresholdVersion& v = row.version;
  return {v.run.value,
          row.run_name,
          v.version,
          v.method,
          v.options_json,
          v.threshold,
          v.low ? Value(*v.low) : Value(),
          v.alpha,
          std::int64_t{v.supported},
          v.diagnostics_json,
          v.author,
          v.reason,
          v.created,
          row.host,
          row.previous_sha256};
}

Result<ThresholdRow> read_threshold(const Database& database, const Rows& rows) {
  ThresholdRow row;
  ThresholdVersion& v = row.version;
  v.run.value = rows.integer(0);
  row.run_name = rows.text(1);
  v.version = rows.integer(2);
  v.method = rows.text(3);
  v.options_json = rows.text(4);
  v.threshold = rows.real(5);
  if (!rows.is_null(6))
    v.low = rows.real(6);
  v.alpha = rows.real(7);
  v.supported = rows.integer(8) == 1;
  v.diagnostics_json = rows.text(9);
  v.author = rows.text(10);
  v.reason = rows.text(11);
  v.created = rows.text(12);
  row.host = rows.text(13);
  row.previous_sha256 = rows.text(14);
  row.sha256 = rows.text(15);
  if (row_digest(values_of(row)) != row.sha256)
    return fail(
        ErrorCode::corrupt,
        database.place() + ": decision line " + std::to_string(v.version) + " of the run '" + row.run_name +
            "' does not match its SHA-256; it was damaged or edited; restore a backup (docs/store.md)");
  return row;
}

Result<std::string> last_sha256(Database& database, const std::string& purpose) {
  ANDON_ASSIGN(Rows rows, database.select(purpose, "SELECT sha256 FROM thresholds ORDER BY id DESC LIMIT 1"));
  ANDON_ASSIGN(const bool found, rows.next());
  return found ? rows.text(0) : std::string();
}

} // namespace

Result<ThresholdVersion> Store::add_threshold(ThresholdVersion version) {
  const std::string purpose = "add a decision line to run " + std::to_string(version.run.value);
  Database& database = *state_->database;
  if (std::isnan(version.threshold) || std::isnan(version.alpha) || (version.low && std::isnan(*version.low)))
    return fail(ErrorCode::invalid_argument,
                database.place() + ": cannot " + purpose + ": a line or its alpha is not a number");
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(database, purpose));
  ANDON_ASSIGN(const Run owner, run(version.run));
  ANDON_ASSIGN(const std::int64_t last,
               database.single_integer(purpose,
                                       "SELECT COALESCE(MAX(version), 0) FROM thresholds WHERE run_id = ?",
                                       {version.run.value}));
  version.version = last + 1;
  if (version.created.empty())
    version.created = utc_now();
  ThresholdRow row{std::move(version), owner.name, this_process().host, {}, {}};
  ANDON_ASSIGN(row.previous_sha256, last_sha256(database, purpose));
  Values values = values_of(row);
  values.emplace_back(row_digest(values));
  ANDON_TRY(database.execute(purpose,
                             "INSERT INTO thresholds (" + columns +
                                 ", sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                             values));
  ANDON_TRY(transaction.commit());
  return row.version;
}

Result<std::vector<ThresholdVersion>> Store::thresholds(RunId run) {
  ANDON_ASSIGN(Rows rows,
               state_->database->select("read the decision lines of run " + std::to_string(run.value),
                                        "SELECT " + columns +
                                            ", sha256 FROM thresholds WHERE run_id = ? ORDER BY version DESC",
                                        {run.value}));
  std::vector<ThresholdVersion> versions;
  for (;;) {
    ANDON_ASSIGN(const bool found, rows.next());
    if (!found)
      return versions;
    ANDON_ASSIGN(ThresholdRow row, read_threshold(*state_->database, rows));
    versions.push_back(std::move(row.version));
  }
}

Result<void> Store::check_threshold_chain() {
  ANDON_ASSIGN(Rows rows,
               state_->database->select("check the decision lines",
                                        "SELECT " + columns + ", sha256 FROM thresholds ORDER BY id"));
  std::string previous;
  for (;;) {
    ANDON_ASSIGN(const bool found, rows.next());
    if (!found)
      return {};
    ANDON_ASSIGN(const ThresholdRow row, read_threshold(*state_->database, rows));
    if (row.previous_sha256 != previous)
      return fail(ErrorCode::corrupt,
                  state_->database->place() + ": before decision line " +
                      std::to_string(row.version.version) + " of the run '" + row.run_name +
                      "' a line was removed, added or moved; restore a backup (docs/store.md)");
    previous = row.sha256;
  }
}

} // namespace andon::store
