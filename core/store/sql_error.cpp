#include "core/store/sql_error.h"

namespace andon::store {

namespace {

struct Meaning {
  ErrorCode code;
  const char* advice;
};

constexpr Meaning locked{
    ErrorCode::conflict,
    "another process kept it locked for 10 seconds; wait for that process or end it, then try again"};
constexpr Meaning damaged{ErrorCode::corrupt,
                          "the stored data are damaged; restore a backup (docs/store.md)"};
constexpr Meaning full{ErrorCode::io, "no space is left; free some and try again, nothing was half written"};

// Result codes of SQLite, sqlite.org/rescode.html.
Meaning sqlite_meaning(int extended) {
  switch (extended) {
  case 787:
    return {ErrorCode::not_found, "it refers to something that does not exist"};
  case 1555:
  case 2067:
    return {ErrorCode::already_exists, "choose another name"};
  case 1811:
    return {ErrorCode::conflict, "stored decision lines are only ever added to"};
  }
  switch (extended & 0xff) {
  case 5:
  case 6:
    return locked;
  case 8:
    return {ErrorCode::io, "the file or its folder is read-only; choose a folder you may write to"};
  case 10:
    return {
        ErrorCode::io,
        "the disk refused; check free space, file-size limits and the disk itself, nothing was half written"};
  case 11:
  case 26:
    return damaged;
  case 13:
    return full;
  case 14:
    return {ErrorCode::io, "check that the folder exists and that you may write to it"};
  case 19:
    return {ErrorCode::invalid_argument, "a value is outside what the table allows"};
  }
  return {ErrorCode::internal, "please report this message"};
}

// SQLSTATE classes of PostgreSQL, appendix A of its manual.
Meaning postgres_meaning(const QString& state) {
  if (state == QLatin1String("23505"))
    return {ErrorCode::already_exists, "choose another name"};
  if (state == QLatin1String("23503"))
    return {ErrorCode::not_found, "it refers to something that does not exist"};
  if (state.startsWith(QLatin1String("23")))
    return {ErrorCode::invalid_argument, "a value is outside what the table allows"};
  if (state == QLatin1String("P0001"))
    return {ErrorCode::conflict, "stored decision lines are only ever added to"};
  if (state == QLatin1String("55P03") || state.startsWith(QLatin1String("40")))
    return locked;
  if (state.startsWith(QLatin1String("53")))
    return full;
  if (state.startsWith(QLatin1String("XX")))
    return damaged;
  if (state.startsWith(QLatin1String("28")) || state == QLatin1String("42501") ||
      state == QLatin1String("25006"))
    return {ErrorCode::io, "check the user, the password and the rights on the server"};
  if (state.isEmpty() || state.startsWith(QLatin1String("08")) || state.startsWith(QLatin1String("57")) ||
      state == QLatin1String("3D000"))
    return {ErrorCode::io, "check that the server runs and that host, port, user and database are right"};
  return {ErrorCode::internal, "please report this message"};
}

} // namespace

Error sql_error(Dialect dialect, const std::string& place, const std::string& purpose,
                const QSqlError& error) {
  const Meaning meaning = dialect == Dialect::sqlite ? sqlite_meaning(error.nativeErrorCode().toInt())
                                                     : postgres_meaning(error.nativeErrorCode());
  QString reason = error.databaseText().simplified();
  if (reason.isEmpty())
    reason = error.driverText().simplified();
  return {meaning.code, place + ": cannot " + purpose + ": " + reason.toStdString() + "; " + meaning.advice};
}

} // namespace andon::store
