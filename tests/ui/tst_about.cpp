#include "core/workflow/licences.h"
#include "tests/workflow/image_story_fixture.h"
#include "ui/pages/train_dialog.h"
#include "ui/pages/weights_note.h"
#include "ui/shell/about_dialog.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHelpEvent>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QTextBrowser>
#include <QToolTip>

using namespace andon;
using namespace andon::ui;
namespace fs = std::filesystem;

/// What the window says of itself, and of pre-trained weights that are or are not there.
class TestAbout : public QObject {
  Q_OBJECT
  workflow::ImageStory story_;
  Progress silent_;
  std::unique_ptr<MainWindow> window_;
  static constexpr int bound_ms = 20'000;

  AboutDialog* dialog() { return window_->findChild<AboutDialog*>(); }
  WeightsNote& note() { return *window_->page(QStringLiteral("start"))->findChild<WeightsNote*>(); }
  bool busy() { return window_->context().jobs.busy(); }
  static void keep_picture(QWidget& widget, const char* name) {
    if (const QString folder = qEnvironmentVariable("ANDON_SHOTS"); !folder.isEmpty())
      widget.grab().save(folder + QLatin1Char('/') + QLatin1String(name) + QStringLiteral(".png"));
  }
  void open_window() {
    window_ = std::make_unique<MainWindow>(WindowOptions{.workspace = story_.folder() / "workspace",
                                                         .settings_folder = story_.folder() / "settings",
                                                         .program = QStringLiteral("none")});
    window_->set_theme(QStringLiteral("light"));
    window_->set_language(QStringLiteral("en"));
    window_->resize(1280, 800);
    window_->show();
    window_->activateWindow();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    window_->show_page(QStringLiteral("start"));
    QTRY_VERIFY_WITH_TIMEOUT(!busy(), bound_ms);
  }
  void open_about() {
    window_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    QTest::keyClick(window_.get(), Qt::Key_F1, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(dialog() && dialog()->isVisible(), bound_ms);
    QTRY_VERIFY_WITH_TIMEOUT(dialog()->findChild<QPushButton*>(QStringLiteral("about_copy"))->isEnabled(),
                             bound_ms);
  }
  /// The models of the list that takes_weights() picks, in the train dialog.
  static int row_of(const QComboBox& models, const char* id) { return models.findData(QLatin1String(id)); }

private Q_SLOTS:
  void init() { fs::remove_all(story_.folder() / "models"); }
  void cleanup() { window_.reset(); }

  void every_library_has_a_licence() {
    VALUE(about, workflow::about(silent_, {}));
    QVERIFY(about.libraries.size() >= 10);
    QCOMPARE(about.libraries.size(), about.version.libraries.size());
    for (const workflow::LibraryOut& library : about.libraries) {
      QVERIFY2(!library.licence.empty(), library.name.c_str());
      QVERIFY2(library.copyright.empty() || fs::is_regular_file(library.copyright), library.name.c_str());
    }
    QVERIFY(about.networks.empty());
    story_.write_weights();
    std::stop_source stopped;
    stopped.request_stop();
    const auto cancelled = workflow::about(silent_, stopped.get_token());
    QVERIFY(!cancelled && cancelled.error().code == ErrorCode::cancelled);
  }

  void about_opens_by_keys_and_menu_and_closes_by_escape() {
    open_window();
    open_about();
    const QString text = dialog()->text().toPlainText();
    QVERIFY2(text.contains(QStringLiteral("Andon ") + QString::fromStdString(workflow::version().andon)),
             qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("None is at hand")));
    QVERIFY(text.contains(QStringLiteral("third-party.md")));
    QVERIFY(dialog()->text().textInteractionFlags() & Qt::TextSelectableByKeyboard);
    QTest::keyClick(&dialog()->text(), Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!dialog(), bound_ms);
    QAction* action = window_->context().actions.find(QStringLiteral("help.about"));
    QVERIFY(window_->menuBar()->findChild<QMenu*>(QStringLiteral("menu_help"))->actions().contains(action));
    action->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(dialog(), bound_ms);
    QTest::keyClick(dialog(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!dialog(), bound_ms);
  }

  void about_shows_where_a_network_comes_from() {
    story_.write_weights();
    VALUE(imported,
          import_weights(story_.folder() / "models" / "mobilenet_v3_small.safetensors",
                         {.id = "by_formula", .licence = "CC0-1.0", .origin = "made by a <formula>"}));
    open_window();
    open_about();
    const QString text = dialog()->text().toPlainText();
    const QString hash = QString::fromStdString(imported.sha256);
    QVERIFY2(text.contains(QStringLiteral("CC0-1.0")), qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("made by a <formula>")));
    QVERIFY(text.contains(hash.left(12) + QChar(0x2026)) && !text.contains(hash));
    QVERIFY(dialog()->text().find(hash.left(12)));
    const QPoint at = dialog()->text().cursorRect().center() - QPoint(12, 0);
    QHelpEvent help(QEvent::ToolTip, at, dialog()->text().viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(dialog()->text().viewport(), &help);
    QCOMPARE(QToolTip::text(), hash);
    QTest::mouseClick(dialog()->findChild<QPushButton*>(QStringLiteral("about_copy")), Qt::LeftButton);
    QVERIFY(QApplication::clipboard()->text().contains(hash));
    keep_picture(*dialog(), "about-light-en");
    dialog()->close();
    QTRY_VERIFY_WITH_TIMEOUT(!dialog(), bound_ms);
    window_->set_theme(QStringLiteral("dark"));
    window_->set_language(QStringLiteral("ko"));
    open_about();
    keep_picture(*dialog(), "about-dark-ko");
    fs::remove_all(story_.folder() / "cache");
  }

  void start_says_what_is_lost_until_weights_are_there() {
    QVERIFY(!workflow::weights_at_hand());
    open_window();
    QTRY_VERIFY_WITH_TIMEOUT(note().isVisible(), bound_ms);
    QVERIFY(note().text().contains(QStringLiteral("finds less")));
    QVERIFY(note().text().contains(QStringLiteral("andon weights import FILE")));
    keep_picture(*window_, "start-note-light-en");
    window_->set_theme(QStringLiteral("dark"));
    window_->set_language(QStringLiteral("ko"));
    QTRY_VERIFY_WITH_TIMEOUT(note().text().contains(QStringLiteral("가중치")), bound_ms);
    keep_picture(*window_, "start-note-dark-ko");
    story_.write_weights();
    QTest::keyClick(window_.get(), Qt::Key_2, Qt::ControlModifier);
    QTest::keyClick(window_.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(window_->current_page(), QStringLiteral("start"));
    QTRY_VERIFY_WITH_TIMEOUT(!note().isVisible(), bound_ms);
    window_.reset();
    open_window();
    QVERIFY(!note().isVisible());
  }

  void training_says_it_only_where_a_network_is_looked_through() {
    VALUE(models, workflow::describe("model", ""));
    for (const bool there : {false, true}) {
      if (there)
        story_.write_weights();
      TrainDialog train(models, {QStringLiteral("parts")});
      train.show();
      auto& box = *train.findChildren<QComboBox*>().front();
      auto& note = *train.findChild<WeightsNote*>();
      box.setFocus();
      for (const auto& [id, wanted] : {std::pair{"patchcore", true}, {"padim", true}, {"motor", false}}) {
        QTest::keyClick(&box, Qt::Key_Home);
        for (int step = box.findData(QLatin1String(id)); step > 0; --step)
          QTest::keyClick(&box, Qt::Key_Down);
        QCOMPARE(box.currentData().toString(), QLatin1String(id));
        QVERIFY2(note.isVisible() == (wanted && !there), id);
        if (note.isVisible())
          keep_picture(train, "train-note-light-en");
      }
    }
  }
};

QTEST_MAIN(TestAbout)
#include "tst_about.moc"
