#pragma once
#include "core/store/store.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <unistd.h>

/// Fails the test with the error's sentence when the Result holds one.
#define VERIFY_OK(expression)                                                                                \
  do {                                                                                                       \
    const auto& verified_result = (expression);                                                              \
    QVERIFY2(verified_result.has_value(), verified_result ? "" : verified_result.error().message.c_str());   \
  } while (false)

/// Fails the test unless the Result holds this code and a message with this part.
#define VERIFY_ERROR(expression, expected_code, part)                                                        \
  do {                                                                                                       \
    const auto& verified_result = (expression);                                                              \
    QVERIFY2(!verified_result.has_value(), "an error was expected");                                         \
    const std::string& verified_message = verified_result.error().message;                                   \
    QVERIFY2(verified_result.error().code == (expected_code), verified_message.c_str());                     \
    QVERIFY2(verified_message.find(part) != std::string::npos, verified_message.c_str());                    \
  } while (false)

enum class Engine { sqlite, postgres };

/// An empty database of its own: a file in a temporary folder, or a database on the server
/// ANDON_TEST_POSTGRES names.
class FreshDatabase {
public:
  static bool available(Engine engine) {
    return engine == Engine::sqlite || qEnvironmentVariableIsSet("ANDON_TEST_POSTGRES");
  }

  explicit FreshDatabase(Engine engine) : engine_(engine) {
    static int number = 0;
    if (engine_ == Engine::sqlite)
      return;
    name_ = QStringLiteral("andon_test_%1_%2").arg(getpid()).arg(++number);
    url_ = QUrl(qEnvironmentVariable("ANDON_TEST_POSTGRES"));
    administer(QStringLiteral("CREATE DATABASE ") + name_);
    url_.setPath(QStringLiteral("/") + name_);
  }
  ~FreshDatabase() {
    if (engine_ == Engine::postgres)
      administer(QStringLiteral("DROP DATABASE IF EXISTS %1 WITH (FORCE)").arg(name_));
  }
  FreshDatabase(const FreshDatabase&) = delete;
  FreshDatabase& operator=(const FreshDatabase&) = delete;

  andon::Result<andon::store::Store> open() const {
    return engine_ == Engine::sqlite ? andon::store::Store::open(file())
                                     : andon::store::Store::open_postgres(address());
  }
  std::string file() const { return folder_.filePath(QStringLiteral("andon.db")).toStdString(); }
  std::string address() const { return url_.toString(QUrl::FullyEncoded).toStdString(); }
  QTemporaryDir& folder() { return folder_; }

  /// Runs SQL past the Store, as an intruder would. Returns the database's complaint, "" when it obeyed.
  QString intrude(const QString& sql) const {
    const bool file_based = engine_ == Engine::sqlite;
    return run(file_based ? QStringLiteral("QSQLITE") : QStringLiteral("QPSQL"),
               file_based ? QString::fromStdString(file()) : name_, sql);
  }

private:
  void administer(const QString& sql) const {
    const QString problem =
        run(QStringLiteral("QPSQL"), QUrl(qEnvironmentVariable("ANDON_TEST_POSTGRES")).path().mid(1), sql);
    if (!problem.isEmpty())
      qFatal("%s: %s", qPrintable(sql), qPrintable(problem));
  }
  QString run(const QString& driver, const QString& database, const QString& sql) const {
    const QString connection = QStringLiteral("intruder");
    QString problem;
    {
      QSqlDatabase handle = QSqlDatabase::addDatabase(driver, connection);
      handle.setDatabaseName(database);
      handle.setHostName(url_.host());
      handle.setPort(url_.port());
      handle.setUserName(url_.userName());
      handle.setPassword(url_.password());
      if (!handle.open()) {
        problem = handle.lastError().text();
      } else {
        QSqlQuery query(handle);
        if (!query.exec(sql))
          problem = query.lastError().text();
      }
    }
    QSqlDatabase::removeDatabase(connection);
    return problem;
  }

  Engine engine_;
  QTemporaryDir folder_;
  QUrl url_;
  QString name_;
};
