#pragma once
#include "core/store/database.h"

#include <span>
#include <string>
#include <vector>

namespace andon::store {

enum class ColumnType { text, real, integer };
struct LogColumn {
  const char* name;
  ColumnType type;
};
/// A table that only grows: rows numbered 1, 2, … without gaps, each with the SHA-256 of itself and of the
/// row before it. How many rows there are and the last SHA-256 are kept a second time in `chain_heads`, so
/// that a removed tail is noticed too.
struct ChainedLog {
  const char* table;
  const char* row_words; ///< "label event", for messages
  std::span<const LogColumn> columns;
};
struct LogHead {
  std::int64_t count = 0;
  std::string sha256; ///< "" while empty
};
struct LogRow {
  std::int64_t number = 0;
  Values values; ///< in the order of the columns
  std::string previous, sha256;
};

/// Columns of the table for CREATE TABLE, between the number key and the checks.
std::string column_definitions(const ChainedLog& log);

Result<LogHead> log_head(Database& database, const ChainedLog& log);
/// Adds a row in its own transaction. Errors: conflict when the log has not exactly `after` rows: read the
/// others' rows first and decide again.
Result<LogRow> append_row(Database& database, const ChainedLog& log, const Values& values,
                          std::int64_t after);
/// Rows behind number `after`. Errors: corrupt when a row is not what its SHA-256 says.
Result<std::vector<LogRow>> log_rows(Database& database, const ChainedLog& log, std::int64_t after);
/// Reads everything. Errors: corrupt, naming the first row that was altered, removed, added or moved.
Result<LogHead> check_log(Database& database, const ChainedLog& log);

} // namespace andon::store
