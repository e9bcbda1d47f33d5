#include "core/workflow/adapt.h"
#include "core/workflow/data.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/agreement_view.h"
#include "ui/pages/candidate_desk.h"
#include "ui/pages/candidate_report.h"
#include "ui/pages/page_states.h"
#include "ui/pages/proposal_banner.h"
#include "ui/pages/review_page.h"
#include "ui/pages/review_panel.h"
#include "ui/plot/review_wave.h"
#include "ui/settings/settings.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/hangul_keys.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTreeWidget>
#include <QtTest>

#include <algorithm>

using namespace andon;
using namespace andon::ui;

namespace {

constexpr int bound_ms = 60'000;

/// A workspace with a trained run over 48 test windows, and the page over it.
struct Desk {
  QTemporaryDir folder;
  Selection selection;
  ActionRegistry actions;
  HangulKeys hangul{actions};
  MessageBar messages;
  Settings settings{folder.path().toStdString() + "/settings"};
  JobList jobs;
  PageContext context{
      folder.path().toStdString() + "/workspace", selection, jobs, actions, messages, settings};

  Desk() {
    settings.set(QStringLiteral("reviewer"), QStringLiteral("kim"));
    settings.set(QStringLiteral("review_bounce_ms"), 0);
  }
  workflow::Workspace open() const {
    return std::move(
        *workflow::Workspace::open(context.workspace, {.device = "cpu", .threads = 2, .store = ""}));
  }
  void train() {
    workflow::Workspace workspace = open();
    Progress silent;
    const std::string data = folder.path().toStdString() + "/motor";
    const OptionMap small{{"length", std::int64_t{64}},
                          {"rate", 25.0},
                          {"train", std::int64_t{64}},
                          {"test_healthy", std::int64_t{24}},
                          {"test_dull", std::int64_t{24}}};
    QVERIFY(workflow::simulate({.simulator = "motor", .options = small, .seed = 3, .out = data}, silent, {}));
    QVERIFY(workflow::train(workspace,
                            {.model = "motor",
                             .data = data,
                             .name = "line",
                             .options = {{"epochs", std::int64_t{2}},
                                         {"width", std::int64_t{8}},
                                         {"embedding", std::int64_t{16}}}},
                            silent, {}));
    Selection::State state;
    state.run = QStringLiteral("line");
    selection.select(state);
  }
  std::vector<LabelEvent> events() const { return *open().store().label_events(); }
};

void press(QWidget& page, int key, const QString& text, quint32 scan) {
  QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier, scan, 0, 0, text);
  QApplication::sendEvent(&page, &event);
}

std::string shown(ReviewPage& page) {
  return page.desk().current() ? page.desk().current()->row.item : std::string();
}

} // namespace

class TestReviewPage : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() { apply_theme(*qApp, ThemeChoice::light); }

  void without_a_run_the_page_says_what_belongs_here() {
    Desk desk;
    ReviewPage page(desk.context);
    page.activated();
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::empty, bound_ms);
    Selection::State lost;
    lost.run = QStringLiteral("nowhere");
    desk.selection.select(lost);
    page.activated();
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::failed, bound_ms);
  }

  void keys_give_verdicts_and_undo_takes_them_back() {
    Desk desk;
    desk.train();
    ReviewPage page(desk.context);
    page.resize(1100, 760);
    page.show();
    page.activated();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::filled, bound_ms);
    for (int i = 0; i < 3; ++i)
      QVERIFY(page.verdict_button(i).height() >= 48);
    const int all = page.desk().size();
    QVERIFY(all > 40);
    QSignalSpy saved(&page.desk(), &ReviewDesk::labels_changed);
    const std::string first = shown(page);
    QTest::keyClick(&page, Qt::Key_2);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, bound_ms);
    QCOMPARE(desk.events().size(), std::size_t{1}); // on the disk before the next item shows
    QCOMPARE(desk.events().back().item, first);
    QCOMPARE(desk.events().back().new_class, std::string("abnormal"));
    QCOMPARE(desk.events().back().reviewer, std::string("kim"));
    QVERIFY(shown(page) != first);
    const std::string second = shown(page);
    QTest::keyClick(&page, Qt::Key_Space);
    QVERIFY(shown(page) != second && saved.size() == 1);
    QTest::keyClick(&page, Qt::Key_Left);
    QCOMPARE(shown(page), second);
    QTest::keyClick(&page, Qt::Key_3);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 2, bound_ms);
    QTest::keyClick(&page, Qt::Key_Z);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 3, bound_ms);
    QCOMPARE(shown(page), second);
    QCOMPARE(page.desk().label_of(page.desk().index()), QString());
    QTest::keyClick(&page, Qt::Key_Z, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 4, bound_ms);
    QCOMPARE(desk.events().back().new_class, std::string("unsure"));
    QTest::mouseClick(&page.verdict_button(0), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 5, bound_ms);
    QCOMPARE(desk.events().back().new_class, std::string("normal"));
    workflow::Workspace workspace = desk.open();
    QVERIFY(workflow::verify_labels(workspace)->ok);
  }

  void hangul_mode_gives_the_same_verdicts() {
    Desk desk;
    desk.train();
    ReviewPage page(desk.context);
    page.show();
    page.activated();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::filled, bound_ms);
    QVERIFY(!page.testAttribute(Qt::WA_InputMethodEnabled));
    QSignalSpy saved(&page.desk(), &ReviewDesk::labels_changed);
    press(page, Qt::Key_unknown, {}, 11); // "2" by its scan code
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, bound_ms);
    QCOMPARE(desk.events().back().new_class, std::string("abnormal"));
    press(page, Qt::Key_unknown, QStringLiteral("ㅋ"), 0); // the letter on Z
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 2, bound_ms);
    QVERIFY(desk.events().back().kind == LabelKind::undo);
    press(page, Qt::Key_unknown, QStringLiteral("ㅋ"), 52);
    QTRY_VERIFY_WITH_TIMEOUT(!page.desk().committing(), bound_ms);
    QCOMPARE(desk.events().size(), std::size_t{2}); // nothing was left to undo
  }

  void a_double_press_judges_one_item() {
    Desk desk;
    desk.settings.set(QStringLiteral("review_bounce_ms"), 60'000);
    desk.train();
    ReviewPage page(desk.context);
    page.show();
    page.activated();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::filled, bound_ms);
    QSignalSpy saved(&page.desk(), &ReviewDesk::labels_changed);
    QTest::keyClick(&page, Qt::Key_1);
    QTest::keyClick(&page, Qt::Key_1);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, bound_ms);
    QTest::keyClick(&page, Qt::Key_1);
    QTest::keyClick(&page, Qt::Key_2);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 2, bound_ms);
    QCOMPARE(desk.events().size(), std::size_t{2});
  }

  void dragging_marks_an_interval() {
    Desk desk;
    desk.train();
    ReviewPage page(desk.context);
    page.resize(1000, 760);
    page.show();
    page.activated();
    QTRY_VERIFY_WITH_TIMEOUT(page.panel().wave().visible().span() > 1.5, bound_ms);
    ReviewWave& wave = page.panel().wave();
    QSignalSpy saved(&page.desk(), &ReviewDesk::labels_changed);
    const QPoint from(wave.width() / 3, wave.height() / 2), to(2 * wave.width() / 3, wave.height() / 2);
    QTest::mousePress(&wave, Qt::LeftButton, {}, from);
    QTest::mouseMove(&wave, to);
    QTest::mouseRelease(&wave, Qt::LeftButton, {}, to);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, bound_ms);
    const LabelEvent event = desk.events().back();
    QVERIFY(event.kind == LabelKind::mark && event.new_class == "abnormal");
    QVERIFY(std::abs(event.start - wave.time_at(from.x())) < 0.05 &&
            std::abs(event.end - wave.time_at(to.x())) < 0.05);
    QCOMPARE(page.desk().marks_of_current().size(), std::size_t{1});
  }

  void enough_labels_propose_fine_tuning() {
    Desk desk;
    desk.settings.set(QStringLiteral("review_goal"), 2);
    desk.train();
    ReviewPage page(desk.context);
    page.show();
    page.activated();
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::filled, bound_ms);
    QSignalSpy saved(&page.desk(), &ReviewDesk::labels_changed);
    const auto judge = [&](const char* label) {
      const int before = int(saved.size());
      page.desk().verdict(QLatin1String(label));
      QTRY_COMPARE_WITH_TIMEOUT(int(saved.size()), before + 1, bound_ms);
    };
    judge("abnormal");
    judge("unsure"); // says nothing to learn from
    QVERIFY(page.proposal().isHidden());
    judge("normal");
    QVERIFY(page.proposal().isVisible());
    page.proposal().later_button().click();
    QVERIFY(page.proposal().isHidden());
    judge("normal");
    QVERIFY(page.proposal().isHidden());
    {
      ActionRegistry actions;
      PageContext context{desk.context.workspace, desk.selection, desk.jobs, actions,
                          desk.messages,          desk.settings};
      ReviewPage again(context); // what was put off stays so after a restart
      again.show();
      again.activated();
      QTRY_COMPARE_WITH_TIMEOUT(again.states().state(), PageStates::State::filled, bound_ms);
      QCOMPARE(again.desk().fresh(), 3);
      QVERIFY(again.proposal().isHidden());
    }
    judge("normal"); // twice two more
    QVERIFY(page.proposal().isVisible());
    page.desk().undo();
    QTRY_VERIFY_WITH_TIMEOUT(page.proposal().isHidden(), bound_ms);
    page.desk().redo();
    QTRY_VERIFY_WITH_TIMEOUT(page.proposal().isVisible(), bound_ms);
    QSignalSpy running(&page.candidates(), &CandidateDesk::running_changed);
    page.proposal().accept_button().click();
    QVERIFY(running.size() >= 1);
  }

  void the_lists_of_agreement_open_their_items() {
    Desk desk;
    desk.train();
    ReviewPage page(desk.context);
    page.resize(1200, 760);
    page.show();
    page.activated();
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::filled, bound_ms);
    QVERIFY(page.agreement().isHidden());
    QTest::keyClick(&page, Qt::Key_A);
    QVERIFY(page.agreement().isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(page.agreement().note().contains(QStringLiteral("Nothing to compare yet")),
                             bound_ms);
    std::vector<std::string> contradicted;
    {
      workflow::Workspace workspace = desk.open();
      workflow::LabelLog log = *workflow::LabelLog::open(workspace);
      const workflow::QueueOut& queue = page.desk().queue();
      for (std::size_t i = 0; i < 4; ++i) {
        const std::string item = queue.items[i].row.item;
        for (const char* reviewer : {"kim", "lee"}) {
          const bool other = i < 2 && std::string(reviewer) == "lee";
          QVERIFY(log.give(workspace, queue.context, {item, 0, 2.56, 0.5}, other ? "normal" : "abnormal",
                           {reviewer, "", ""}));
        }
        if (i < 2)
          contradicted.push_back(item);
      }
    }
    std::ranges::sort(contradicted);
    page.agreement().reload();
    QTRY_COMPARE_WITH_TIMEOUT(page.agreement().list().topLevelItemCount(), 2, bound_ms);
    const QTreeWidgetItem* const pair = page.agreement().list().topLevelItem(0)->child(0);
    QCOMPARE(pair->text(0), QStringLiteral("kim and lee"));
    QVERIFY2(pair->text(1).endsWith(QStringLiteral("4 items")), qPrintable(pair->text(1)));
    QTreeWidgetItem* const group = page.agreement().list().topLevelItem(1);
    QCOMPARE(group->text(0), QStringLiteral("Contradictions (2)"));
    QCOMPARE(group->child(1)->text(0).toStdString(), contradicted[1]);
    QVERIFY(group->child(1)->text(1).contains(QStringLiteral("lee: normal")));
    Q_EMIT page.agreement().list().itemClicked(group->child(1), 0);
    QTRY_COMPARE_WITH_TIMEOUT(shown(page), contradicted[1], bound_ms);
    QCOMPARE(page.desk().size(), 2);
    QSignalSpy saved(&page.desk(), &ReviewDesk::labels_changed);
    page.desk().verdict(QStringLiteral("normal")); // kim settles it
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, bound_ms);
    QTRY_COMPARE_WITH_TIMEOUT(page.agreement().list().topLevelItem(1)->childCount(), 1, bound_ms);
    QCOMPARE(desk.events().back().purpose, std::string("chosen"));
  }

  void the_report_decides_nothing_by_itself() {
    Desk desk;
    ReviewPage page(desk.context);
    workflow::AdaptOut report;
    report.candidate = "line-c1";
    report.before.run = "line";
    report.before.metrics["recall"] = {0.2, 0.1, 0.3};
    report.after.metrics["recall"] = {0.8, 0.7, 0.9};
    report.changed = {{"motor", "test-dull-00001", 0, 2.56, 0.01, 0.4, 0, 1, "abnormal"}};
    report.changed_total = 1;
    CandidateReport* const dialog = page.candidates().show_candidate(report);
    QSignalSpy accepted(dialog, &CandidateReport::accepted_candidate);
    QVERIFY(dialog->figures().rowCount() >= 5);
    QVERIFY(dialog->figures().item(0, 2)->text().contains(QStringLiteral("0.8")));
    QCOMPARE(dialog->changes().rowCount(), 1);
    QTest::keyClick(dialog, Qt::Key_Return); // the default keeps the model in use
    QCOMPARE(accepted.size(), 0);
  }
};

QTEST_MAIN(TestReviewPage)
#include "tst_review_page.moc"
