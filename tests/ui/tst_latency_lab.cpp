#include "tests/workflow/image_story_fixture.h"
#include "ui/models/latency_model.h"
#include "ui/pages/images_page.h"
#include "ui/pages/latency_lab.h"
#include "ui/pages/page_states.h"
#include "ui/plot/latency_plot.h"
#include "ui/shell/main_window.h"

#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>

#include <numeric>

using namespace andon;
using namespace andon::ui;

/// The latency tab of the Images page, by keys and mouse.
class TestLatencyLab : public QObject {
  Q_OBJECT
  workflow::ImageStory story_;
  Progress silent_;
  std::unique_ptr<MainWindow> window_;
  static constexpr int bound_ms = 60'000;

  ImagesPage& page() { return *window_->findChild<ImagesPage*>(); }
  LatencyLab& lab() { return page().lab(); }
  void press_measure() { QTest::mouseClick(&lab().button(), Qt::LeftButton); }

private Q_SLOTS:
  void initTestCase() {
    story_.write_weights();
    VALUE(simulated, story_.simulate_surfaces(story_.surfaces()));
    workflow::Workspace workspace = story_.open();
    VALUE(trained, workflow::train(workspace,
                                   {.model = "patchcore",
                                    .data = story_.surfaces().string(),
                                    .name = "bank",
                                    .options = workflow::ImageStory::bank_options()},
                                   silent_, {}));
    VALUE(scored, workflow::score(workspace, {.run = "bank", .data = story_.surfaces().string(), .out = {}},
                                  silent_, {}));
  }
  void init() {
    window_ = std::make_unique<MainWindow>(WindowOptions{.workspace = story_.folder() / "workspace",
                                                         .settings_folder = story_.folder() / "settings",
                                                         .program = QStringLiteral("none")});
    window_->set_language(QStringLiteral("en"));
    window_->resize(1280, 800);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->show_page(QStringLiteral("images"));
    page().setFocus();
    QTest::keyClick(&page(), Qt::Key_T);
    QCOMPARE(page().tabs().currentIndex(), 1);
  }
  void cleanup() { window_.reset(); }

  void without_images_there_is_nothing_to_measure() {
    LatencyLab alone(window_->context());
    QVERIFY(!alone.button().isEnabled());
    alone.measure();
    QCOMPARE(alone.states().state(), PageStates::State::empty);
  }

  void the_model_keeps_the_rules_of_models() {
    LatencyModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    workflow::StageLatency stage;
    stage.stage = "total";
    stage.cold = 310.5;
    stage.p50 = 20;
    stage.p95 = 25;
    model.set_rows(std::make_shared<const std::vector<workflow::StageLatency>>(1, stage));
    QCOMPARE(model.index(0, LatencyModel::stage).data().toString(), QStringLiteral("file to verdict"));
    QCOMPARE(model.index(0, LatencyModel::cold).data().toString(), QStringLiteral("310.5"));
    QCOMPARE(model.index(0, LatencyModel::p99).data().toString(), QStringLiteral("–"));
    QVERIFY(
        model.index(0, LatencyModel::p99).data(Qt::ToolTipRole).toString().contains(QStringLiteral("100")));
  }

  void one_slow_first_image_does_not_hide_the_others() {
    LatencyPlot plot;
    plot.resize(800, 300);
    plot.set_bars({QStringLiteral("a"), QStringLiteral("b")}, {{QStringLiteral("first"), {300, 200}, 500},
                                                               {QStringLiteral("p50"), {5, 5}, 9},
                                                               {QStringLiteral("p95"), {6, 6}, 11}});
    QVERIFY2(plot.reach() > 12 && plot.reach() < 20, qPrintable(QString::number(plot.reach())));
    plot.set_takt(40);
    QVERIFY(plot.reach() > 40);
    QVERIFY(plot.place_of(40) < plot.width() && plot.place_of(40) > plot.place_of(12));
    const QImage with = plot.grab().toImage();
    plot.set_takt(30);
    QVERIFY(plot.grab().toImage() != with);
  }

  void measuring_fills_plot_table_and_sentence() {
    QTRY_VERIFY_WITH_TIMEOUT(lab().button().isEnabled(), bound_ms);
    QCOMPARE(lab().states().state(), PageStates::State::empty);
    lab().repeats().setValue(120);
    press_measure();
    QCOMPARE(lab().states().state(), PageStates::State::busy);
    QCOMPARE(lab().button().text(), QStringLiteral("Cancel"));
    QTRY_COMPARE_WITH_TIMEOUT(lab().states().state(), PageStates::State::filled, bound_ms);
    const workflow::LatencyOut& out = *lab().measured();
    QCOMPARE(out.run, std::string("bank"));
    QCOMPARE(out.totals.size(), std::size_t(120));
    QVERIFY(std::ranges::is_sorted(out.totals));
    QCOMPARE(lab().table().model()->rowCount(), int(out.stages.size()));
    QCOMPARE(lab().plot().bars().size(), std::size_t(4)); // p99.9 needs 1,000
    for (const LatencyPlot::Bar& bar : lab().plot().bars())
      QCOMPARE(bar.stages.size(), out.stages.size() - 1);
    QVERIFY(lab().verdict().contains(QStringLiteral("Type the takt")));
    QCOMPARE(lab().button().text(), QStringLiteral("Measure"));
  }

  void the_takt_is_judged_at_once_and_remembered() {
    QTRY_VERIFY_WITH_TIMEOUT(lab().button().isEnabled(), bound_ms);
    lab().repeats().setValue(20);
    press_measure();
    QTRY_COMPARE_WITH_TIMEOUT(lab().states().state(), PageStates::State::filled, bound_ms);
    lab().takt().setFocus();
    lab().takt().selectAll();
    QTest::keyClicks(&lab().takt(), QStringLiteral("60000"));
    QVERIFY2(lab().verdict().contains(QStringLiteral("held for all 20 images")), qPrintable(lab().verdict()));
    QCOMPARE(lab().plot().takt(), 60'000.0);
    lab().takt().setValue(1);
    const auto late = std::ranges::count_if(lab().measured()->totals, [](double ms) { return ms > 1; });
    QVERIFY2(late == 0 || lab().verdict().contains(QStringLiteral("missed by %1 of 20").arg(late)),
             qPrintable(lab().verdict()));
    QCOMPARE(window_->context().settings.value(QStringLiteral("takt_ms")).toInt(), 1);
    lab().takt().setValue(0);
    window_->set_language(QStringLiteral("ko"));
    QTRY_VERIFY_WITH_TIMEOUT(lab().button().text() == QStringLiteral("측정"), bound_ms);
    QVERIFY(!lab().verdict().contains(QStringLiteral("images")));
  }

  void measuring_is_cancelled_by_the_same_button() {
    QTRY_VERIFY_WITH_TIMEOUT(lab().button().isEnabled(), bound_ms);
    lab().repeats().setValue(100'000);
    press_measure();
    QTRY_VERIFY_WITH_TIMEOUT(lab().button().text() == QStringLiteral("Cancel"), bound_ms);
    press_measure();
    QTRY_COMPARE_WITH_TIMEOUT(lab().states().state(), PageStates::State::empty, bound_ms);
    QCOMPARE(lab().button().text(), QStringLiteral("Measure"));
    QVERIFY(!lab().measured());
  }

  void a_failure_is_a_sentence() {
    QTRY_VERIFY_WITH_TIMEOUT(lab().button().isEnabled(), bound_ms);
    QTRY_VERIFY_WITH_TIMEOUT(!window_->context().jobs.busy(), bound_ms); // no gallery is on its way any more
    lab().set_subject(QStringLiteral("bank"), QStringLiteral("/lost/in/the/move"));
    press_measure();
    QTRY_COMPARE_WITH_TIMEOUT(lab().states().state(), PageStates::State::failed, bound_ms);
  }
};

QTEST_MAIN(TestLatencyLab)
#include "tst_latency_lab.moc"
