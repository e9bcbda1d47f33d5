#include "core/store/database.h"

#include "core/store/sql_error.h"

#include <QUrl>
#include <QUrlQuery>
#include <atomic>

#include <chrono>
#include <cmath>
#include <limits>
#include <thread>
#include <utility>

namespace andon::store {

namespace {

constexpr int lock_wait_ms = 10'000;
// Any fixed number: the key of the advisory lock that makes PostgreSQL's writers wait like SQLite's.
constexpr std::int64_t writer_lock_key = 0x416e646f6e;

QString next_connection_name() {
  static std::atomic<std::uint64_t> number{0};
  return QStringLiteral("andon-store-%1").arg(++number);
}

Result<QVariant> to_variant(const std::string& place, const std::string& purpose, const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return QVariant(static_cast<qlonglong>(*integer));
  if (const auto* real = std::get_if<double>(&value))
    return std::isnan(*real) ? QVariant(QMetaType(QMetaType::Double)) : QVariant(*real == 0 ? 0.0 : *real);
  if (const auto* text = std::get_if<std::string>(&value)) {
    const QString wide = QString::fromUtf8(text->data(), static_cast<qsizetype>(text->size()));
    if (wide.contains(QChar::Null) ||
        wide.toUtf8() != QByteArray::fromRawData(text->data(), static_cast<qsizetype>(text->size())))
      return fail(ErrorCode::invalid_argument,
                  place + ": cannot " + purpose + ": the text '" + wide.left(60).toStdString() +
                      "' is not valid UTF-8 without zero bytes; rename the file or text it comes from");
    return QVariant(wide.isNull() ? QStringLiteral("") : wide);
  }
  return QVariant(QMetaType(QMetaType::QString));
}

} // namespace

Result<bool> Rows::next() {
  if (query_.next())
    return true;
  if (query_.lastError().isValid())
    return fail(sql_error(dialect_, place_, purpose_, query_.lastError()));
  return false;
}

bool Rows::is_null(int column) const {
  return query_.isNull(column);
}
std::string Rows::text(int column) const {
  return query_.value(column).toString().toStdString();
}
std::int64_t Rows::integer(int column) const {
  return query_.value(column).toLongLong();
}
double Rows::real(int column) const {
  return query_.isNull(column) ? std::numeric_limits<double>::quiet_NaN() : query_.value(column).toDouble();
}

Result<std::unique_ptr<Database>> Database::open_sqlite(const std::string& file) {
  std::unique_ptr<Database> database(new Database(Dialect::sqlite, file));
  ANDON_TRY(database->connect_sqlite(file));
  return database;
}

Result<void> Database::connect_sqlite(const std::string& file) {
  connection_ = next_connection_name();
  handle_ = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection_);
  if (!handle_.isValid())
    return fail(ErrorCode::unsupported,
                place_ + ": Qt's SQLite driver is missing; install libqt6sql6-sqlite");
  handle_.setDatabaseName(QString::fromStdString(file));
  handle_.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(lock_wait_ms));
  if (!handle_.open())
    return fail(sql_error(dialect_, place_, "open the database", handle_.lastError()));
  ANDON_TRY(use_write_ahead_log());
  for (const char* pragma :
       {"PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA recursive_triggers=ON",
        "PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON"})
    ANDON_TRY(execute("prepare the database", pragma));
  return {};
}

// SQLite answers "busy" at once, without its timeout, while another process makes the same switch.
Result<void> Database::use_write_ahead_log() {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(lock_wait_ms);
  for (;;) {
    auto mode = single_text("open the database", "PRAGMA journal_mode=WAL");
    if (mode && *mode == "wal")
      return {};
    if (mode)
      return fail(ErrorCode::unsupported,
                  place_ + ": the file system does not allow a write-ahead log (SQLite offers '" + *mode +
                      "'); put the workspace on a local disk");
    if (mode.error().code != ErrorCode::conflict || std::chrono::steady_clock::now() > deadline)
      return fail(mode.error());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

Result<std::unique_ptr<Database>> Database::open_postgres(const std::string& url) {
  const QUrl parsed(QString::fromStdString(url), QUrl::StrictMode);
  const bool named =
      parsed.scheme() == QLatin1String("postgresql") || parsed.scheme() == QLatin1String("postgres");
  if (!parsed.isValid() || !named || parsed.path().size() < 2)
    return fail(ErrorCode::invalid_argument,
                "the database address is not of the form postgresql://user:password@host:port/database");
  const QString place = parsed.toString(QUrl::RemovePassword);
  std::unique_ptr<Database> database(new Database(Dialect::postgres, place.toStdString()));
  database->connection_ = next_connection_name();
  QSqlDatabase& handle = database->handle_;
  handle = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), database->connection_);
  if (!handle.isValid())
    return fail(ErrorCode::unsupported, "Qt's PostgreSQL driver is missing; install libqt6sql6-psql");
  handle.setHostName(parsed.host());
  handle.setPort(parsed.port(5432));
  handle.setDatabaseName(parsed.path().mid(1));
  handle.setUserName(parsed.userName(QUrl::FullyDecoded));
  handle.setPassword(parsed.password(QUrl::FullyDecoded));
  handle.setConnectOptions(QStringLiteral("connect_timeout=10"));
  if (!handle.open())
    return fail(sql_error(Dialect::postgres, database->place_, "open the database", handle.lastError()));
  ANDON_TRY(database->execute("prepare the database", "SET lock_timeout = " + std::to_string(lock_wait_ms)));
  ANDON_TRY(database->execute("prepare the database", "SET synchronous_commit = on"));
  return database;
}

Database::~Database() {
  failed_.clear();
  handle_.close();
  handle_ = QSqlDatabase();
  QSqlDatabase::removeDatabase(connection_);
}

Result<QSqlQuery> Database::prepare(const std::string& purpose, const std::string& sql) {
  QSqlQuery query(handle_);
  query.setForwardOnly(true);
  if (!query.prepare(QString::fromStdString(sql)))
    return fail(sql_error(dialect_, place_, purpose, query.lastError()));
  return query;
}

Result<void> Database::bind_and_run(QSqlQuery& query, const std::string& purpose, const Values& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    ANDON_ASSIGN(const QVariant value, to_variant(place_, purpose, values[i]));
    query.bindValue(static_cast<int>(i), value);
  }
  if (query.exec())
    return {};
  Error error = sql_error(dialect_, place_, purpose, query.lastError());
  if (in_transaction_ && dialect_ == Dialect::postgres)
    failed_.push_back(std::move(query));
  return fail(std::move(error));
}

Result<Rows> Database::select(const std::string& purpose, const std::string& sql, const Values& values) {
  ANDON_ASSIGN(QSqlQuery query, prepare(purpose, sql));
  ANDON_TRY(bind_and_run(query, purpose, values));
  return Rows(std::move(query), purpose, place_, dialect_);
}

Result<void> Database::execute(const std::string& purpose, const std::string& sql, const Values& values) {
  if (!values.empty())
    return execute_each(purpose, sql, {values});
  // PostgreSQL prepares neither SET nor most definitions, so statements without values go as they are.
  QSqlQuery query(handle_);
  if (!query.exec(QString::fromStdString(sql)))
    return fail(sql_error(dialect_, place_, purpose, query.lastError()));
  return {};
}

Result<void> Database::execute_each(const std::string& purpose, const std::string& sql,
                                    const std::vector<Values>& rows) {
  ANDON_ASSIGN(QSqlQuery query, prepare(purpose, sql));
  for (const Values& row : rows)
    ANDON_TRY(bind_and_run(query, purpose, row));
  return {};
}

Result<std::string> Database::single_text(const std::string& purpose, const std::string& sql,
                                          const Values& values) {
  ANDON_ASSIGN(Rows rows, select(purpose, sql, values));
  ANDON_ASSIGN(const bool found, rows.next());
  if (!found)
    return fail(ErrorCode::corrupt, place_ + ": cannot " + purpose +
                                        ": the database gave no answer; restore a backup (docs/store.md)");
  return rows.text(0);
}

Result<std::int64_t> Database::single_integer(const std::string& purpose, const std::string& sql,
                                              const Values& values) {
  ANDON_ASSIGN(const std::string text, single_text(purpose, sql, values));
  return static_cast<std::int64_t>(QString::fromStdString(text).toLongLong());
}

Result<void> Database::begin(const std::string& purpose) {
  ANDON_TRY(execute(purpose, dialect_ == Dialect::sqlite ? "BEGIN IMMEDIATE" : "BEGIN"));
  in_transaction_ = true;
  if (dialect_ == Dialect::sqlite)
    return {};
  auto locked = execute(purpose, "SELECT pg_advisory_xact_lock(" + std::to_string(writer_lock_key) + ")");
  if (!locked)
    roll_back(purpose);
  return locked;
}

Result<void> Database::commit(const std::string& purpose) {
  ANDON_TRY(execute(purpose, "COMMIT"));
  in_transaction_ = false;
  return {};
}

// A failed ROLLBACK leaves nothing to do: SQLite and PostgreSQL have then already rolled back by themselves.
void Database::roll_back(const std::string& purpose) {
  static_cast<void>(execute(purpose, "ROLLBACK"));
  in_transaction_ = false;
  failed_.clear();
}

Result<Transaction> Transaction::begin(Database& database, const std::string& purpose) {
  ANDON_TRY(database.begin(purpose));
  return Transaction(database, purpose);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)), purpose_(std::move(other.purpose_)) {}

Transaction::~Transaction() {
  if (database_)
    database_->roll_back(purpose_);
}

Result<void> Transaction::commit() {
  ANDON_TRY(database_->commit(purpose_));
  database_ = nullptr;
  return {};
}

} // namespace andon::store
