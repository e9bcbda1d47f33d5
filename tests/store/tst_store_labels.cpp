#include "core/store/store.h"
#include "tests/store/fresh_database.h"

#include <array>
#include <thread>

using namespace andon;
using namespace andon::store;

namespace {

LabelEvent full_event(const std::string& item) {
  LabelEvent event;
  event.data_name = "press";
  event.data_path = "/data/press";
  event.data_sha256 = std::string(64, 'a');
  event.item = item;
  event.start = 1.5;
  event.end = 2.75;
  event.old_class = "normal";
  event.new_class = "abnormal";
  event.reviewer = "김";
  event.reason = "it's 'worn' ? :a $1";
  event.purpose = "top";
  event.run = "motor-1";
  event.model_sha256 = std::string(64, 'b');
  event.threshold_version = 3;
  event.score = 0.125;
  return event;
}

} // namespace

/// The logs of labels and of models in use, the same for both databases.
class StoreLabelsTest : public QObject {
  Q_OBJECT
public:
  explicit StoreLabelsTest(Engine engine) : engine_(engine) {}

private Q_SLOTS:
  void initTestCase() {
    if (!FreshDatabase::available(engine_))
      QSKIP("ANDON_TEST_POSTGRES names no server; ./scripts/with-postgres starts one");
  }

  void an_event_comes_back_as_it_was() {
    FreshDatabase database(engine_);
    auto store = database.open();
    VERIFY_OK(store);
    const LabelEvent want = full_event("scene@1.5");
    const auto added = store->add_label_event(want, 0);
    VERIFY_OK(added);
    QCOMPARE(added->number, std::int64_t{1});
    LabelEvent undo = want;
    undo.kind = LabelKind::undo;
    undo.target = 1;
    undo.score = std::numeric_limits<double>::quiet_NaN();
    VERIFY_OK(store->add_label_event(undo, 1));
    store = database.open();
    const auto events = store->label_events();
    VERIFY_OK(events);
    QCOMPARE(events->size(), std::size_t{2});
    const LabelEvent& e = events->front();
    QVERIFY(e.kind == want.kind && e.start == want.start && e.end == want.end && e.score == want.score &&
            e.threshold_version == want.threshold_version && e.target == 0);
    QCOMPARE(e.data_name + e.data_path + e.data_sha256, want.data_name + want.data_path + want.data_sha256);
    QCOMPARE(e.item + e.old_class + e.new_class, want.item + want.old_class + want.new_class);
    QCOMPARE(e.reviewer + e.reason + e.purpose, want.reviewer + want.reason + want.purpose);
    QCOMPARE(e.run + e.model_sha256, want.run + want.model_sha256);
    QVERIFY(events->back().kind == LabelKind::undo && std::isnan(events->back().score));
    QCOMPARE(store->label_events(1)->size(), std::size_t{1});
    QCOMPARE(store->label_head()->sha256, events->back().sha256);
    QCOMPARE(store->check_label_chain()->count, std::int64_t{2});
    VERIFY_OK(store->check());
  }

  void a_late_writer_is_told() {
    FreshDatabase database(engine_);
    auto store = database.open();
    VERIFY_OK(store->add_label_event(full_event("a"), 0));
    VERIFY_ERROR(store->add_label_event(full_event("b"), 0), ErrorCode::conflict, "there are 1 by now");
    VERIFY_ERROR(store->add_label_event(full_event("b"), 2), ErrorCode::conflict, "not 2");
    QCOMPARE(store->label_head()->count, std::int64_t{1});
  }

  void rows_are_only_added() {
    FreshDatabase database(engine_);
    auto store = database.open();
    VERIFY_OK(store->add_label_event(full_event("a"), 0));
    VERIFY_OK(store->add_model_event({.line = "motor-1", .before = "motor-1", .after = "motor-1-c1"}, 0));
    for (const QString table : {"label_events", "model_events"}) {
      QVERIFY(database.intrude("UPDATE " + table + " SET reason = 'better'").contains("never changed"));
      QVERIFY(database.intrude("DELETE FROM " + table).contains("never changed"));
      const QString third = engine_ == Engine::postgres
                                ? "TRUNCATE " + table
                                : QString("INSERT OR REPLACE INTO %1 SELECT * FROM %1").arg(table);
      QVERIFY(database.intrude(third).contains("never changed"));
    }
    for (const char* sql : {"UPDATE chain_heads SET events = 0", "UPDATE chain_heads SET events = 9",
                            "UPDATE chain_heads SET sha256 = 'x'", "DELETE FROM chain_heads"})
      QVERIFY2(database.intrude(sql).contains("only moves on"), sql);
    VERIFY_OK(store->check());
  }

  void an_edited_log_is_noticed_data() {
    QTest::addColumn<QString>("sql");
    const QString set = "UPDATE label_events SET %1 = %2 WHERE number = 2";
    for (const char* column :
         {"kind", "data_name", "data_path", "data_sha256", "item", "old_class", "new_class", "reviewer",
          "reason", "purpose", "run_name", "model_sha256", "created", "host", "previous_sha256", "sha256"})
      QTest::newRow(column) << set.arg(column, "'edited'");
    for (const char* column : {"start_seconds", "end_seconds", "target", "score", "threshold_version"})
      QTest::newRow(column) << set.arg(column, "77");
    QTest::newRow("score gone") << set.arg("score", "NULL");
    QTest::newRow("number") << set.arg("number", "77");
    QTest::newRow("first removed") << "DELETE FROM label_events WHERE number = 1";
    QTest::newRow("middle removed") << "DELETE FROM label_events WHERE number = 2";
    QTest::newRow("last removed") << "DELETE FROM label_events WHERE number = 3";
    QTest::newRow("all removed") << "DELETE FROM label_events";
    QTest::newRow("two exchanged")
        << "UPDATE label_events SET number = CASE number WHEN 1 THEN 102 WHEN 2 THEN "
           "101 ELSE number + 100 END";
    QTest::newRow("head put back") << "UPDATE chain_heads SET events = 2 WHERE name = 'label_events'";
    QTest::newRow("head forged") << "UPDATE chain_heads SET sha256 = 'x' WHERE name = 'label_events'";
  }
  void an_edited_log_is_noticed() {
    QFETCH(QString, sql);
    FreshDatabase database(engine_);
    auto store = database.open();
    for (int i = 0; i < 3; ++i)
      VERIFY_OK(store->add_label_event(full_event(std::string(1, static_cast<char>('a' + i))), i));
    VERIFY_OK(store->check_label_chain());
    if (engine_ == Engine::postgres) {
      for (const QString table : {"label_events", "chain_heads"})
        QCOMPARE(database.intrude("ALTER TABLE " + table + " DISABLE TRIGGER USER"), QString());
    } else {
      for (const char* trigger :
           {"label_events_no_update", "label_events_no_delete", "chain_heads_only_grow"})
        QCOMPARE(database.intrude(QString("DROP TRIGGER %1").arg(trigger)), QString());
    }
    QCOMPARE(database.intrude(sql), QString());
    VERIFY_ERROR(store->check_label_chain(), ErrorCode::corrupt, "docs/store.md");
    VERIFY_ERROR(store->check(), ErrorCode::corrupt, "label event");
  }

  void models_in_use_have_a_log_of_their_own() {
    FreshDatabase database(engine_);
    auto store = database.open();
    ModelEvent event{.line = "m", .before = "m", .after = "m-c1", .author = "kim", .detail_json = "{}"};
    VERIFY_OK(store->add_model_event(event, 0));
    event.kind = ModelEvent::Kind::accept;
    VERIFY_OK(store->add_model_event(event, 1));
    VERIFY_ERROR(store->add_model_event(event, 1), ErrorCode::conflict, "decide again");
    const auto events = store->model_events();
    VERIFY_OK(events);
    QVERIFY(events->size() == 2 && events->back().kind == ModelEvent::Kind::accept &&
            events->back().after == "m-c1" && events->back().author == "kim");
    VERIFY_OK(store->check());
  }

  void threads_that_label_at_once_lose_nothing() {
    FreshDatabase database(engine_);
    auto store = database.open();
    std::array<std::string, 3> problems;
    std::vector<std::thread> threads;
    for (std::string& problem : problems)
      threads.emplace_back([&database, &problem] {
        auto own = database.open();
        for (int done = 0; own && done < 15 && problem.empty();) {
          const auto head = own->label_head();
          const auto added = own->add_label_event(full_event("x"), head ? head->count : 0);
          if (added)
            ++done;
          else if (added.error().code != ErrorCode::conflict)
            problem = added.error().message;
        }
      });
    for (std::thread& thread : threads)
      thread.join();
    for (const std::string& problem : problems)
      QCOMPARE(problem, std::string());
    QCOMPARE(store->check_label_chain()->count, std::int64_t{45});
  }

  void the_oldest_file_takes_labels() {
    if (engine_ == Engine::postgres)
      QSKIP("a file of SQLite");
    FreshDatabase database(engine_);
    QVERIFY(QFile::copy(ANDON_TEST_DATA "/store/data/andon-v1.db", QString::fromStdString(database.file())));
    QVERIFY(
        QFile::setPermissions(QString::fromStdString(database.file()), QFile::ReadOwner | QFile::WriteOwner));
    auto store = database.open();
    VERIFY_OK(store);
    QCOMPARE(store->label_events()->size(), std::size_t{0});
    VERIFY_OK(store->add_label_event(full_event("a"), 0));
    VERIFY_OK(store->check());
    QCOMPARE(store->find_run("latest")->name, std::string("spindle"));
  }

private:
  Engine engine_;
};

int main(int argc, char** argv) {
  int failures = 0;
  for (const Engine engine : {Engine::sqlite, Engine::postgres}) {
    StoreLabelsTest test(engine);
    failures += QTest::qExec(&test, argc, argv);
  }
  return failures;
}
#include "tst_store_labels.moc"
