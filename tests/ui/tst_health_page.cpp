#include "core/signal/dataset.h"
#include "tests/ui/page_bench.h"
#include "ui/pages/health_page.h"
#include "ui/pages/health_words.h"
#include "ui/pages/page_states.h"

#include <QAbstractItemModelTester>
#include <QTableView>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace andon;
using namespace andon::ui;

namespace {

/// A registered data set whose second sensor never moves and whose first stands still for 4 s.
void write_broken(const Bench& bench) {
  auto workspace = workflow::Workspace::open(bench.context.workspace);
  QVERIFY(workspace);
  auto writer = DatasetWriter::create(workspace->data_folder("plant"), "plant");
  QVERIFY(writer);
  Scene scene;
  scene.id = "monday";
  for (const char* id : {"flow", "pressure"}) {
    Sensor sensor;
    sensor.info.id = id;
    sensor.info.rate = sensor.series.rate = 10;
    for (int i = 0; i < 500; ++i)
      sensor.series.values.push_back(id[0] == 'p'          ? 3.0F
                                     : i >= 200 && i < 240 ? 0.5F
                                                           : float(std::sin(i * i)));
    sensor.info.samples = 500;
    scene.sensors.push_back(sensor);
  }
  QVERIFY(writer->write_pack("plant", {scene}));
  QVERIFY(writer->finish());
}

QString cell(QTableView& table, int row, int column) {
  return table.model()->index(row, column).data().toString();
}

} // namespace

class TestHealthPage : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void machineAlone() {
    Bench bench;
    HealthPage page(bench.context);
    page.resize(1000, 600);
    page.show();
    page.activated();
    QCOMPARE(page.states().state(), PageStates::State::busy);
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::filled, 20'000);
    QVERIFY(page.checks().model()->rowCount() >= 8);
    QVERIFY2(page.sentence().contains("Choose a data set"), qPrintable(page.sentence()));
  }

  void findingsAndWhereTheyAre() {
    Bench bench;
    write_broken(bench);
    Selection::State state;
    state.data = bench.folder.filePath("workspace/data/plant");
    bench.selection.select(state);
    HealthPage page(bench.context);
    QAbstractItemModelTester tester(page.checks().model());
    page.resize(1000, 600);
    page.show();
    page.activated();
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::filled, 20'000);
    QVERIFY2(page.sentence().contains("plant"), qPrintable(page.sentence()));
    std::set<QString> problems;
    int stuck = -1;
    for (int row = 0; row < page.checks().model()->rowCount(); ++row) {
      if (cell(page.checks(), row, CheckModel::status) != "fine" &&
          cell(page.checks(), row, CheckModel::about) == "the data")
        problems.insert(cell(page.checks(), row, CheckModel::title));
      if (cell(page.checks(), row, CheckModel::title) == "Stuck sensors")
        stuck = row;
    }
    QVERIFY2(problems == (std::set<QString>{"Constant sensors", "Stuck sensors"}),
             qPrintable(QStringList(problems.begin(), problems.end()).join(", ") + page.sentence()));
    QVERIFY(cell(page.checks(), 0, CheckModel::status) != "fine"); // the worst comes first
    page.checks().selectRow(stuck);
    QVERIFY(page.advice().contains("mark the stretch abnormal"));
    QCOMPARE(page.findings().model()->rowCount(), 1);
    QCOMPARE(cell(page.findings(), 0, FindingModel::sensor), QString("flow"));
    bench.actions.find("health.open")->trigger();
    QCOMPARE(bench.selection.state().page, QString("signals"));
    QCOMPARE(bench.selection.state().item, QString("monday"));
    QCOMPARE(bench.selection.state().start.value_or(-1), 20.0);
  }

  void keysStepThroughProblems() {
    Bench bench;
    HealthPage page(bench.context);
    HealthPage::Looked looked;
    looked.machine = {{"a", "GPU", "ok", "fine"},
                      {"b", "Disk space", "warning", "little"},
                      {"c", "Workspace", "error", "gone"}};
    page.show_result(looked);
    QCOMPARE(cell(page.checks(), 0, CheckModel::title), QString("Workspace"));
    bench.actions.find("health.next")->trigger();
    QCOMPARE(cell(page.checks(), page.checks().currentIndex().row(), CheckModel::title),
             QString("Disk space"));
    bench.actions.find("health.next")->trigger(); // nothing further is wrong
    QCOMPARE(cell(page.checks(), page.checks().currentIndex().row(), CheckModel::title),
             QString("Disk space"));
    bench.actions.find("health.previous")->trigger();
    QCOMPARE(page.checks().currentIndex().row(), 0);
    bench.actions.find("health.open")->trigger(); // no finding: nothing happens
    QVERIFY(bench.selection.state().page.isEmpty());
  }

  void lostDataAreAnAnswer() {
    Bench bench;
    Selection::State state;
    state.data = "lost-in-the-move";
    bench.selection.select(state);
    HealthPage page(bench.context);
    page.show();
    page.activated();
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::filled, 20'000);
    QVERIFY2(page.sentence().contains("lost-in-the-move"), qPrintable(page.sentence()));
    page.show_failure({ErrorCode::io, "the disk is gone"});
    QCOMPARE(page.states().state(), PageStates::State::failed);
  }

  /// Every text of core's checks can be translated.
  void everyTextIsKnown() {
    const auto words = health_words();
    const auto known = [&](const std::string& text) {
      return std::any_of(words.begin(), words.end(), [&](const char* word) { return text == word; });
    };
    for (const DataCheck& check : data_checks().rows())
      for (const std::string& text : {check.title, check.why, check.advice})
        QVERIFY2(known(text), text.c_str());
    for (const workflow::HealthCheck& check : workflow::doctor(nullptr))
      QVERIFY2(known(check.title), check.title.c_str());
  }
};

QTEST_MAIN(TestHealthPage)
#include "tst_health_page.moc"
