// The Drift page on runs whose scores are written by hand.
#include "core/base/atomic_file.h"
#include "core/workflow/adapt_file.h"
#include "tests/ui/decision_desk.h"
#include "ui/pages/candidate_desk.h"
#include "ui/pages/candidate_report.h"
#include "ui/pages/drift_page.h"
#include "ui/plot/curve_chart.h"
#include "ui/plot/scatter.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>

using namespace andon;
using namespace andon::ui;

class TestDriftPage : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() {
    apply_theme(*qobject_cast<QApplication*>(QCoreApplication::instance()), ThemeChoice::light);
  }
  void drift_shows_when_what_and_asks_why() {
    Bench bench;
    add_run(bench, "line");
    DriftPage page(bench.context);
    QVERIFY(opens(page, 1100, 760));
    QVERIFY2(page.sentence().startsWith("Drift since item 1,0"), qPrintable(page.sentence()));
    QVERIFY2(page.answer().contains("new fault"), qPrintable(page.answer()));
    QCOMPARE(page.moved_table().model()->rowCount(), 1); // the score: there are no features and no sensors
    QVERIFY(!page.scatter().isVisible());
    QVERIFY(page.chart().drawn_points(0) > 10);
    page.chart().setFocus();
    QTest::keyClick(&page.chart(), Qt::Key_N);
    QVERIFY(bench.selection.state().items.value(0).startsWith("line@1"));
    keep_picture(page, "drift");
  }
  void drift_shows_features_before_and_after() {
    Bench bench;
    DriftPage page(bench.context);
    page.resize(1100, 760);
    page.show();
    workflow::DriftOut out;
    out.rows = windows(60, 1, 60);
    out.run = "line";
    out.changed_at = 40;
    out.tracks.resize(1);
    out.tracks[0].detector = "mmd";
    out.tracks[0].limit = 2;
    for (int i = 0; i < 60; ++i)
      out.tracks[0].statistic.push_back(i < 20 ? std::nan("") : i * 0.05);
    out.alarms.push_back({"mmd", "line@40", 40, 40, 2, 2});
    out.moved.push_back({"sensor", {{"current mean", 1, 2, 1.5, 1.1, 0.6, 1e-9, true}}});
    out.scatter.reference = 2;
    out.scatter.xy = {0, 0, 0, 1, 5, 5, 6, 6};
    out.scatter.rows = {10, 50};
    page.show_result(out);
    QVERIFY(page.scatter().isVisible());
    QCOMPARE(page.scatter().point_count(), 4);
    QVERIFY(page.sentence().startsWith("Drift since item 41 of 60 (line@40, mmd; 0 of 1 detectors"));
    QVERIFY(page.answer().contains("undecided"));
    QTest::mouseDClick(&page.scatter(), Qt::LeftButton, {}, page.scatter().to_pixel({6, 6}).toPoint());
    QCOMPARE(bench.selection.state().items.value(0), QString("line@50"));
    page.retranslate();
    keep_picture(page, "drift-features");
  }
  void drift_offers_to_adapt_to_a_new_condition_only() {
    QTemporaryDir folder;
    const QString script = folder.filePath("andon");
    QFile file(script);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\necho \"$@\" > \"$0.arguments\"\necho '{\"candidate\":\"line-c1\"}'\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    Bench bench(script);
    add_run(bench, "line-c1");
    workflow::AdaptOut report;
    report.candidate = "line-c1";
    report.before.run = "line";
    report.before.metrics["flagged_recent"] = {0.62, 0.5, 0.7};
    report.after.metrics["flagged_recent"] = {0.02, 0.01, 0.05};
    report.without_labels = true;
    report.conditions = {{.data = "press", .path = "/press", .part = "all", .learnt = 180, .held = 76}};
    QVERIFY(write_atomic(workflow::adaptation_file(bench.context.workspace / "runs" / "line-c1"),
                         workflow::adaptation_text(report))
                .has_value());
    DriftPage page(bench.context);
    page.resize(1100, 760);
    page.show();
    QVERIFY(!page.adapt_button().isEnabled());
    workflow::DriftOut out;
    out.run = "line";
    out.data = "press";
    out.part = "all";
    out.can_adapt = true;
    out.rows = windows(60, 1, 60);
    out.changed_at = 60;
    page.show_result(out);
    QVERIFY(!page.adapt_button().isEnabled());
    QVERIFY2(page.adapt_button().toolTip().contains("No drift"), qPrintable(page.adapt_button().toolTip()));
    out.changed_at = 40;
    out.alarms.push_back({"mmd", "line@40", 40, 40, 2, 2});
    out.question.answer = "new fault";
    page.show_result(out);
    QVERIFY(!page.adapt_button().isEnabled());
    QVERIFY(page.adapt_button().toolTip().contains("labels"));
    out.question.answer = "undecided";
    out.can_adapt = false;
    page.show_result(out);
    QVERIFY(!page.adapt_button().isEnabled());
    out.can_adapt = true;
    page.show_result(out);
    QVERIFY(page.adapt_button().isEnabled());
    keep_picture(page, "drift-adapt");
    QTest::mouseClick(&page.adapt_button(), Qt::LeftButton);
    auto* const question = page.findChild<QMessageBox*>();
    QVERIFY(question && question->text().contains("press") && question->text().contains("until you accept"));
    keep_picture(*question, "drift-question");
    QTest::keyClick(question, Qt::Key_Return); // the default does nothing
    QVERIFY(!page.candidates().running());
    QTRY_VERIFY(!page.findChild<QMessageBox*>());
    out.modality = "images";
    page.show_result(out);
    QMessageBox* const again = page.ask_to_adapt();
    QVERIFY(again->text().contains("images of press") && !again->text().contains("windows"));
    QTest::mouseClick(again->buttons().first(), Qt::LeftButton);
    QVERIFY(page.candidates().running() && !page.adapt_button().isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(page.findChild<CandidateReport*>(), 30000);
    auto* const shown = page.findChild<CandidateReport*>();
    QVERIFY(shown->figures().item(0, 1)->text().startsWith("0.62"));
    QVERIFY(shown->figures().item(0, 2)->text().startsWith("0.02"));
    keep_picture(*shown, "drift-candidate");
    QFile arguments(script + ".arguments");
    QVERIFY(arguments.open(QIODevice::ReadOnly));
    const QString said = arguments.readAll();
    QVERIFY2(said.contains("adapt line --recent press --part all"), qPrintable(said));
    QVERIFY(page.adapt_button().isEnabled());
  }
};

QTEST_MAIN(TestDriftPage)
#include "tst_drift_page.moc"
