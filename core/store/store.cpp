#include "core/store/store.h"

#include "core/base/atomic_file.h"
#include "core/store/file_system.h"
#include "core/store/migrations.h"
#include "core/store/store_state.h"

#include <algorithm>

namespace andon::store {

namespace {

constexpr std::size_t kept_backups = 10;

/// quick_check or integrity_check: "ok", or the first problem.
Result<void> run_check(Database& database, const std::string& pragma) {
  ANDON_ASSIGN(Rows rows, database.select("check the database", "PRAGMA " + pragma + "(1)"));
  ANDON_ASSIGN(const bool found, rows.next());
  const std::string answer = found ? rows.text(0) : "no answer";
  if (answer == "ok")
    return {};
  return fail(ErrorCode::corrupt, database.place() + ": the database is damaged (" + answer +
                                      "); restore a backup (docs/store.md)");
}

Result<void> check_foreign_keys(Database& database) {
  ANDON_ASSIGN(Rows rows, database.select("check the database", "PRAGMA foreign_key_check"));
  ANDON_ASSIGN(const bool found, rows.next());
  if (!found)
    return {};
  return fail(ErrorCode::corrupt, database.place() + ": a row of " + rows.text(0) + " refers to a row of " +
                                      rows.text(2) + " that is gone; restore a backup (docs/store.md)");
}

std::string time_for_file_name() {
  std::string time = utc_now();
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return time;
}

bool is_backup_name(const std::string& name) {
  return name.starts_with("andon-") && name.ends_with("Z.db");
}

Result<void> remove_old_backups(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> backups;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (is_backup_name(entry.path().filename().string()))
      backups.push_back(entry.path());
  std::ranges::sort(backups, std::greater<>()); // the time in the name sorts
  for (std::size_t i = kept_backups; i < backups.size() && !error; ++i)
    std::filesystem::remove(backups[i], error);
  if (error)
    return fail(ErrorCode::io, "cannot remove old backups in " + folder.string() + ": " + error.message());
  return {};
}

/// A copy must be sound and of a schema we know before it counts as a backup; it is not upgraded here.
Result<void> verify_copy(const std::filesystem::path& copy) {
  ANDON_ASSIGN(const std::unique_ptr<Database> database, Database::open_sqlite(copy.string()));
  ANDON_TRY(run_check(*database, "integrity_check"));
  ANDON_TRY(check_foreign_keys(*database));
  ANDON_TRY(known_version(*database, migrations()));
  return {};
}

/// Moves file, log and index of a database aside. Returns where the file went, "" when there was none.
Result<std::filesystem::path> set_aside(const std::filesystem::path& file) {
  const std::string aside = file.string() + ".replaced-" + time_for_file_name();
  std::filesystem::path moved;
  for (const char* part : {"", "-wal", "-shm"}) {
    const std::filesystem::path from = file.string() + part;
    if (!std::filesystem::exists(from))
      continue;
    std::error_code error;
    std::filesystem::rename(from, aside + part, error);
    if (error)
      return fail(ErrorCode::io, "cannot set " + from.string() + " aside: " + error.message());
    if (from == file)
      moved = aside;
  }
  return moved;
}

} // namespace

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::filesystem::path& sqlite_file) {
  ANDON_TRY(check_place(sqlite_file));
  auto state = std::make_unique<State>();
  state->file = sqlite_file;
  ANDON_ASSIGN(state->database, Database::open_sqlite(sqlite_file.string()));
  ANDON_TRY(run_check(*state->database, "quick_check"));
  ANDON_ASSIGN(state->version, migrate(*state->database, migrations()));
  return Store(std::move(state));
}

Result<Store> Store::open_postgres(const std::string& url) {
  auto state = std::make_unique<State>();
  ANDON_ASSIGN(state->database, Database::open_postgres(url));
  ANDON_ASSIGN(state->version, migrate(*state->database, migrations()));
  return Store(std::move(state));
}

int Store::schema_version() const {
  return state_->version;
}

Result<std::string> Store::engine() {
  if (state_->database->dialect() == Dialect::sqlite) {
    ANDON_ASSIGN(const std::string version,
                 state_->database->single_text("read the version", "SELECT sqlite_version()"));
    return "SQLite " + version;
  }
  ANDON_ASSIGN(const std::string version,
               state_->database->single_text("read the version", "SHOW server_version"));
  return "PostgreSQL " + version;
}

Result<void> Store::check() {
  if (state_->database->dialect() == Dialect::sqlite) {
    ANDON_TRY(run_check(*state_->database, "integrity_check"));
    ANDON_TRY(check_foreign_keys(*state_->database));
  }
  ANDON_TRY(datasets());
  ANDON_ASSIGN(const std::vector<Run> all, runs());
  for (const Run& run : all) {
    ANDON_TRY(metrics(run.id));
    ANDON_TRY(artefacts(run.id));
  }
  ANDON_TRY(check_threshold_chain());
  ANDON_TRY(check_label_chain());
  ANDON_TRY(check_model_chain());
  return check_observation_chain();
}

Result<std::filesystem::path> Store::backup(const std::filesystem::path& folder) {
  Database& database = *state_->database;
  if (database.dialect() == Dialect::postgres)
    return fail(ErrorCode::unsupported,
                database.place() + ": Andon does not back up a server; use pg_dump (docs/store.md)");
  ANDON_TRY(check()); // a damaged database must not push sound backups out
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return fail(ErrorCode::io, "cannot create the backup folder " + folder.string() + ": " + error.message());
  const std::filesystem::path target = folder / ("andon-" + time_for_file_name() + ".db");
  ANDON_TRY(copy_database(database, target));
  ANDON_TRY(verify_copy(target));
  ANDON_TRY(remove_old_backups(folder));
  return target;
}

Result<std::filesystem::path> Store::restore(const std::filesystem::path& backup,
                                             const std::filesystem::path& sqlite_file) {
  ANDON_TRY(check_place(sqlite_file));
  if (!std::filesystem::exists(backup))
    return fail(ErrorCode::not_found, "there is no backup " + backup.string());
  const std::filesystem::path temporary = temporary_beside(sqlite_file);
  std::error_code error;
  std::filesystem::copy_file(backup, temporary, std::filesystem::copy_options::overwrite_existing, error);
  if (error)
    return fail(ErrorCode::io,
                "cannot copy " + backup.string() + " to " + temporary.string() + ": " + error.message());
  auto usable = verify_copy(temporary);
  auto aside = usable ? set_aside(sqlite_file) : Result<std::filesystem::path>(fail(usable.error()));
  if (aside)
    if (auto published = publish(temporary, sqlite_file); !published)
      aside = fail(published.error());
  std::filesystem::remove(temporary, error);
  return aside;
}

} // namespace andon::store
