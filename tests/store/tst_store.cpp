#include "core/store/store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace andon;
using namespace andon::store;

class StoreTest : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void first() {
    QTemporaryDir folder;
    auto store = Store::open(folder.filePath("andon.db").toStdString());
    QVERIFY2(store.has_value(), store ? "" : store.error().message.c_str());
    Run r;
    r.model = "motor";
    auto run = store->add_run(r);
    QVERIFY2(run.has_value(), run ? "" : run.error().message.c_str());
    auto m = store->add_metrics(run->id, {{"loss", 1, 0.5}, {"loss", 2, 0.25}});
    QVERIFY2(m.has_value(), m ? "" : m.error().message.c_str());
    auto f = store->finish_run(run->id, RunState::finished, 1.5, "{}", "");
    QVERIFY2(f.has_value(), f ? "" : f.error().message.c_str());
    auto t = store->add_threshold({.run = run->id, .method = "f1", .threshold = 1});
    QVERIFY2(t.has_value(), t ? "" : t.error().message.c_str());
    QVERIFY(store->find_run("latest")->name == "motor-1");
    auto c = store->check();
    QVERIFY2(c.has_value(), c ? "" : c.error().message.c_str());
    auto b = store->backup(folder.filePath("backups").toStdString());
    QVERIFY2(b.has_value(), b ? "" : b.error().message.c_str());
  }
};

QTEST_GUILESS_MAIN(StoreTest)
#include "tst_store.moc"
