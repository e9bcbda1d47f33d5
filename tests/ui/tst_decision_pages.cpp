// The Thresholds page on runs whose scores are written by hand, driven by mouse and keys.
#include "core/workflow/promise.h"
#include "tests/ui/decision_desk.h"
#include "ui/models/moved_model.h"
#include "ui/models/threshold_model.h"
#include "ui/pages/drift_page.h"
#include "ui/pages/thresholds_facts.h"
#include "ui/pages/thresholds_page.h"
#include "ui/pages/thresholds_tail.h"
#include "ui/plot/band_plot.h"
#include "ui/plot/decision_histogram.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>

#include <cmath>

using namespace andon;
using namespace andon::ui;

namespace {

QPoint at(DecisionHistogram& plot, double score) {
  return {qRound(plot.to_pixel({score, 0}).x()), qRound(plot.plot_rect().center().y())};
}

void drag(DecisionHistogram& plot, double from, double to) {
  QTest::mousePress(&plot, Qt::LeftButton, {}, at(plot, from));
  for (int step = 1; step <= 4; ++step)
    QTest::mouseMove(&plot, at(plot, from + (to - from) * step / 4));
  QTest::mouseRelease(&plot, Qt::LeftButton, {}, at(plot, to));
}

} // namespace

class TestDecisionPages : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() {
    apply_theme(*qobject_cast<QApplication*>(QCoreApplication::instance()), ThemeChoice::light);
  }
  void pages_say_what_is_missing() {
    Bench bench;
    ThresholdsPage thresholds(bench.context);
    DriftPage drift(bench.context);
    thresholds.show();
    drift.show();
    thresholds.activated();
    drift.activated();
    QVERIFY(ends_in(thresholds.states(), PageStates::State::empty));
    QVERIFY(ends_in(drift.states(), PageStates::State::empty));
    Selection::State lost;
    lost.run = "lost";
    bench.selection.select(lost);
    QVERIFY(ends_in(thresholds.states(), PageStates::State::failed));
    QVERIFY(ends_in(drift.states(), PageStates::State::failed));
  }
  void the_line_is_dragged_and_everything_follows() {
    Bench bench;
    add_run(bench, "line");
    ThresholdsPage page(bench.context);
    QVERIFY(opens(page, 1100, 760));
    DecisionHistogram& plot = page.histogram();
    QVERIFY(!plot.line()); // no version yet
    QCOMPARE(page.facts().text("escapes"), QString("–"));
    page.set_line(0.4);
    const auto rows = windows(1500, 2, 1000);
    const auto counted = [&](double line, int label, bool called) {
      int n = 0;
      for (const auto& row : rows)
        n += row.label == label && (row.score >= line) == called;
      return QLocale().toString(n);
    };
    QCOMPARE(page.facts().text("caught"), counted(0.4, 1, true));
    QCOMPARE(page.facts().text("overkill"), counted(0.4, 0, true));
    drag(plot, 0.4, 0.65);
    QVERIFY2(std::abs(*plot.line() - 0.65) < 0.01, qPrintable(QString::number(*plot.line())));
    QCOMPARE(page.facts().text("caught"), counted(*plot.line(), 1, true));
    QCOMPARE(page.facts().text("escapes"), counted(*plot.line(), 1, false));
    QCOMPARE(page.facts().text("passed"), counted(*plot.line(), 0, false));
    QVERIFY(page.facts().text("escape_rate").contains("%"));
    QVERIFY(page.facts().text("false_rate").contains("tail"));
    QCOMPARE(*page.tail().survival().marker_x(), *plot.line());
    // The promise is judged once the line rests: 0.65 is e^−6.5 an item, far from two a week.
    const auto judged = [&] { return page.sentence().contains("Not kept by these data"); };
    QVERIFY2(QTest::qWaitFor(judged, 20000), qPrintable(page.sentence()));
    // Keys move it by a pixel.
    const double before = *plot.line();
    plot.setFocus();
    QTest::keyClick(&page, Qt::Key_BracketRight);
    QVERIFY(*plot.line() > before && *plot.line() < before + 0.01);
    keep_picture(page, "thresholds");
  }
  void the_start_of_the_tail_moves_everything() {
    Bench bench;
    add_run(bench, "line");
    ThresholdsPage page(bench.context);
    QVERIFY(opens(page, 1300, 860));
    page.set_line(0.75);
    ThresholdsTail& tail = page.tail();
    const QString note = tail.tail_note(), rate = page.facts().text("false_rate");
    QVERIFY2(note.contains("360 excesses") && note.contains("shape") && note.contains("…"), qPrintable(note));
    QVERIFY(page.facts().text("load").startsWith("at most"));
    const double life = *tail.life().marker_x(), widest = tail.quantiles().visible_range().right();
    // Dragged: fast, without the limits that take longer.
    tail.slider().setSliderDown(true);
    tail.slider().setValue(900);
    QVERIFY2(tail.tail_note().contains("720 excesses") && !tail.tail_note().contains("…"),
             qPrintable(tail.tail_note()));
    QVERIFY(*tail.life().marker_x() < life);
    QVERIFY(tail.quantiles().visible_range().right() > widest);
    QVERIFY(page.facts().text("false_rate") != rate);
    // Let go: the limits come back, and the method draws its line from this tail.
    tail.slider().setSliderDown(false);
    QVERIFY(QTest::qWaitFor([&] { return tail.tail_note().contains("…"); }, 30000));
    QVERIFY(tail.tail_note().contains("720 excesses"));
    for (int tab = 0; tab < 5; ++tab) {
      tail.setCurrentIndex(tab);
      keep_picture(page, QStringLiteral("thresholds-tail-%1").arg(tab));
    }
    for (QCheckBox* each : page.findChildren<QCheckBox*>())
      each->setChecked(false); // the data are too few for any promise
    trigger(bench, "thresholds.fit");
    QVERIFY(QTest::qWaitFor([&] { return *page.histogram().line() != 0.75; }, 30000));
    trigger(bench, "thresholds.save");
    workflow::Workspace workspace = *workflow::Workspace::open(bench.context.workspace);
    const auto saved = [&] {
      const auto detail = workflow::run_detail(workspace, "line");
      return detail && !detail->thresholds.empty() &&
             detail->thresholds[0].options_json.find("90") != std::string::npos;
    };
    QVERIFY(QTest::qWaitFor(saved, 30000));
  }
  void alarms_are_those_that_the_line_would_raise() {
    Bench bench;
    add_run(bench, "line");
    ThresholdsPage page(bench.context);
    QVERIFY(opens(page, 1300, 860));
    page.set_line(0.4);
    const auto rows = windows(1500, 2, 1000);
    const auto replayed = [&](const AlarmOptions& logic) {
      const workflow::AlarmSummary summary = workflow::summarise_alarms(rows, 0.4, logic);
      return QLocale().toString(qlonglong(summary.alarms.size())) + " alarms, " +
             QLocale().toString(qlonglong(summary.missed)) + " of 1 faults missed";
    };
    QVERIFY2(page.facts().text("replay").endsWith(replayed({})), qPrintable(page.facts().text("replay")));
    auto* length = page.inspector()->findChild<QSpinBox*>("alarm.minimum_length");
    QVERIFY(length);
    length->setValue(2);
    QVERIFY2(page.facts().text("replay").endsWith(replayed({.minimum_length = 2})),
             qPrintable(page.facts().text("replay")));
    QVERIFY(replayed({}) != replayed({.minimum_length = 2}));
  }
  void a_band_has_a_lower_line() {
    Bench bench;
    add_run(bench, "line");
    ThresholdsPage page(bench.context);
    QVERIFY(opens(page, 1100, 760));
    DecisionHistogram& plot = page.histogram();
    page.set_line(0.6);
    plot.setFocus();
    QTest::keyClick(&plot, Qt::Key_B);
    QVERIFY(plot.low() && *plot.low() < 0.6);
    drag(plot, *plot.low(), 0.3);
    QVERIFY(std::abs(*plot.low() - 0.3) < 0.01);
    QCOMPARE(*plot.line(), 0.6);
    const auto rows = windows(1500, 2, 1000);
    const auto between = [&](int label) {
      int n = 0;
      for (const auto& row : rows)
        n += row.label == label && row.score < *plot.line() && row.score >= *plot.low();
      return QLocale().toString(n);
    };
    QVERIFY(between(0) != "0");
    QCOMPARE(page.facts().text("review_normal"), between(0));
    QCOMPARE(page.facts().text("review_abnormal"), between(1));
    QVERIFY(page.facts().text("review_share").contains("%"));
    // A line that a method draws keeps the lower one.
    const double low = *plot.low();
    page.findChild<QCheckBox*>()->setChecked(false);
    page.method().setCurrentText("percentile");
    trigger(bench, "thresholds.fit");
    QVERIFY(QTest::qWaitFor([&] { return *plot.line() != 0.6; }, 20000));
    QVERIFY(plot.low().has_value());
    if (low < *plot.line())
      QCOMPARE(*plot.low(), low);
    else
      QVERIFY(std::abs(*plot.line() - *plot.low() - (0.6 - low)) < 1e-9);
    drag(plot, *plot.line(), 0.2); // the band never turns over
    QVERIFY(*plot.low() < *plot.line());
    QTest::keyClick(&plot, Qt::Key_B);
    QVERIFY(!plot.low());
    QCOMPARE(page.facts().text("review_share"), QString("–"));
  }
  void a_method_draws_the_line_and_a_version_keeps_it() {
    Bench bench;
    add_run(bench, "line");
    ThresholdsPage page(bench.context);
    QVERIFY(opens(page, 1100, 760));
    // Two false alarms a week from two hours: no.
    trigger(bench, "thresholds.fit");
    QVERIFY(QTest::qWaitFor([&] { return page.sentence().contains("Not supported by these data"); }, 20000));
    QVERIFY(!page.histogram().line());
    page.findChild<QCheckBox*>()->setChecked(false);
    page.method().setCurrentText("percentile");
    trigger(bench, "thresholds.fit");
    QVERIFY(QTest::qWaitFor([&] { return page.histogram().line().has_value(); }, 20000));
    const double line = *page.histogram().line();
    for (QLineEdit* edit : page.findChildren<QLineEdit*>())
      if (!edit->placeholderText().isEmpty() && edit->isVisible()) {
        edit->setFocus();
        QTest::keyClicks(edit, "spring audit");
      }
    trigger(bench, "thresholds.save");
    QVERIFY(QTest::qWaitFor([&] { return page.tail().versions().model()->rowCount() == 1; }, 20000));
    workflow::Workspace workspace = *workflow::Workspace::open(bench.context.workspace);
    const auto detail = *workflow::run_detail(workspace, "line");
    QCOMPARE(detail.thresholds[0].threshold, line);
    QCOMPARE(detail.thresholds[0].method, std::string("percentile"));
    QCOMPARE(detail.thresholds[0].reason, std::string("spring audit"));
    // Dragged, it is a line by hand.
    drag(page.histogram(), line, 0.5);
    trigger(bench, "thresholds.save");
    QVERIFY(QTest::qWaitFor([&] { return page.tail().versions().model()->rowCount() == 2; }, 20000));
    QCOMPARE((*workflow::run_detail(workspace, "line")).thresholds[0].method, std::string("manual"));
    keep_picture(page, "thresholds-versions");
  }
  void a_tail_that_cannot_be_fitted_says_why_in_its_place() {
    Bench bench;
    add_run(bench, "line");
    const workflow::Workspace workspace = *workflow::Workspace::open(bench.context.workspace);
    QVERIFY(workflow::write_scores(workflow::validation_scores_file(workspace.run_folder("line")),
                                   windows(40, 1, 40)));
    ThresholdsPage page(bench.context);
    QVERIFY(opens(page, 1100, 760));
    QVERIFY2(page.tail().tail_note().startsWith("No tail could be fitted"),
             qPrintable(page.tail().tail_note()));
    for (QLabel* label : page.tail().currentWidget()->findChildren<QLabel*>())
      if (label->text() == page.tail().tail_note()) {
        QVERIFY(label->height() > page.tail().currentWidget()->height() / 2);
        QVERIFY(label->alignment() & Qt::AlignVCenter);
      }
    keep_picture(page, "thresholds-no-tail");
  }
  /// The page draws one line; that there are others, or that it moves, is said.
  void lines_that_are_not_one_number_say_so() {
    Bench bench;
    add_run(bench, "line");
    workflow::Workspace workspace = *workflow::Workspace::open(bench.context.workspace);
    Progress silent;
    const auto title_after = [&](const char* method, const OptionMap& options) {
      const workflow::ThresholdIn in{.run = "line", .method = method, .options = options, .alpha = 0.02};
      if (const auto fitted = workflow::fit_threshold(workspace, in, silent, {}); !fitted)
        qFatal("%s", fitted.error().message.c_str());
      ThresholdsPage page(bench.context);
      if (!opens(page, 1100, 760))
        qFatal("the page did not open");
      for (QLabel* label : page.findChildren<QLabel*>())
        if (label->text().startsWith("line · version"))
          return label->text() + "|" + label->toolTip();
      return QString();
    };
    const QString groups = title_after("mondrian", {{"group.pattern", std::string("^line@\\d*(\\d)$")}});
    QVERIFY2(groups.contains("groups with their own line: 10"), qPrintable(groups));
    QCOMPARE(groups.count('\n'), 9);
    const QString moving = title_after("spot", {});
    QVERIFY2(moving.contains("the line moves") && moving.endsWith('|'), qPrintable(moving));
    const QString plain = title_after("percentile", {});
    QVERIFY2(plain.endsWith("(percentile)|"), qPrintable(plain));
  }
  void figures_follow_a_line_through_many_items() {
    Random random(Seed{4});
    workflow::ThresholdView view;
    std::vector<double> scores;
    std::vector<int> labels;
    for (int i = 0; i < 100000; ++i) {
      labels.push_back(i % 20 == 0);
      scores.push_back(random.exponential() + 3 * labels.back());
      if (labels.back() == 0)
        view.calibration.push_back(scores.back());
    }
    view.labelled = std::make_shared<const SortedScores>(*SortedScores::from(scores, labels));
    view.items_per_hour = 3600;
    view.tracks.push_back({scores, {}});
    view.normal_items = 95000;
    double line = 2;
    QBENCHMARK {
      const workflow::LineFigures figures = workflow::figures_at(view, line, {}, {});
      QVERIFY(figures.confusion.total() == 100000);
      line += 1e-3;
    }
  }
  void tables_stop_at_the_first_invalid_index() {
    ThresholdModel thresholds;
    QAbstractItemModelTester one(&thresholds, QAbstractItemModelTester::FailureReportingMode::QtTest);
    thresholds.set_rows(std::make_shared<const std::vector<store::ThresholdVersion>>(3));
    QVERIFY(!thresholds.row(3) && thresholds.row(2));
    MovedModel moved;
    QAbstractItemModelTester two(&moved, QAbstractItemModelTester::FailureReportingMode::QtTest);
    moved.set_rows(std::make_shared<const std::vector<MovedRow>>(2));
    QVERIFY(!moved.row(2) && moved.row(1));
  }
};

QTEST_MAIN(TestDecisionPages)
#include "tst_decision_pages.moc"
