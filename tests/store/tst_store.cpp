#include "core/store/store.h"
#include "tests/store/fresh_database.h"

#include <array>
#include <cmath>
#include <limits>
#include <thread>

using namespace andon;
using namespace andon::store;

namespace {

Run full_run(const std::string& name) {
  return {.name = name,
          .model = "motor",
          .config_json = "{\"batch\":64,\"text\":\"it's \\\\ 'quoted' 한국어 ? :a $1\"}",
          .seed = 0xfedcba9876543210ULL,
          .versions_json = "{\"andon\":\"0.1.0\"}",
          .data_name = "healthy",
          .data_path = "/data/healthy folder",
          .data_sha256 = std::string(64, 'a'),
          .device = "cpu",
          .parent = "motor-0",
          .created = "2026-05-04T10:11:12.345Z"};
}

} // namespace

/// The contract of store.h, the same for both databases.
class StoreTest : public QObject {
  Q_OBJECT
public:
  explicit StoreTest(Engine engine) : engine_(engine) {}

private Q_SLOTS:
  void initTestCase() {
    if (!FreshDatabase::available(engine_))
      QSKIP("ANDON_TEST_POSTGRES names no server; ./scripts/with-postgres starts one");
  }

  void a_run_comes_back_as_it_was() {
    FreshDatabase database(engine_);
    auto store = database.open();
    VERIFY_OK(store);
    QCOMPARE(store->schema_version(), 3);
    const auto added = store->add_run(full_run("first"));
    VERIFY_OK(added);
    VERIFY_OK(store->finish_run(added->id, RunState::finished, 12.25, "{\"auroc\":1}", ""));
    store = database.open(); // another connection sees it
    VERIFY_OK(store);
    const auto run = store->find_run("first");
    VERIFY_OK(run);
    const Run want = full_run("first");
    QCOMPARE(run->config_json, want.config_json);
    QCOMPARE(run->seed, want.seed);
    QCOMPARE(run->versions_json, want.versions_json);
    QCOMPARE(run->data_name, want.data_name);
    QCOMPARE(run->data_path, want.data_path);
    QCOMPARE(run->data_sha256, want.data_sha256);
    QCOMPARE(run->device, want.device);
    QCOMPARE(run->parent, want.parent);
    QCOMPARE(run->created, want.created);
    QCOMPARE(run->seconds, 12.25);
    QCOMPARE(run->summary_json, std::string("{\"auroc\":1}"));
    QVERIFY(run->state == RunState::finished);
    QCOMPARE(run->finished.size(), std::string("2026-05-04T10:11:12.345Z").size());
    VERIFY_OK(store->check());
  }

  void names_are_given_kept_unique_and_checked() {
    FreshDatabase database(engine_);
    auto store = database.open();
    VERIFY_OK(store);
    QCOMPARE(store->add_run(full_run(""))->name, std::string("motor-1"));
    QCOMPARE(store->add_run(full_run("motor-3"))->name, std::string("motor-3"));
    QCOMPARE(store->add_run(full_run(""))->name, std::string("motor-2"));
    QCOMPARE(store->add_run(full_run(""))->name, std::string("motor-4"));
    VERIFY_ERROR(store->add_run(full_run("motor-2")), ErrorCode::already_exists, "motor-2");
    for (const char* bad : {"latest", "17", ".hidden", "-rf", "a/b", "a\\b", "a\nb"})
      VERIFY_ERROR(store->add_run(full_run(bad)), ErrorCode::invalid_argument, "cannot be called");
    VERIFY_ERROR(store->add_run(full_run("\xff\xfe")), ErrorCode::invalid_argument, "UTF-8");
    VERIFY_ERROR(store->add_run(full_run(std::string(101, 'x'))), ErrorCode::invalid_argument, "100 bytes");
    QCOMPARE(store->runs()->size(), std::size_t{4});
  }

  void runs_are_found_by_name_number_and_latest() {
    FreshDatabase database(engine_);
    auto store = database.open();
    VERIFY_OK(store);
    VERIFY_ERROR(store->find_run("latest"), ErrorCode::not_found, "no run has finished");
    const auto first = store->add_run(full_run("spindle"));
    const auto second = store->add_run(full_run("gearbox"));
    VERIFY_OK(store->finish_run(first->id, RunState::finished, 1, "{}", ""));
    QCOMPARE(store->find_run("latest")->name, std::string("spindle"));
    VERIFY_OK(store->finish_run(second->id, RunState::failed, 1, "{}", "out of data"));
    QCOMPARE(store->find_run("latest")->name, std::string("spindle"));
    QCOMPARE(store->find_run(std::to_string(second->id.value))->name, std::string("gearbox"));
    VERIFY_ERROR(store->find_run("spindel"), ErrorCode::not_found, "did you mean 'spindle'?");
    VERIFY_ERROR(store->find_run("zzzzzzzzzz"), ErrorCode::not_found, "'andon runs'");
    VERIFY_ERROR(store->find_run("4711"), ErrorCode::not_found, "4711");
  }

  void a_run_ends_once() {
    FreshDatabase database(engine_);
    auto store = database.open();
    const auto run = store->add_run(full_run("once"));
    VERIFY_ERROR(store->finish_run(run->id, RunState::running, 1, "{}", ""), ErrorCode::invalid_argument,
                 "not an end");
    VERIFY_OK(store->finish_run(run->id, RunState::cancelled, 1, "{}", ""));
    VERIFY_ERROR(store->finish_run(run->id, RunState::finished, 2, "{}", ""), ErrorCode::conflict,
                 "cancelled");
    VERIFY_ERROR(store->finish_run(RunId{99}, RunState::finished, 2, "{}", ""), ErrorCode::not_found, "99");
    VERIFY_OK(store->resume_run(run->id));
    VERIFY_OK(store->finish_run(run->id, RunState::finished, 2, "{}", ""));
    VERIFY_ERROR(store->resume_run(run->id), ErrorCode::conflict, "has finished");
  }

  void metrics_keep_every_bit() {
    FreshDatabase database(engine_);
    auto store = database.open();
    const auto run = store->add_run(full_run("metrics"));
    const double infinity = std::numeric_limits<double>::infinity();
    const std::vector<double> values = {0.1,      -1.0 / 3,  1e-320, 1.7976931348623157e308, 5e-324,
                                        infinity, -infinity, 3,      9007199254740993.0};
    std::vector<MetricPoint> points;
    for (std::size_t i = 0; i < values.size(); ++i)
      points.push_back({"loss/train", static_cast<std::int64_t>(i), values[i]});
    points.push_back({"loss/validation", std::numeric_limits<std::int64_t>::max(), std::nan("")});
    VERIFY_OK(store->add_metrics(run->id, points));
    const auto read = store->metrics(run->id);
    VERIFY_OK(read);
    QCOMPARE(read->size(), points.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      QVERIFY((*read)[i].value == values[i] && (*read)[i].step == static_cast<std::int64_t>(i));
    QVERIFY(std::isnan(read->back().value) && read->back().step == points.back().step);
    VERIFY_OK(store->check());
  }

  void a_repeated_metric_adds_nothing_until_truncated() {
    FreshDatabase database(engine_);
    auto store = database.open();
    const auto run = store->add_run(full_run("resumed"));
    VERIFY_OK(store->add_metrics(run->id, {{"loss", 1, 4}, {"loss", 2, 3}, {"loss", 3, 2}}));
    VERIFY_ERROR(store->add_metrics(run->id, {{"loss", 4, 1}, {"loss", 2, 9}}), ErrorCode::already_exists,
                 "metrics");
    QCOMPARE(store->metrics(run->id)->size(), std::size_t{3});
    VERIFY_OK(store->truncate_metrics(run->id, 2));
    VERIFY_OK(store->add_metrics(run->id, {{"loss", 2, 2.5}}));
    QCOMPARE(store->metrics(run->id)->back().value, 2.5);
    VERIFY_ERROR(store->add_metrics(RunId{77}, {{"loss", 1, 1}}), ErrorCode::not_found, "run 77");
    VERIFY_OK(store->add_metrics(RunId{77}, {}));
  }

  void artefacts_of_one_path_are_replaced() {
    FreshDatabase database(engine_);
    auto store = database.open();
    const auto run = store->add_run(full_run("files"));
    VERIFY_OK(store->add_artefact(run->id, {"weights", "runs/files/w.safetensors", "aa", 10}));
    VERIFY_OK(store->add_artefact(run->id, {"weights", "runs/files/w.safetensors", "bb", 5000000000}));
    const auto artefacts = store->artefacts(run->id);
    VERIFY_OK(artefacts);
    QCOMPARE(artefacts->size(), std::size_t{1});
    QCOMPARE(artefacts->front().sha256, std::string("bb"));
    QCOMPARE(artefacts->front().bytes, std::int64_t{5000000000});
    VERIFY_ERROR(store->add_artefact(run->id, {"weights", "w", "aa", -1}), ErrorCode::invalid_argument,
                 "outside");
    VERIFY_ERROR(store->add_artefact(RunId{77}, {"weights", "w", "aa", 1}), ErrorCode::not_found, "run 77");
  }

  void data_sets_are_put_by_name() {
    FreshDatabase database(engine_);
    auto store = database.open();
    VERIFY_OK(store->put_dataset({"healthy", "signal", "data/healthy", "aa", "", 500}));
    VERIFY_OK(store->put_dataset({"worn", "signal", "data/worn", "bb", "", 40}));
    VERIFY_OK(store->put_dataset({"healthy", "signal", "data/healthy", "cc", "", 600}));
    QCOMPARE(store->datasets()->size(), std::size_t{2});
    QCOMPARE(store->dataset("healthy")->sha256, std::string("cc"));
    QCOMPARE(store->dataset("healthy")->items, std::int64_t{600});
    VERIFY_ERROR(store->dataset("helthy"), ErrorCode::not_found, "did you mean 'healthy'?");
    VERIFY_ERROR(store->put_dataset({"", "signal", "p", "aa", "", 1}), ErrorCode::invalid_argument, "name");
  }

  void decision_lines_are_only_added() {
    FreshDatabase database(engine_);
    auto store = database.open();
    const auto run = store->add_run(full_run("lines"));
    ThresholdVersion line{.run = run->id,
                          .method = "percentile",
                          .options_json = "{}",
                          .threshold = 0.25,
                          .alpha = 0.01,
                          .diagnostics_json = "{}",
                          .author = "kim",
                          .reason = "first"};
    QCOMPARE(store->add_threshold(line)->version, std::int64_t{1});
    line.low = 0.2;
    line.supported = false;
    line.threshold = std::numeric_limits<double>::infinity();
    QCOMPARE(store->add_threshold(line)->version, std::int64_t{2});
    const auto lines = store->thresholds(run->id);
    VERIFY_OK(lines);
    QCOMPARE(lines->size(), std::size_t{2});
    QCOMPARE(lines->front().version, std::int64_t{2});
    QVERIFY(lines->front().low == 0.2 && !lines->front().supported && std::isinf(lines->front().threshold));
    QVERIFY(!lines->back().low && lines->back().supported && lines->back().reason == "first");
    line.threshold = std::nan("");
    VERIFY_ERROR(store->add_threshold(line), ErrorCode::invalid_argument, "not a number");
    line.threshold = 1;
    line.run = RunId{77};
    VERIFY_ERROR(store->add_threshold(line), ErrorCode::not_found, "run 77");
    for (const char* sql : {"UPDATE thresholds SET reason = 'better'", "DELETE FROM thresholds"})
      QVERIFY2(database.intrude(sql).contains("never changed or removed"), sql);
    const char* third = engine_ == Engine::postgres
                            ? "TRUNCATE thresholds"
                            : "INSERT OR REPLACE INTO thresholds SELECT * FROM thresholds";
    QVERIFY(database.intrude(third).contains("never changed or removed"));
    VERIFY_OK(store->check());
    QCOMPARE(store->thresholds(run->id)->size(), std::size_t{2});
  }

  void an_edited_line_breaks_the_chain_data() {
    QTest::addColumn<QString>("sql");
    for (const char* column :
         {"run_id", "run_name", "version", "method", "options_json", "threshold", "low", "alpha",
          "diagnostics_json", "author", "reason", "created", "host", "previous_sha256", "sha256"}) {
      const QByteArray name(column);
      const bool number =
          name == "run_id" || name == "version" || name == "threshold" || name == "low" || name == "alpha";
      QTest::newRow(column) << QStringLiteral("UPDATE thresholds SET %1 = %2 WHERE version = 2")
                                   .arg(column, number ? QStringLiteral("77") : QStringLiteral("'edited'"));
    }
    QTest::newRow("supported") << QStringLiteral("UPDATE thresholds SET supported = 0 WHERE version = 2");
    QTest::newRow("removed first") << QStringLiteral("DELETE FROM thresholds WHERE version = 1");
    QTest::newRow("removed middle") << QStringLiteral("DELETE FROM thresholds WHERE version = 2");
    QTest::newRow("moved") << QStringLiteral("UPDATE thresholds SET id = 77 WHERE version = 2");
  }
  void an_edited_line_breaks_the_chain() {
    QFETCH(QString, sql);
    FreshDatabase database(engine_);
    auto store = database.open();
    const auto run = store->add_run(full_run("lines"));
    for (int i = 0; i < 3; ++i)
      VERIFY_OK(store->add_threshold({.run = run->id, .method = "f1", .threshold = 0.5, .low = 0.4}));
    VERIFY_OK(store->check());
    if (engine_ == Engine::postgres) {
      QCOMPARE(database.intrude("ALTER TABLE thresholds DISABLE TRIGGER USER"), QString());
    } else {
      QCOMPARE(database.intrude("DROP TRIGGER thresholds_no_update"), QString());
      QCOMPARE(database.intrude("DROP TRIGGER thresholds_no_delete"), QString());
    }
    QCOMPARE(database.intrude(sql), QString());
    VERIFY_ERROR(store->check(), ErrorCode::corrupt, "docs/store.md");
  }

  void an_edited_row_is_noticed_data() {
    QTest::addColumn<QString>("sql");
    for (const char* column :
         {"name", "model", "config_json", "versions_json", "data_sha256", "summary_json", "seed", "host"})
      QTest::newRow(column) << QStringLiteral("UPDATE runs SET %1 = '7'").arg(column);
    QTest::newRow("seconds") << QStringLiteral("UPDATE runs SET seconds = 7");
    QTest::newRow("state") << QStringLiteral("UPDATE runs SET state = 'finished'");
    QTest::newRow("metric") << QStringLiteral("UPDATE metrics SET value = 7");
    QTest::newRow("artefact") << QStringLiteral("UPDATE artefacts SET bytes = 7");
    QTest::newRow("data set") << QStringLiteral("UPDATE datasets SET items = 7");
  }
  void an_edited_row_is_noticed() {
    QFETCH(QString, sql);
    FreshDatabase database(engine_);
    auto store = database.open();
    const auto run = store->add_run(full_run("edited"));
    VERIFY_OK(store->add_metrics(run->id, {{"loss", 1, 1}}));
    VERIFY_OK(store->add_artefact(run->id, {"weights", "w", "aa", 1}));
    VERIFY_OK(store->put_dataset({"healthy", "signal", "p", "aa", "", 1}));
    VERIFY_OK(store->check());
    QCOMPARE(database.intrude(sql), QString());
    VERIFY_ERROR(store->check(), ErrorCode::corrupt, "checksum");
  }

  void removing_a_run_keeps_its_decision_lines() {
    FreshDatabase database(engine_);
    auto store = database.open();
    const auto run = store->add_run(full_run("gone"));
    VERIFY_OK(store->add_metrics(run->id, {{"loss", 1, 1}}));
    VERIFY_OK(store->add_artefact(run->id, {"weights", "w", "aa", 1}));
    VERIFY_OK(store->add_threshold({.run = run->id, .method = "f1", .threshold = 0.5}));
    VERIFY_ERROR(store->remove_run(run->id), ErrorCode::conflict, "is running");
    VERIFY_OK(store->finish_run(run->id, RunState::finished, 1, "{}", ""));
    VERIFY_OK(store->remove_run(run->id));
    VERIFY_ERROR(store->run(run->id), ErrorCode::not_found, "there is no run");
    VERIFY_ERROR(store->remove_run(run->id), ErrorCode::not_found, "there is no run");
    QCOMPARE(store->metrics(run->id)->size(), std::size_t{0});
    QCOMPARE(store->artefacts(run->id)->size(), std::size_t{0});
    QCOMPARE(store->thresholds(run->id)->size(), std::size_t{1});
    const auto next = store->add_run(full_run("gone"));
    QVERIFY2(next->id > run->id, "an id is never used twice");
    VERIFY_OK(store->check());
  }

  void sql_in_a_text_is_only_text() {
    FreshDatabase database(engine_);
    auto store = database.open();
    const std::string name = "x'); DROP TABLE runs; --";
    VERIFY_OK(store->add_run(full_run(name)));
    QCOMPARE(store->find_run(name)->name, name);
    VERIFY_ERROR(store->find_run("' OR '1'='1"), ErrorCode::not_found, "there is no run");
  }

  void threads_with_their_own_store_lose_nothing() {
    FreshDatabase database(engine_);
    auto store = database.open();
    std::array<std::string, 3> problems;
    std::vector<std::thread> threads;
    for (std::string& problem : problems)
      threads.emplace_back([&database, &problem] {
        auto own = database.open();
        for (int i = 0; own && i < 20 && problem.empty(); ++i)
          if (auto run = own->add_run(full_run("")); !run)
            problem = run.error().message;
        if (!own)
          problem = own.error().message;
      });
    for (std::thread& thread : threads)
      thread.join();
    for (const std::string& problem : problems)
      QCOMPARE(problem, std::string());
    QCOMPARE(store->runs()->size(), std::size_t{60});
    VERIFY_OK(store->check());
  }

  void newer_schemas_are_refused() {
    FreshDatabase database(engine_);
    VERIFY_OK(database.open());
    QCOMPARE(database.intrude(engine_ == Engine::postgres ? "INSERT INTO schema_version VALUES (99)"
                                                          : "PRAGMA user_version = 99"),
             QString());
    VERIFY_ERROR(database.open(), ErrorCode::unsupported, "made by a newer Andon");
  }

  void bad_addresses_are_explained() {
    if (engine_ == Engine::sqlite) {
      VERIFY_ERROR(Store::open("/nonexistent/folder/andon.db"), ErrorCode::io, "create the folder");
      return;
    }
    VERIFY_ERROR(Store::open_postgres("mysql://host/db"), ErrorCode::invalid_argument, "postgresql://");
    VERIFY_ERROR(Store::open_postgres("postgresql://u:secret@127.0.0.1:1/db"), ErrorCode::io,
                 "check that the server runs");
    const auto refused = Store::open_postgres("postgresql://u:secret@127.0.0.1:1/db");
    QVERIFY2(refused.error().message.find("secret") == std::string::npos,
             "a message never shows the password");
    FreshDatabase database(engine_);
    auto store = database.open();
    VERIFY_ERROR(store->backup("/tmp"), ErrorCode::unsupported, "pg_dump");
  }

private:
  Engine engine_;
};

// No QCoreApplication on purpose: the store must work in a process without one.
int main(int argc, char** argv) {
  int failures = 0;
  for (const Engine engine : {Engine::sqlite, Engine::postgres}) {
    StoreTest test(engine);
    failures += QTest::qExec(&test, argc, argv);
  }
  return failures;
}
#include "tst_store.moc"
