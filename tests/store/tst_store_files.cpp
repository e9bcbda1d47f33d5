#include "core/base/atomic_file.h"
#include "core/store/file_system.h"
#include "core/store/migrations.h"
#include "core/store/process_identity.h"
#include "core/store/store.h"
#include "tests/store/fresh_database.h"

#include <QDir>
#include <QProcess>

#include <array>
#include <memory>
#include <thread>

using namespace andon;
using namespace andon::store;

namespace {

std::vector<std::string> add_notes(Dialect) {
  return {"CREATE TABLE notes (text TEXT NOT NULL)", "ALTER TABLE runs ADD COLUMN note TEXT"};
}
std::vector<std::string> fail_halfway(Dialect) {
  return {"CREATE TABLE half (text TEXT)", "CREATE TABLE runs (text TEXT)"};
}

std::vector<Migration> released_steps_and(Migration next) {
  std::vector<Migration> steps(migrations().begin(), migrations().end());
  steps.push_back(std::move(next));
  return steps;
}

Result<int> migrate_file(const std::string& file, const std::vector<Migration>& steps) {
  ANDON_ASSIGN(const std::unique_ptr<Database> database, Database::open_sqlite(file));
  return migrate(*database, steps);
}

/// Writes the oldest released file where a test may change it.
void put_oldest(const std::string& file) {
  QFile::remove(QString::fromStdString(file));
  QVERIFY(QFile::copy(ANDON_TEST_DATA "/store/data/andon-v1.db", QString::fromStdString(file)));
  QVERIFY(QFile::setPermissions(QString::fromStdString(file), QFile::ReadOwner | QFile::WriteOwner));
}

QByteArray run_child(const QStringList& arguments) {
  QProcess child;
  child.start(STORE_CHILD, arguments);
  return child.waitForFinished(60000) ? child.readAllStandardOutput() : QByteArray("the child did not end");
}

} // namespace

/// What happens around the file: old and foreign files, failing steps, full and read-only disks, backups.
class StoreFilesTest : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void init() { database_ = std::make_unique<FreshDatabase>(Engine::sqlite); }
  void cleanup() { database_.reset(); }

  void the_oldest_file_opens() {
    put_oldest(database_->file());
    auto store = Store::open(database_->file());
    VERIFY_OK(store);
    VERIFY_OK(store->check());
    const auto run = store->find_run("latest");
    VERIFY_OK(run);
    QCOMPARE(run->name, std::string("spindle"));
    QCOMPARE(run->seed, std::uint64_t{7});
    QCOMPARE(store->metrics(run->id)->size(), std::size_t{2});
    QCOMPARE(store->artefacts(run->id)->front().bytes, std::int64_t{1024});
    QCOMPARE(store->dataset("healthy")->items, std::int64_t{500});
    QCOMPARE(store->thresholds(run->id)->front().author, std::string("kim"));
    QVERIFY(store->observations()->empty());
    VERIFY_OK(store->add_observation(
        {.run = run->id, .run_name = "spindle", .threshold_version = 1, .items = 3}, 0));
    QCOMPARE(store->observations()->front().items, std::int64_t{3});
    VERIFY_OK(store->check());
  }

  void an_upgrade_is_a_numbered_step_with_a_copy_before() {
    put_oldest(database_->file());
    const int next = migrations().back().version + 1;
    const auto steps = released_steps_and({next, "notes", &add_notes});
    const auto version = migrate_file(database_->file(), steps);
    VERIFY_OK(version);
    QCOMPARE(*version, next);
    QCOMPARE(database_->intrude("INSERT INTO notes VALUES ('there')"), QString());
    VERIFY_OK(Store::open(database_->file() + ".before-v" + std::to_string(next)));
    VERIFY_ERROR(Store::open(database_->file()), ErrorCode::unsupported, "made by a newer Andon");
    VERIFY_OK(migrate_file(database_->file(), steps));
  }

  void a_failing_step_changes_nothing() {
    put_oldest(database_->file());
    const int next = migrations().back().version + 1;
    VERIFY_ERROR(migrate_file(database_->file(), released_steps_and({next, "halves", &fail_halfway})),
                 ErrorCode::internal, "(halves)");
    QVERIFY(database_->intrude("SELECT * FROM half").contains("no such table"));
    auto store = Store::open(database_->file());
    VERIFY_OK(store);
    VERIFY_OK(store->check());
    QCOMPARE(store->schema_version(), migrations().back().version);
  }

  void concurrent_first_opens_make_one_schema() {
    std::vector<std::thread> threads;
    std::array<std::string, 4> problems;
    for (std::string& problem : problems)
      threads.emplace_back([this, &problem] {
        if (const auto store = Store::open(database_->file()); !store)
          problem = store.error().message;
      });
    for (std::thread& thread : threads)
      thread.join();
    for (const std::string& problem : problems)
      QVERIFY2(problem.empty(), problem.c_str());
  }

  void the_schema_steps_are_numbered_without_gaps() {
    int expected = 0;
    for (const Migration& step : migrations())
      QCOMPARE(step.version, ++expected);
  }

  void files_of_others_are_refused_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("is_sqlite");
    QTest::newRow("text") << QByteArray("time,current\n0,1\n").repeated(100) << false;
    QTest::newRow("another database") << QByteArray() << true;
  }
  void files_of_others_are_refused() {
    QFETCH(QByteArray, content);
    QFETCH(bool, is_sqlite);
    if (is_sqlite)
      QCOMPARE(database_->intrude("CREATE TABLE recipes (text TEXT)"), QString());
    else
      VERIFY_OK(write_atomic(database_->file(), content.toStdString()));
    if (is_sqlite)
      VERIFY_ERROR(Store::open(database_->file()), ErrorCode::unsupported, "not one of Andon's");
    else
      VERIFY_ERROR(Store::open(database_->file()), ErrorCode::corrupt, "not a database");
  }

  void durability_is_as_promised() {
    VERIFY_OK(Store::open(database_->file()));
    const auto database = Database::open_sqlite(database_->file());
    VERIFY_OK(database);
    QCOMPARE(*(*database)->single_text("read", "PRAGMA journal_mode"), std::string("wal"));
    QCOMPARE(*(*database)->single_integer("read", "PRAGMA synchronous"), std::int64_t{2});
    QCOMPARE(*(*database)->single_integer("read", "PRAGMA foreign_keys"), std::int64_t{1});
    QCOMPARE(*(*database)->single_integer("read", "PRAGMA busy_timeout"), std::int64_t{10000});
  }

  void a_second_writer_waits_its_turn() {
    auto store = Store::open(database_->file());
    VERIFY_OK(store);
    auto other = Database::open_sqlite(database_->file());
    VERIFY_OK(other);
    VERIFY_OK((*other)->execute("lower the wait", "PRAGMA busy_timeout = 50"));
    auto own = Database::open_sqlite(database_->file());
    VERIFY_OK(own);
    auto held = Transaction::begin(**own, "hold the lock");
    VERIFY_OK(held);
    VERIFY_ERROR(Transaction::begin(**other, "add a run"), ErrorCode::conflict, "cannot add a run");
    VERIFY_OK(held->commit());
    VERIFY_OK(Transaction::begin(**other, "add a run"));
  }

  void a_read_only_folder_is_explained() {
    VERIFY_OK(Store::open(database_->file()));
    const QString folder = database_->folder().path();
    QVERIFY(QFile::setPermissions(folder,
                                  QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther));
    const QByteArray answer = run_child({"nobody", QString::fromStdString(database_->file())});
    QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QVERIFY2(answer.contains("error input/output") && answer.contains("read-only; choose a folder"),
             answer.constData());
  }

  void a_full_disk_is_explained_and_keeps_what_was_acknowledged() {
    VERIFY_OK(Store::open(database_->file()));
    const QByteArray answer = run_child({"full", QString::fromStdString(database_->file()), "200000"});
    QVERIFY2(answer.contains("error input/output") && answer.contains("space"),
             answer.right(300).constData());
    auto store = Store::open(database_->file());
    VERIFY_OK(store);
    VERIFY_OK(store->check());
    QCOMPARE(static_cast<qsizetype>(store->runs()->size()), ("\n" + answer).count("\nrun "));
    VERIFY_OK(store->add_run({.name = "after", .model = "motor"}));
  }

  void network_file_systems_are_known() {
    for (const long type :
         {0x6969L, 0x517bL, 0xff534d42L, 0xfe534d42L, static_cast<long>(static_cast<int>(0xff534d42))})
      QVERIFY(is_network_file_system(type));
    for (const long type : {0xef53L, 0x01021994L, 0x58465342L, 0x9123683eL})
      QVERIFY(!is_network_file_system(type));
  }

  void backups_rotate_and_one_is_restored() {
    const std::filesystem::path folder = database_->folder().filePath("backups").toStdString();
    std::filesystem::path newest;
    {
      auto store = Store::open(database_->file());
      VERIFY_OK(store);
      for (int i = 0; i < 12; ++i) {
        VERIFY_OK(store->add_run({.model = "motor"}));
        const auto backup = store->backup(folder);
        VERIFY_OK(backup);
        newest = *backup;
      }
      VERIFY_OK(store->add_run({.name = "after", .model = "motor"}));
    }
    QCOMPARE(QDir(QString::fromStdString(folder.string())).entryList(QDir::Files).size(), 10);
    VERIFY_OK(write_atomic(database_->file(), "no longer a database"));
    VERIFY_ERROR(Store::open(database_->file()), ErrorCode::corrupt, "restore a backup");
    const auto aside = Store::restore(newest, database_->file());
    VERIFY_OK(aside);
    QCOMPARE(*read_file(*aside), std::string("no longer a database"));
    auto store = Store::open(database_->file());
    VERIFY_OK(store);
    VERIFY_OK(store->check());
    QCOMPARE(store->runs()->size(), std::size_t{12});
  }

  void a_bad_backup_replaces_nothing() {
    VERIFY_OK(Store::open(database_->file()));
    const std::string bad = database_->folder().filePath("bad.db").toStdString();
    VERIFY_OK(write_atomic(bad, std::string(5000, 'x')));
    VERIFY_ERROR(Store::restore(bad, database_->file()), ErrorCode::corrupt, "cannot");
    VERIFY_ERROR(Store::restore(bad + "-none", database_->file()), ErrorCode::not_found, "no backup");
    VERIFY_OK(Store::open(database_->file()));
    QCOMPARE(QDir(database_->folder().path()).entryList(QDir::Files), QStringList({"andon.db", "bad.db"}));
  }

  void a_store_lives_in_a_worker_thread() {
    std::string problem = "the thread did not run";
    std::thread([this, &problem] {
      auto store = Store::open(database_->file());
      const auto run = store ? store->add_run({.model = "motor"}) : Result<Run>(fail(store.error()));
      problem = run ? "" : run.error().message;
    }).join();
    QCOMPARE(problem, std::string());
  }

  void a_process_is_known_by_more_than_its_number() {
    const ProcessIdentity here = this_process();
    QVERIFY(!here.boot.empty() && here.start > 0);
    QVERIFY(!is_gone(here));
    ProcessIdentity other = here;
    other.start += 1;
    QVERIFY2(is_gone(other), "the number was given to a later process");
    other = here;
    other.boot = "another boot";
    QVERIFY(is_gone(other));
    other.host = "another host";
    QVERIFY2(!is_gone(other), "nothing is known of other hosts");
  }

private:
  std::unique_ptr<FreshDatabase> database_;
};

QTEST_GUILESS_MAIN(StoreFilesTest)
#include "tst_store_files.moc"
