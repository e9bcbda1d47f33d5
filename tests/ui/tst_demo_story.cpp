#include "core/workflow/runs.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"

#include <QFile>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace andon;
using namespace andon::ui;

namespace {

constexpr int story_ms = 240'000, bound_ms = 60'000;

std::filesystem::path inside(const QTemporaryDir& folder, const char* name) {
  return folder.filePath(QLatin1String(name)).toStdString();
}

QString write_script(const QTemporaryDir& folder, const QByteArray& body) {
  const QString path = folder.filePath(QStringLiteral("child.sh"));
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly))
    return {};
  file.write("#!/bin/sh\n" + body);
  file.close();
  file.setPermissions(file.permissions() | QFileDevice::ExeOwner);
  return path;
}

QPushButton* demo_button(const MainWindow& window) {
  return window.findChild<QPushButton*>(QStringLiteral("motor_demo"));
}

} // namespace

/// The first story with real widgets: one click on Start, and the window shows the top flagged window.
class TestDemoStory : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void one_click_finds_a_dull_tool() {
    const QTemporaryDir folder;
    MainWindow window({.workspace = inside(folder, "workspace"),
                       .settings_folder = inside(folder, "settings"),
                       .program = QStringLiteral(ANDON_PROGRAM)});
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTest::mouseClick(demo_button(window), Qt::LeftButton);
    QVERIFY(!demo_button(window)->isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(window.current_page(), QStringLiteral("signals"), story_ms);
    const Selection::State found = window.context().selection.state();
    QCOMPARE(found.data, QStringLiteral("motor-demo"));
    QVERIFY(found.start.has_value() && found.end.has_value() && *found.end > *found.start);
    QVERIFY(window.context().messages.kind() == MessageBar::Kind::note);
    auto workspace = workflow::Workspace::open(window.context().workspace);
    QVERIFY(workspace.has_value());
    const auto scores = workflow::stored_scores(*workspace, found.run.toStdString());
    QVERIFY(scores.has_value() && !scores->rows.empty());
    const auto top = std::max_element(scores->rows.begin(), scores->rows.end(),
                                      [](const auto& a, const auto& b) { return a.score < b.score; });
    QCOMPARE(found.item.toStdString(), top->item);
    QCOMPARE(top->label, 1);
    QCOMPARE(top->decision, 1);
  }

  void a_crash_in_training_costs_nothing() {
    const QTemporaryDir folder;
    MainWindow window({.workspace = inside(folder, "workspace"),
                       .settings_folder = inside(folder, "settings"),
                       .program = write_script(folder, "kill -SEGV $$\n")});
    window.show();
    QTest::mouseClick(demo_button(window), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(window.context().messages.kind() == MessageBar::Kind::error, bound_ms);
    QVERIFY(window.context().messages.text().contains(QStringLiteral("stopped unexpectedly")));
    QVERIFY(demo_button(window)->isEnabled());
    QCOMPARE(window.current_page(), QStringLiteral("start"));
    auto workspace = workflow::Workspace::open(window.context().workspace);
    QVERIFY(workspace && workspace->store().check().has_value());
  }

  void cancel_stops_the_demonstration() {
    const QTemporaryDir folder;
    MainWindow window(
        {.workspace = inside(folder, "workspace"),
         .settings_folder = inside(folder, "settings"),
         .program = write_script(folder, "trap 'exit 130' INT\necho '{\"stage\":\"training\"}' >&2\n"
                                         "while :; do sleep 0.05; done\n")});
    window.show();
    QTest::mouseClick(demo_button(window), Qt::LeftButton);
    auto* title = window.findChild<QToolButton*>(QStringLiteral("status_jobs"));
    QTRY_VERIFY_WITH_TIMEOUT(title->text().endsWith(QStringLiteral("training")), bound_ms);
    QTest::mouseClick(window.findChild<QToolButton*>(QStringLiteral("status_cancel")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!window.context().jobs.busy(), bound_ms);
    QVERIFY(window.context().messages.kind() == MessageBar::Kind::note);
    QVERIFY(demo_button(window)->isEnabled());
  }
};

QTEST_MAIN(TestDemoStory)
#include "tst_demo_story.moc"
