#include "core/store/migrations.h"

#include "core/base/assert.h"
#include "core/base/atomic_file.h"

namespace andon::store {

namespace {

// "Andn", in the header of every SQLite file of ours.
constexpr std::int64_t application_id = 0x416e646e;

Result<std::int64_t> current_version(Database& database) {
  const std::string purpose = "read the schema version";
  if (database.dialect() == Dialect::postgres)
    return database.single_integer(purpose, "SELECT COALESCE(MAX(version), 0) FROM schema_version");
  return database.single_integer(purpose, "PRAGMA user_version");
}

Result<void> set_version(Database& database, int version) {
  const std::string purpose = "write the schema version";
  const std::string number = std::to_string(version);
  if (database.dialect() == Dialect::postgres)
    return database.execute(purpose, "INSERT INTO schema_version (version) VALUES (?)",
                            {std::int64_t{version}});
  ANDON_TRY(database.execute(purpose, "PRAGMA application_id = " + std::to_string(application_id)));
  return database.execute(purpose, "PRAGMA user_version = " + number);
}

// Tables are counted before the version is read: another process may make the first schema in between, and
// in this order its tables are never seen without its version.
Result<std::int64_t> version_of_our_file(Database& database) {
  if (database.dialect() == Dialect::postgres)
    return current_version(database);
  ANDON_ASSIGN(const std::int64_t tables,
               database.single_integer("read the schema", "SELECT COUNT(*) FROM sqlite_master"));
  ANDON_ASSIGN(const std::int64_t version, current_version(database));
  ANDON_ASSIGN(const std::int64_t owner, database.single_integer("read the schema", "PRAGMA application_id"));
  const bool empty = version == 0 && tables == 0;
  if (empty || (version > 0 && owner == application_id))
    return version;
  return fail(ErrorCode::unsupported,
              database.place() + ": this is an SQLite database, but not one of Andon's; choose another file");
}

Result<void> apply_missing(Database& database, std::span<const Migration> steps) {
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(database, "upgrade the schema"));
  // Another process may have made the steps while we waited for the lock.
  ANDON_ASSIGN(const std::int64_t version, current_version(database));
  for (const Migration& step : steps) {
    if (step.version <= version)
      continue;
    const std::string purpose = "upgrade to schema " + std::to_string(step.version) + " (" + step.what + ")";
    for (const std::string& statement : step.statements(database.dialect()))
      ANDON_TRY(database.execute(purpose, statement));
    ANDON_TRY(set_version(database, step.version));
  }
  return transaction.commit();
}

Result<void> copy_before_upgrade(Database& database, int from, int to) {
  if (database.dialect() == Dialect::postgres || from == 0)
    return {};
  return copy_database(database, database.place() + ".before-v" + std::to_string(to));
}

} // namespace

Result<int> known_version(Database& database, std::span<const Migration> steps) {
  ANDON_ASSERT(!steps.empty());
  ANDON_ASSIGN(const std::int64_t version, version_of_our_file(database));
  const int newest = steps.back().version;
  if (version > newest)
    return fail(ErrorCode::unsupported, database.place() + ": made by a newer Andon (schema " +
                                            std::to_string(version) + ", this program knows up to " +
                                            std::to_string(newest) + "); update Andon");
  return static_cast<int>(version);
}

Result<int> migrate(Database& database, std::span<const Migration> steps) {
  if (database.dialect() == Dialect::postgres) {
    const std::string purpose = "prepare the schema";
    ANDON_ASSIGN(Transaction transaction, Transaction::begin(database, purpose));
    ANDON_TRY(
        database.execute(purpose, "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY)"));
    ANDON_TRY(transaction.commit());
  }
  ANDON_ASSIGN(const int version, known_version(database, steps));
  const int newest = steps.back().version;
  if (version == newest)
    return newest;
  ANDON_TRY(copy_before_upgrade(database, version, newest));
  ANDON_TRY(apply_missing(database, steps));
  return newest;
}

Result<void> copy_database(Database& database, const std::filesystem::path& target) {
  const std::filesystem::path temporary = temporary_beside(target);
  auto written = database.execute("write the copy " + target.string(), "VACUUM INTO ?", {temporary.string()});
  if (written)
    written = publish(temporary, target);
  if (!written) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
  }
  return written;
}

} // namespace andon::store
