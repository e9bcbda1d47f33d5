#pragma once
#include "core/store/database.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace andon::store {

/// One numbered step of the schema. A step that was released is never edited: later changes are later steps,
/// each with a test that opens tests/store/data/andon-v1.db.
struct Migration {
  int version;
  std::string what; ///< "decision lines", for messages
  std::vector<std::string> (*statements)(Dialect dialect);
};

/// All steps in order, versions 1, 2, … without gaps.
std::span<const Migration> migrations();

/// The schema's version, 0 for an empty database. Errors: unsupported when it is newer than the last of
/// `steps` or the file belongs to another program.
Result<int> known_version(Database& database, std::span<const Migration> steps);

/// Brings the schema to the last step and returns its version. All missing steps are one transaction, so that
/// nobody ever sees a schema between two versions; before it a copy "<file>.before-v<N>" of an existing
/// SQLite file is written beside it. Concurrent callers wait for each other. Errors: unsupported (newer
/// schema, or a database of another program), and those of the statements: the schema then stays as it was.
Result<int> migrate(Database& database, std::span<const Migration> steps);

/// A consistent copy of the open SQLite database, whole or not at all.
Result<void> copy_database(Database& database, const std::filesystem::path& target);

} // namespace andon::store
