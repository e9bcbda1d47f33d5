#include "core/base/atomic_file.h"
#include "ui/forms/option_form.h"
#include "ui/settings/settings.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/fuzzy_match.h"
#include "ui/shell/hangul_keys.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/session.h"
#include "ui/shell/shortcut_editor.h"
#include "ui/theme/theme.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <set>
#include <thread>

using namespace andon;
using namespace andon::ui;

namespace {

constexpr int bound_ms = 20'000;

struct Window {
  Window() : Window(std::make_shared<QTemporaryDir>()) {}
  explicit Window(std::shared_ptr<QTemporaryDir> at, bool reset = false)
      : folder(std::move(at)),
        main({.workspace = path("workspace"), .settings_folder = path("settings"), .reset_ui = reset}) {
    main.set_language(QStringLiteral("en"));
    main.show();
    QVERIFY(QTest::qWaitForWindowExposed(&main));
    main.activateWindow();
    QTRY_VERIFY_WITH_TIMEOUT(!main.context().jobs.busy(), bound_ms);
    main.create_all_pages();
  }
  std::filesystem::path path(const char* name) const {
    return folder->filePath(QLatin1String(name)).toStdString();
  }
  ActionRegistry& actions() { return main.context().actions; }
  MessageBar& messages() { return main.context().messages; }
  std::shared_ptr<QTemporaryDir> folder;
  MainWindow main;
};

struct Options {
  std::int64_t count = 4;
  double rate = 0.25;
  std::string kind = "soft";
  bool fast = true;
  std::vector<Option> describe() {
    return {option("count", count, "How many", "pieces", 1, 9), option("rate", rate, "How fast", "1/s", 0, 1),
            choice("kind", kind, "Which one", {"soft", "hard"}), option("fast", fast, "Hurry")};
  }
};

/// A page stand-in with one-letter keys, as Review has.
QWidget* letters_page(ActionRegistry& actions, QWidget* parent, int& fitted) {
  auto* page = new QWidget(parent);
  page->setFocusPolicy(Qt::StrongFocus);
  actions.add({"test.fit", "test", "Fit", "Fit", QKeySequence("F")}, page, [&fitted] { ++fitted; });
  return page;
}

} // namespace

class TestShell : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void starts_on_start() {
    Window w;
    QCOMPARE(w.main.current_page(), QStringLiteral("start"));
    QVERIFY(w.main.windowTitle().startsWith(QStringLiteral("Start")));
    QVERIFY(w.main.findChild<QPushButton*>(QStringLiteral("motor_demo")) != nullptr);
  }

  void control_and_number_switch_pages() {
    Window w;
    const auto pages = w.main.pages();
    for (std::size_t i = std::min<std::size_t>(pages.size(), 9); i-- > 0;) {
      QTest::keyClick(&w.main, Qt::Key(Qt::Key_1 + int(i)), Qt::ControlModifier);
      QCOMPARE(w.main.current_page(), QString::fromLatin1(pages[i].id));
      QVERIFY(
          w.main.findChild<QToolButton*>(QStringLiteral("rail_") + QLatin1String(pages[i].id))->isChecked());
    }
  }

  void every_page_fits_a_small_screen() {
    Window w;
    for (const char* language : {"en", "ko"}) {
      w.main.set_language(QLatin1String(language));
      for (const PageEntry& entry : w.main.pages()) {
        w.main.show_page(QLatin1String(entry.id));
        const QSize least = w.main.minimumSizeHint(),
                    page = w.main.page(QLatin1String(entry.id))->minimumSizeHint();
        QVERIFY2(least.width() <= 1280 && least.height() <= 720,
                 qPrintable(QStringLiteral("%1 %2: window %3 x %4, page %5 x %6")
                                .arg(QLatin1String(language), QLatin1String(entry.id))
                                .arg(least.width())
                                .arg(least.height())
                                .arg(page.width())
                                .arg(page.height())));
      }
    }
  }

  void every_action_is_in_the_palette_in_two_languages() {
    Window w;
    const CommandPalette palette(w.main);
    for (QAction* action : w.actions().actions()) {
      QVERIFY2(palette.listed().contains(action), qPrintable(ActionRegistry::id_of(action)));
      const QStringList texts = ActionRegistry::search_texts(action);
      QVERIFY2(!texts[0].isEmpty() && texts[0] != texts[1], qPrintable(texts.join(QStringLiteral(" | "))));
      QVERIFY(!action->statusTip().isEmpty());
    }
  }

  void no_two_actions_share_a_key() {
    Window w;
    for (const QAction* action : w.actions().actions()) {
      const QString id = ActionRegistry::id_of(action);
      const QAction* other = w.actions().conflict(id, action->shortcut());
      QVERIFY2(!other,
               qPrintable(id + QStringLiteral(" and ") + (other ? ActionRegistry::id_of(other) : QString())));
    }
  }

  void palette_opens_an_action() {
    Window w;
    QTest::keyClick(&w.main, Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto* palette = w.main.findChild<CommandPalette*>();
    QVERIFY(palette);
    auto* input = palette->findChild<QLineEdit*>(QStringLiteral("command_input"));
    QTest::keyClicks(input, QStringLiteral("list of"));
    input->setText(QStringLiteral("작업"));
    QVERIFY(palette->listed().contains(w.actions().find(QStringLiteral("view.jobs"))));
    input->clear();
    QTest::keyClicks(input, QStringLiteral("jobs"));
    QCOMPARE(palette->listed().front(), w.actions().find(QStringLiteral("view.jobs")));
    QVERIFY(!w.main.jobs_dock()->isVisible());
    QTest::keyClick(input, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(w.main.jobs_dock()->isVisible(), bound_ms);
  }

  void fuzzy_prefers_words() {
    QVERIFY(fuzzy_score(QStringLiteral("ow"), QStringLiteral("Open workspace")) >
            fuzzy_score(QStringLiteral("ow"), QStringLiteral("Follow")) - 30);
    QCOMPARE(fuzzy_score(QStringLiteral("xyz"), QStringLiteral("Open workspace")), 0);
    QVERIFY(fuzzy_score(QStringLiteral("open"), QStringLiteral("Open workspace")) >
            fuzzy_score(QStringLiteral("open"), QStringLiteral("Outer pen")));
  }

  void language_switch_retitles_everything() {
    Window w;
    auto* file_menu = w.main.menuBar()->findChild<QMenu*>(QStringLiteral("menu_file"));
    QTest::mouseClick(w.main.findChild<QToolButton*>(QStringLiteral("language_ko")), Qt::LeftButton);
    QCOMPARE(w.main.language().current(), QStringLiteral("ko"));
    QTRY_COMPARE_WITH_TIMEOUT(file_menu->title(), QStringLiteral("파일(&F)"), bound_ms);
    QCOMPARE(w.main.findChild<QPushButton*>(QStringLiteral("motor_demo"))->text(),
             QStringLiteral("모터 데모 실행"));
    QCOMPARE(w.actions().find(QStringLiteral("file.open"))->text(), QStringLiteral("작업 공간 열기…"));
    QCOMPARE(w.main.findChild<QToolButton*>(QStringLiteral("rail_start"))->text(), QStringLiteral("시작"));
    QTest::mouseClick(w.main.findChild<QToolButton*>(QStringLiteral("language_en")), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(file_menu->title(), QStringLiteral("&File"), bound_ms);
    QCOMPARE(w.actions().find(QStringLiteral("file.open"))->text(), QStringLiteral("Open workspace…"));
  }

  void theme_switch_is_live() {
    Window w;
    w.main.set_theme(QStringLiteral("light"));
    QVERIFY(!is_dark(w.main.palette()));
    QTest::mouseClick(w.main.findChild<QToolButton*>(QStringLiteral("theme_switch")), Qt::LeftButton);
    QVERIFY(is_dark(w.main.palette()));
    QCOMPARE(w.main.context().settings.text(QStringLiteral("theme")), QStringLiteral("dark"));
    w.main.set_theme(QStringLiteral("dark"));
    const QImage rail = w.main.findChild<QWidget*>(QStringLiteral("rail"))->grab().toImage();
    QVERIFY2(rail.pixelColor(rail.width() / 2, rail.height() - 8).lightnessF() < 0.4,
             "the rail stayed light");
    w.main.set_theme(QStringLiteral("light"));
  }

  void texts_have_contrast_in_both_themes() {
    const auto luminance = [](const QColor& c) {
      const auto part = [](double v) {
        return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
      };
      return 0.2126 * part(c.redF()) + 0.7152 * part(c.greenF()) + 0.0722 * part(c.blueF());
    };
    const auto contrast = [&](const QColor& a, const QColor& b) {
      const double x = luminance(a), y = luminance(b);
      return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
    };
    for (const QColor& window : {QColor(Qt::white), QColor(Qt::black)}) {
      const Colors& c = colors(QPalette(window));
      for (const QColor& text : {c.text, c.muted, c.accent, c.alarm}) {
        QVERIFY2(contrast(text, c.surface) >= 4.5,
                 qPrintable(text.name() + QStringLiteral(" on ") + c.surface.name()));
        QVERIFY2(contrast(text, c.window) >= 4.5,
                 qPrintable(text.name() + QStringLiteral(" on ") + c.window.name()));
      }
      QVERIFY(contrast(c.on_accent, c.accent) >= 4.5);
      QVERIFY(contrast(c.on_selection, c.selection) >= 4.5);
      QVERIFY(contrast(c.review, c.surface) >= 3);
    }
  }

  void shortcut_conflicts_are_refused() {
    Window w;
    const QString refused = w.actions().set_shortcut(QStringLiteral("view.jobs"), QKeySequence("Ctrl+O"));
    QVERIFY(refused.contains(QStringLiteral("Open workspace")));
    QCOMPARE(w.actions().find(QStringLiteral("view.jobs"))->shortcut(), QKeySequence("F8"));
    QCOMPARE(w.actions().set_shortcut(QStringLiteral("view.jobs"), QKeySequence("Ctrl+J")), QString());
    QTest::keyClick(&w.main, Qt::Key_J, Qt::ControlModifier);
    QVERIFY(w.main.jobs_dock()->isVisible());
  }

  void shortcuts_survive_a_restart_and_travel_as_a_file() {
    auto folder = std::make_shared<QTemporaryDir>();
    const std::filesystem::path file = folder->filePath(QStringLiteral("keys.json")).toStdString();
    {
      Window w(folder);
      QCOMPARE(w.actions().set_shortcut(QStringLiteral("view.jobs"), QKeySequence("Ctrl+J")), QString());
      QVERIFY(export_shortcuts(w.actions(), file).has_value());
    }
    Window again(folder);
    QCOMPARE(again.actions().find(QStringLiteral("view.jobs"))->shortcut(), QKeySequence("Ctrl+J"));
    Window other;
    const auto problems = import_shortcuts(other.actions(), file);
    QVERIFY(problems.has_value() && problems->isEmpty());
    QCOMPARE(other.actions().find(QStringLiteral("view.jobs"))->shortcut(), QKeySequence("Ctrl+J"));
    QVERIFY(write_atomic(file, "not json").has_value());
    QCOMPARE(import_shortcuts(other.actions(), file).error().code, ErrorCode::parse);
    Window reset(folder, true);
    QCOMPARE(reset.actions().find(QStringLiteral("view.jobs"))->shortcut(), QKeySequence("F8"));
  }

  void hangul_letters_are_keys_data() {
    QTest::addColumn<int>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("scan");
    QTest::addColumn<int>("latin");
    QTest::newRow("text of F") << int(Qt::Key_unknown) << QStringLiteral("ㄹ") << 0 << int(Qt::Key_F);
    QTest::newRow("key code of F") << 0x3139 << QString() << 0 << int(Qt::Key_F);
    QTest::newRow("scan code of F") << int(Qt::Key_unknown) << QString() << 41 << int(Qt::Key_F);
    QTest::newRow("text of Q") << int(Qt::Key_unknown) << QStringLiteral("ㅂ") << 24 << int(Qt::Key_Q);
    QTest::newRow("text of M") << int(Qt::Key_unknown) << QStringLiteral("ㅡ") << 58 << int(Qt::Key_M);
    QTest::newRow("scan code of 1") << int(Qt::Key_unknown) << QString() << 10 << int(Qt::Key_1);
    QTest::newRow("a Latin key is left alone") << int(Qt::Key_F) << QStringLiteral("f") << 41 << 0;
  }
  void hangul_letters_are_keys() {
    QFETCH(int, key);
    QFETCH(QString, text);
    QFETCH(int, scan);
    QFETCH(int, latin);
    const QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier, quint32(scan), 0, 0, text);
    QCOMPARE(latin_key(event), latin);
  }

  void hangul_letters_fire_actions() {
    Window w;
    int fitted = 0;
    QWidget* page = letters_page(w.actions(), &w.main, fitted);
    page->show();
    QKeyEvent by_text(QEvent::KeyPress, Qt::Key_unknown, Qt::NoModifier, QStringLiteral("ㄹ"));
    QApplication::sendEvent(page, &by_text);
    QKeyEvent by_scan(QEvent::KeyPress, Qt::Key_unknown, Qt::NoModifier, 41, 0, 0);
    QApplication::sendEvent(page, &by_scan);
    QCOMPARE(fitted, 2);
    QLineEdit field(page);
    QKeyEvent typed(QEvent::KeyPress, Qt::Key_unknown, Qt::NoModifier, QStringLiteral("ㄹ"));
    QApplication::sendEvent(&field, &typed);
    QCOMPARE(fitted, 2);
    QCOMPARE(field.text(), QStringLiteral("ㄹ"));
  }

  void disabled_actions_say_why() {
    Window w;
    const QAction* cancel = w.actions().find(QStringLiteral("jobs.cancel"));
    QVERIFY(!cancel->isEnabled());
    QCOMPARE(ActionRegistry::disabled_reason(cancel), QStringLiteral("Nothing is running."));
    QVERIFY(cancel->toolTip().contains(QStringLiteral("Nothing is running.")));
  }

  void session_is_restored() {
    auto folder = std::make_shared<QTemporaryDir>();
    {
      Window w(folder);
      w.main.jobs_dock()->show();
      w.main.resize(1000, 700);
      w.main.context().selection.select({.data = QStringLiteral("mill"), .run = QStringLiteral("r1")});
      w.main.show_page(QLatin1String(w.main.pages().back().id));
      const auto saved_page = [&w] {
        const auto bytes = read_file(w.path("settings") / "session.json");
        return bytes &&
               bytes->find(std::string("\"page\": \"") + w.main.pages().back().id + '"') != std::string::npos;
      };
      QTRY_VERIFY_WITH_TIMEOUT(saved_page(), bound_ms);
    }
    Window again(folder);
    QCOMPARE(again.main.current_page(), QString::fromLatin1(again.main.pages().back().id));
    QCOMPARE(again.main.context().selection.state().run, QStringLiteral("r1"));
    QVERIFY(again.main.jobs_dock()->isVisible());
    Window reset(folder, true);
    QCOMPARE(reset.main.current_page(), QStringLiteral("start"));
    QVERIFY(!reset.main.jobs_dock()->isVisible());
  }

  void a_damaged_session_gives_the_default_and_a_notice() {
    auto folder = std::make_shared<QTemporaryDir>();
    QDir(folder->path()).mkdir(QStringLiteral("settings"));
    QVERIFY(write_atomic(folder->filePath(QStringLiteral("settings/session.json")).toStdString(),
                         "{\"version\": 99}"));
    Window w(folder);
    QCOMPARE(w.main.current_page(), QStringLiteral("start"));
    QVERIFY(w.messages().text().contains(QStringLiteral("default layout")));
  }

  void geometry_is_pulled_back_on_screen() {
    const std::vector<QRect> screens{QRect(0, 0, 1920, 1080), QRect(1920, 0, 1280, 720)};
    QCOMPARE(on_screen(QRect(100, 100, 800, 600), screens), QRect(100, 100, 800, 600));
    QCOMPARE(on_screen(QRect(5000, 5000, 800, 600), screens), QRect(1120, 480, 800, 600));
    QCOMPARE(on_screen(QRect(2500, 300, 2000, 900), screens), QRect(1920, 0, 1280, 720));
    QCOMPARE(on_screen(QRect(-700, -20, 800, 600), screens), QRect(0, 0, 800, 600));
  }

  void settings_survive_save_and_load() {
    const QTemporaryDir folder;
    std::map<QString, QVariant> changed;
    {
      Settings settings(folder.path().toStdString());
      for (const SettingRow& row : settings_table()) {
        const QString key = QLatin1String(row.key);
        QCOMPARE(settings.value(key), row.default_value);
        QVariant other = row.default_value.typeId() == QMetaType::Bool ? QVariant(!row.default_value.toBool())
                         : row.default_value.typeId() == QMetaType::Int
                             ? QVariant(row.default_value.toInt() + 1)
                         : row.default_value.typeId() == QMetaType::QStringList
                             ? QVariant(QStringList{QStringLiteral("/a"), QStringLiteral("/한글")})
                         : row.default_value.typeId() == QMetaType::QVariantMap
                             ? QVariant(QVariantMap{{QStringLiteral("k"), QStringLiteral("Ctrl+K")}})
                             : QVariant(QStringLiteral("changed"));
        settings.set(key, other);
        changed[key] = other;
      }
      QVERIFY(settings.save().has_value());
    }
    const Settings again(folder.path().toStdString());
    for (const auto& [key, value] : changed)
      QCOMPARE(again.value(key), value);
    QVERIFY(again.notice().isEmpty());
    QVERIFY(write_atomic(std::filesystem::path(folder.path().toStdString()) / "settings.json", "{broken"));
    const Settings damaged(folder.path().toStdString());
    QVERIFY(damaged.notice().contains(QStringLiteral("damaged")));
    QCOMPARE(damaged.text(QStringLiteral("theme")), QStringLiteral("follow"));
  }

  void messages_stay_and_leave() {
    Window w;
    MessageBar& bar = w.messages();
    bar.show_error(QStringLiteral("Training"), {ErrorCode::io, "disk is full"});
    bar.show_message(MessageBar::Kind::note, QStringLiteral("hello"));
    QCOMPARE(bar.text(), QStringLiteral("hello"));
    bar.dismiss();
    QCOMPARE(bar.text(), QStringLiteral("Training failed: disk is full"));
    QVERIFY(bar.isVisible());
    bool retried = false;
    bar.show_message(MessageBar::Kind::warning, QStringLiteral("lost"), QStringLiteral("Retry"),
                     [&] { retried = true; });
    for (QPushButton* button : bar.findChildren<QPushButton*>())
      QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(retried);
    bar.dismiss();
    QVERIFY(!bar.isVisible());
  }

  void a_job_shows_and_is_cancelled_from_the_status_bar() {
    Window w;
    bool cancelled = false;
    w.main.context().jobs.run<int>(
        QStringLiteral("Long work"), Lane::compute, this,
        [](Progress& progress, std::stop_token stop) -> Result<int> {
          progress.stage("counting", 100);
          progress.advance(40);
          while (!stop.stop_requested())
            std::this_thread::yield();
          return fail(ErrorCode::cancelled, "cancelled");
        },
        [&](Result<int> result) { cancelled = !result; });
    auto* title = w.main.findChild<QToolButton*>(QStringLiteral("status_jobs"));
    QTRY_COMPARE_WITH_TIMEOUT(title->text(), QStringLiteral("Long work · counting"), bound_ms);
    QTest::mouseClick(w.main.findChild<QToolButton*>(QStringLiteral("status_cancel")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(cancelled, bound_ms);
    QTRY_COMPARE_WITH_TIMEOUT(title->text(), QStringLiteral("No jobs running"), bound_ms);
  }

  void selection_has_a_history() {
    Window w;
    Selection& selection = w.main.context().selection;
    selection.select({.run = QStringLiteral("a")});
    selection.select({.run = QStringLiteral("b")});
    QTest::keyClick(&w.main, Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(selection.state().run, QStringLiteral("a"));
    QTest::keyClick(&w.main, Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(selection.state().run, QStringLiteral("b"));
    QVERIFY(!selection.can_go_forward());
  }

  void option_form_returns_what_changed() {
    OptionForm form(describe_defaults<Options>());
    QVERIFY(form.changed_values().empty());
    form.findChild<QSpinBox*>(QStringLiteral("count"))->setValue(99);
    form.findChild<QDoubleSpinBox*>(QStringLiteral("rate"))->setValue(0.125);
    form.findChild<QComboBox*>(QStringLiteral("kind"))->setCurrentText(QStringLiteral("hard"));
    const OptionMap changed = form.changed_values();
    QCOMPARE(changed.size(), std::size_t(3));
    QCOMPARE(std::get<std::int64_t>(changed.at("count")), 9);
    QCOMPARE(std::get<double>(changed.at("rate")), 0.125);
    const auto config = configured<Options>(changed);
    QVERIFY(config && config->kind == "hard" && config->fast);
    form.reset_all();
    QVERIFY(form.changed_values().empty());
    form.set_values(changed);
    QCOMPARE(form.changed_values(), changed);
  }

  void option_form_filters() {
    OptionForm form(describe_defaults<Options>());
    form.show();
    QTest::keyClicks(form.findChild<QLineEdit*>(QStringLiteral("option_filter")), QStringLiteral("hurry"));
    QVERIFY(!form.findChild<QSpinBox*>(QStringLiteral("count"))->isVisibleTo(&form));
    QVERIFY(form.findChild<QWidget*>(QStringLiteral("fast"))->isVisibleTo(&form));
  }

  void every_control_has_a_name() {
    Window w;
    QStringList unnamed;
    for (const QWidget* widget : w.main.findChildren<QWidget*>()) {
      const bool control =
          widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith(QStringLiteral("qt_"));
      // Labels are read by their text; plain containers and a combo box's list take focus for their owner.
      const QByteArray kind = widget->metaObject()->className();
      if (qobject_cast<const QLabel*>(widget) || kind == "QWidget" || kind == "QComboBoxListView")
        continue;
      const bool text = !widget->property("text").toString().isEmpty();
      const bool inner = qobject_cast<const QLineEdit*>(widget) &&
                         qobject_cast<const QAbstractSpinBox*>(widget->parentWidget());
      if (control && !text && !inner && widget->accessibleName().isEmpty())
        unnamed << QStringLiteral("%1 '%2' in '%3'")
                       .arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
                            widget->parentWidget() ? widget->parentWidget()->objectName() : QString());
    }
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(QLatin1Char('\n'))));
  }
};

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
