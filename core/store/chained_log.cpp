#include "core/store/chained_log.h"

#include "core/store/row_checksum.h"

namespace andon::store {

namespace {

const char* const advice = "; restore a backup (docs/store.md)";

std::string column_list(const ChainedLog& log) {
  std::string list = "number";
  for (const LogColumn& column : log.columns)
    list += std::string(", ") + column.name;
  return list + ", previous_sha256";
}

std::string placeholders(std::size_t count) {
  std::string marks = "?";
  for (std::size_t i = 1; i < count; ++i)
    marks += ", ?";
  return marks;
}

Values chained_values(const LogRow& row) {
  Values all{row.number};
  all.insert(all.end(), row.values.begin(), row.values.end());
  all.emplace_back(row.previous);
  return all;
}

Result<LogRow> read_row(const Database& database, const ChainedLog& log, const Rows& rows) {
  LogRow row;
  row.number = rows.integer(0);
  int at = 1;
  for (const LogColumn& column : log.columns) {
    if (column.type == ColumnType::text)
      row.values.emplace_back(rows.text(at));
    else if (column.type == ColumnType::real)
      row.values.emplace_back(rows.real(at));
    else
      row.values.emplace_back(rows.integer(at));
    ++at;
  }
  row.previous = rows.text(at);
  row.sha256 = rows.text(at + 1);
  if (row_digest(chained_values(row)) != row.sha256)
    return fail(ErrorCode::corrupt, database.place() + ": " + log.row_words + " " +
                                        std::to_string(row.number) +
                                        " does not match its SHA-256; it was damaged or edited" + advice);
  return row;
}

Result<void> write_head(Database& database, const std::string& purpose, const ChainedLog& log,
                        const LogHead& head) {
  if (head.count == 1)
    return database.execute(purpose, "INSERT INTO chain_heads (name, events, sha256) VALUES (?, ?, ?)",
                            {std::string(log.table), head.count, head.sha256});
  return database.execute(purpose, "UPDATE chain_heads SET events = ?, sha256 = ? WHERE name = ?",
                          {head.count, head.sha256, std::string(log.table)});
}

} // namespace

std::string column_definitions(const ChainedLog& log) {
  std::string text;
  for (const LogColumn& column : log.columns) {
    text += std::string(column.name);
    text += column.type == ColumnType::text   ? " TEXT NOT NULL, "
            : column.type == ColumnType::real ? " DOUBLE PRECISION, "
                                              : " BIGINT NOT NULL, ";
  }
  return text + "previous_sha256 TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE";
}

Result<LogHead> log_head(Database& database, const ChainedLog& log) {
  ANDON_ASSIGN(Rows rows, database.select(std::string("read the head of the ") + log.row_words + "s",
                                          "SELECT events, sha256 FROM chain_heads WHERE name = ?",
                                          {std::string(log.table)}));
  ANDON_ASSIGN(const bool found, rows.next());
  return found ? LogHead{rows.integer(0), rows.text(1)} : LogHead{};
}

Result<LogRow> append_row(Database& database, const ChainedLog& log, const Values& values,
                          std::int64_t after) {
  const std::string purpose = std::string("add a ") + log.row_words;
  ANDON_ASSIGN(Transaction transaction, Transaction::begin(database, purpose));
  ANDON_ASSIGN(const LogHead head, log_head(database, log));
  if (head.count != after)
    return fail(ErrorCode::conflict, database.place() + ": cannot " + purpose + ": there are " +
                                         std::to_string(head.count) + " by now, not " +
                                         std::to_string(after) + "; read them and decide again");
  LogRow row{head.count + 1, values, head.sha256, {}};
  Values all = chained_values(row);
  row.sha256 = row_digest(all);
  all.emplace_back(row.sha256);
  ANDON_TRY(database.execute(purpose,
                             std::string("INSERT INTO ") + log.table + " (" + column_list(log) +
                                 ", sha256) VALUES (" + placeholders(all.size()) + ")",
                             all));
  ANDON_TRY(write_head(database, purpose, log, {row.number, row.sha256}));
  ANDON_TRY(transaction.commit());
  return row;
}

Result<std::vector<LogRow>> log_rows(Database& database, const ChainedLog& log, std::int64_t after) {
  ANDON_ASSIGN(Rows rows, database.select(std::string("read the ") + log.row_words + "s",
                                          "SELECT " + column_list(log) + ", sha256 FROM " + log.table +
                                              " WHERE number > ? ORDER BY number",
                                          {after}));
  std::vector<LogRow> all;
  for (;;) {
    ANDON_ASSIGN(const bool found, rows.next());
    if (!found)
      return all;
    ANDON_ASSIGN(LogRow row, read_row(database, log, rows));
    all.push_back(std::move(row));
  }
}

Result<LogHead> check_log(Database& database, const ChainedLog& log) {
  ANDON_ASSIGN(const std::vector<LogRow> rows, log_rows(database, log, 0));
  LogHead reached;
  for (const LogRow& row : rows) {
    if (row.number != reached.count + 1 || row.previous != reached.sha256)
      return fail(ErrorCode::corrupt, database.place() + ": before " + log.row_words + " " +
                                          std::to_string(row.number) + " one was removed, added or moved" +
                                          advice);
    reached = {row.number, row.sha256};
  }
  ANDON_ASSIGN(const LogHead head, log_head(database, log));
  if (head.count != reached.count || head.sha256 != reached.sha256)
    return fail(ErrorCode::corrupt, database.place() + ": there are " + std::to_string(reached.count) + " " +
                                        log.row_words + "s, but " + std::to_string(head.count) +
                                        " were written: the last ones were removed or added by hand" +
                                        advice);
  return reached;
}

} // namespace andon::store
