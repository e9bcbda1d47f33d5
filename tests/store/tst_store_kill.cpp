#include "core/base/random.h"
#include "core/store/store.h"
#include "tests/store/fresh_database.h"

#include <QProcess>

#include <array>
#include <map>
#include <set>

using namespace andon;
using namespace andon::store;

namespace {

using Acknowledged = std::map<std::string, std::set<std::int64_t>>;

/// Adds the complete lines; the last line of a killed process may be cut.
void collect(const QByteArray& output, Acknowledged& seen) {
  for (const QByteArray& line : output.left(output.lastIndexOf('\n')).split('\n'))
    if (const qsizetype blank = line.indexOf(' '); blank > 0)
      seen[line.left(blank).toStdString()].insert(line.mid(blank + 1).toLongLong());
}

/// The first acknowledged row that is not there, or "".
std::string missing(Store& store, const Acknowledged& seen) {
  const auto runs = store.runs();
  if (!runs)
    return runs.error().message;
  std::map<std::int64_t, RunState> states;
  for (const Run& run : *runs)
    states[run.id.value] = run.state;
  for (const auto& [what, ids] : seen)
    for (const std::int64_t id : ids) {
      const bool there = what == "run"       ? states.contains(id)
                         : what == "metrics" ? store.metrics(RunId{id})->size() == 3
                         : what == "finish"  ? states[id] == RunState::finished
                                             : store.thresholds(RunId{id})->size() == 1;
      if (!there)
        return what + " of run " + std::to_string(id);
    }
  return {};
}

} // namespace

class StoreKillTest : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void nothing_acknowledged_is_lost_by_fifty_kills() {
    FreshDatabase database(Engine::sqlite);
    Acknowledged seen;
    Random random(Seed(20260504).stream("kill"));
    for (int kill = 0; kill < 50; ++kill) {
      QProcess child;
      child.start(STORE_CHILD,
                  {"write", QString::fromStdString(database.file()), QStringLiteral("kill%1").arg(kill)});
      QVERIFY(child.waitForReadyRead(30000) || kill == 0);
      const int wait_ms = static_cast<int>(random.below(120));
      QVERIFY(!child.waitForFinished(wait_ms));
      child.kill();
      QVERIFY(child.waitForFinished(30000));
      const QByteArray output = child.readAllStandardOutput();
      QVERIFY2(!output.contains("error"), output.constData());
      collect(output, seen);
      auto store = Store::open(database.file());
      VERIFY_OK(store);
      VERIFY_OK(store->check());
      const std::string lost = missing(*store, seen);
      QVERIFY2(lost.empty(), lost.c_str());
    }
    QVERIFY2(seen["run"].size() >= 50 && !seen["finish"].empty() && !seen["line"].empty(),
             "the child did write");
  }

  void three_writers_at_once_lose_nothing() {
    FreshDatabase database(Engine::sqlite);
    std::array<QProcess, 3> children;
    for (std::size_t i = 0; i < children.size(); ++i)
      children[i].start(STORE_CHILD, {"write", QString::fromStdString(database.file()),
                                      QStringLiteral("writer%1").arg(i), "3"});
    Acknowledged seen;
    for (QProcess& child : children) {
      QVERIFY(child.waitForFinished(60000));
      const QByteArray output = child.readAllStandardOutput();
      QVERIFY2(child.exitCode() == 0 && output.endsWith("done\n"), output.right(300).constData());
      collect(output, seen);
    }
    auto store = Store::open(database.file());
    VERIFY_OK(store);
    const std::string lost = missing(*store, seen);
    QVERIFY2(lost.empty(), lost.c_str());
    QCOMPARE(store->runs()->size(), seen["run"].size());
    VERIFY_OK(store->check());
  }

  void a_run_whose_process_died_is_an_orphan() {
    FreshDatabase database(Engine::sqlite);
    auto store = Store::open(database.file());
    VERIFY_OK(store);
    const auto alive = store->add_run({.name = "alive", .model = "motor"});
    VERIFY_OK(alive);
    QProcess child;
    child.start(STORE_CHILD, {"abandon", QString::fromStdString(database.file())});
    QVERIFY(child.waitForFinished(30000));
    const auto orphans = store->orphaned_runs();
    VERIFY_OK(orphans);
    QCOMPARE(orphans->size(), std::size_t{1});
    QCOMPARE(orphans->front().name, std::string("abandoned"));
    VERIFY_OK(store->resume_run(orphans->front().id));
    QCOMPARE(store->orphaned_runs()->size(), std::size_t{0});
    VERIFY_OK(store->finish_run(orphans->front().id, RunState::failed, 1, "{}", "interrupted"));
  }

  void a_run_of_a_living_process_is_not_taken() {
    FreshDatabase database(Engine::sqlite);
    auto store = Store::open(database.file());
    VERIFY_OK(store);
    QProcess child;
    child.start(STORE_CHILD, {"hold", QString::fromStdString(database.file())});
    QVERIFY(child.waitForReadyRead(30000));
    const auto held = store->find_run("abandoned");
    VERIFY_OK(held);
    QCOMPARE(store->orphaned_runs()->size(), std::size_t{0});
    VERIFY_ERROR(store->resume_run(held->id), ErrorCode::conflict, "is running in process");
    VERIFY_ERROR(store->remove_run(held->id), ErrorCode::conflict, "is running in process");
    child.kill();
    QVERIFY(child.waitForFinished(30000));
    VERIFY_OK(store->resume_run(held->id));
  }
};

QTEST_GUILESS_MAIN(StoreKillTest)
#include "tst_store_kill.moc"
