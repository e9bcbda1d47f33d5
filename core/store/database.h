#pragma once
#include "core/base/error.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace andon::store {

/// One bound or stored value. NaN is kept as NULL and -0 as 0, because SQLite knows neither.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;
using Values = std::vector<Value>;

enum class Dialect { sqlite, postgres };

/// The rows of one SELECT (or RETURNING), read forwards once.
class Rows {
public:
  /// True when a row is there. Errors: as of the statement.
  Result<bool> next();
  bool is_null(int column) const;
  std::string text(int column) const;
  std::int64_t integer(int column) const;
  /// NULL reads as NaN.
  double real(int column) const;

private:
  friend class Database;
  Rows(QSqlQuery query, std::string purpose, std::string place, Dialect dialect)
      : query_(std::move(query)), purpose_(std::move(purpose)), place_(std::move(place)), dialect_(dialect) {}
  QSqlQuery query_;
  std::string purpose_, place_;
  Dialect dialect_;
};

/// One connection. Every statement carries its purpose in words ("add the run 'motor-1'"), which becomes
/// "andon.db: cannot add the run 'motor-1': …" when it fails.
/// Threads: the thread that opened it.
class Database {
public:
  /// `place` is what messages call it: the file, or the server without its password.
  static Result<std::unique_ptr<Database>> open_sqlite(const std::string& file);
  static Result<std::unique_ptr<Database>> open_postgres(const std::string& url);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  Dialect dialect() const { return dialect_; }
  const std::string& place() const { return place_; }

  Result<Rows> select(const std::string& purpose, const std::string& sql, const Values& values = {});
  Result<void> execute(const std::string& purpose, const std::string& sql, const Values& values = {});
  /// The same statement once a row of values, prepared once.
  Result<void> execute_each(const std::string& purpose, const std::string& sql,
                            const std::vector<Values>& rows);
  /// First column of the first row. Errors: corrupt when there is none.
  Result<std::string> single_text(const std::string& purpose, const std::string& sql,
                                  const Values& values = {});
  Result<std::int64_t> single_integer(const std::string& purpose, const std::string& sql,
                                      const Values& values = {});

private:
  friend class Transaction;
  Result<void> begin(const std::string& purpose);
  Result<void> commit(const std::string& purpose);
  void roll_back(const std::string& purpose);
  Database(Dialect dialect, std::string place) : dialect_(dialect), place_(std::move(place)) {}
  Result<void> connect_sqlite(const std::string& file);
  Result<void> use_write_ahead_log();
  Result<QSqlQuery> prepare(const std::string& purpose, const std::string& sql);
  Result<void> bind_and_run(QSqlQuery& query, const std::string& purpose, const Values& values);

  Dialect dialect_;
  std::string place_;
  QString connection_;
  QSqlDatabase handle_;
  bool in_transaction_ = false;
  std::vector<QSqlQuery>
      failed_; ///< kept till the end: PostgreSQL frees no statement in an aborted transaction
};

/// The one writing transaction of a database: others wait up to 10 s, then get a conflict. Rolled back unless
/// committed.
class Transaction {
public:
  static Result<Transaction> begin(Database& database, const std::string& purpose);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<void> commit();

private:
  Transaction(Database& database, std::string purpose) : database_(&database), purpose_(std::move(purpose)) {}
  Database* database_;
  std::string purpose_;
};

} // namespace andon::store
