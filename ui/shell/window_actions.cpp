#include "ui/shell/window_actions.h"

#include "ui/shell/main_window.h"

#include <QDockWidget>

#include <string>

namespace andon::ui {

namespace {

using Keys = QKeySequence;

struct Row {
  ActionSpec spec;
  void (*trigger)(MainWindow& window);
};

std::span<const Row> file_rows() {
  static const Row table[] = {
      {{"file.open", "", QT_TRANSLATE_NOOP("actions", "Open workspace…"),
        QT_TRANSLATE_NOOP("actions", "Open a workspace folder, or create one"), Keys("Ctrl+O")},
       [](MainWindow& w) { w.choose_workspace(); }},
      {{"file.import", "", QT_TRANSLATE_NOOP("actions", "Import data…"),
        QT_TRANSLATE_NOOP("actions", "Import CSV, HDF5, WAV or MAT files into the workspace"),
        Keys("Ctrl+I")},
       [](MainWindow& w) { w.choose_import(); }},
      {{"file.import_folder", "", QT_TRANSLATE_NOOP("actions", "Import a folder…"),
        QT_TRANSLATE_NOOP("actions", "Import a folder of images or recordings into the workspace"),
        Keys("Ctrl+Shift+I")},
       [](MainWindow& w) { w.choose_import_folder(); }},
      {{"file.quit", "", QT_TRANSLATE_NOOP("actions", "Quit"),
        QT_TRANSLATE_NOOP("actions", "Close the window"), Keys("Ctrl+Q")},
       [](MainWindow& w) { w.close(); }},
  };
  return table;
}

std::span<const Row> rows() {
  static const Row table[] = {
      {{"edit.shortcuts", "", QT_TRANSLATE_NOOP("actions", "Keyboard shortcuts…"),
        QT_TRANSLATE_NOOP("actions", "Change, reset, export or import keyboard shortcuts"), Keys("Ctrl+K")},
       [](MainWindow& w) { w.open_shortcut_editor(); }},
      {{"view.back", "", QT_TRANSLATE_NOOP("actions", "Back"),
        QT_TRANSLATE_NOOP("actions", "Return to what was selected before"), Keys("Alt+Left")},
       [](MainWindow& w) { w.context().selection.back(); }},
      {{"view.forward", "", QT_TRANSLATE_NOOP("actions", "Forward"),
        QT_TRANSLATE_NOOP("actions", "Undo going back"), Keys("Alt+Right")},
       [](MainWindow& w) { w.context().selection.forward(); }},
      {{"view.theme", "", QT_TRANSLATE_NOOP("actions", "Light or dark theme"),
        QT_TRANSLATE_NOOP("actions", "Switch between light and dark"), Keys("Ctrl+Shift+T")},
       [](MainWindow& w) { w.toggle_theme(); }},
      {{"view.theme_follow", "", QT_TRANSLATE_NOOP("actions", "Theme of the desktop"),
        QT_TRANSLATE_NOOP("actions", "Follow the desktop's light or dark setting"), Keys()},
       [](MainWindow& w) { w.set_theme(QStringLiteral("follow")); }},
      {{"view.english", "", QT_TRANSLATE_NOOP("actions", "Language: English"),
        QT_TRANSLATE_NOOP("actions", "Show the window in English"), Keys()},
       [](MainWindow& w) { w.set_language(QStringLiteral("en")); }},
      {{"view.korean", "", QT_TRANSLATE_NOOP("actions", "Language: Korean"),
        QT_TRANSLATE_NOOP("actions", "Show the window in Korean"), Keys()},
       [](MainWindow& w) { w.set_language(QStringLiteral("ko")); }},
      {{"view.inspector", "", QT_TRANSLATE_NOOP("actions", "Inspector"),
        QT_TRANSLATE_NOOP("actions", "Show or hide the facts and options of what is selected"), Keys("F9")},
       [](MainWindow& w) { w.inspector_dock()->setVisible(!w.inspector_dock()->isVisible()); }},
      {{"view.jobs", "", QT_TRANSLATE_NOOP("actions", "Jobs"),
        QT_TRANSLATE_NOOP("actions", "Show or hide the list of jobs"), Keys("F8")},
       [](MainWindow& w) { w.jobs_dock()->setVisible(!w.jobs_dock()->isVisible()); }},
      {{"view.reset", "", QT_TRANSLATE_NOOP("actions", "Reset the layout"),
        QT_TRANSLATE_NOOP("actions", "Put docks and window size back as they were delivered"), Keys()},
       [](MainWindow& w) { w.reset_layout(); }},
      {{"jobs.cancel", "", QT_TRANSLATE_NOOP("actions", "Cancel the running job"),
        QT_TRANSLATE_NOOP("actions", "Stop the newest running job; what it did so far is kept"),
        Keys("Ctrl+.")},
       [](MainWindow& w) { (void)w.cancel_running(); }},
      {{"help.palette", "", QT_TRANSLATE_NOOP("actions", "Find a command…"),
        QT_TRANSLATE_NOOP("actions", "Search every command in English or Korean"), Keys("Ctrl+Shift+P")},
       [](MainWindow& w) { w.open_palette(); }},
      {{"help.commands", "", QT_TRANSLATE_NOOP("actions", "Help: find a command…"),
        QT_TRANSLATE_NOOP("actions", "Search every command in English or Korean"), Keys("F1")},
       [](MainWindow& w) { w.open_palette(); }},
      {{"help.keys", "", QT_TRANSLATE_NOOP("actions", "Keys of this page"),
        QT_TRANSLATE_NOOP("actions", "List the keys that work here"), Keys("?")},
       [](MainWindow& w) { w.open_key_overlay(); }},
      {{"help.about", "", QT_TRANSLATE_NOOP("actions", "About Andon…"),
        QT_TRANSLATE_NOOP("actions", "Version, pre-trained networks, libraries and their licences"),
        Keys("Shift+F1")},
       [](MainWindow& w) { w.open_about(); }},
  };
  return table;
}

void add_page_actions(MainWindow& window) {
  int number = 1;
  for (const PageEntry& page : window.pages()) {
    const std::string id = std::string("page.") + page.id;
    const QKeySequence keys =
        number <= 9 ? QKeySequence(QStringLiteral("Ctrl+%1").arg(number)) : QKeySequence();
    ++number;
    window.context().actions.add(
        {id.c_str(), "", page.title, page.question, keys}, &window,
        [&window, target = QString::fromLatin1(page.id)] { window.show_page(target); });
  }
}

void follow_history(MainWindow& window) {
  const auto show = [&window] {
    const Selection& selection = window.context().selection;
    ActionRegistry& actions = window.context().actions;
    ActionRegistry::set_disabled_reason(
        actions.find(QStringLiteral("view.back")),
        selection.can_go_back() ? QString() : MainWindow::tr("Nothing was selected before."));
    ActionRegistry::set_disabled_reason(
        actions.find(QStringLiteral("view.forward")),
        selection.can_go_forward() ? QString() : MainWindow::tr("You have not gone back."));
  };
  QObject::connect(&window.context().selection, &Selection::changed, &window, show);
  QObject::connect(&window.language(), &Language::changed, &window, show);
  show();
}

void follow_jobs(MainWindow& window) {
  const auto show = [&window] {
    ActionRegistry::set_disabled_reason(window.context().actions.find(QStringLiteral("jobs.cancel")),
                                        window.context().jobs.busy() ? QString()
                                                                     : MainWindow::tr("Nothing is running."));
  };
  QObject::connect(&window.context().jobs, &JobList::changed, &window, show);
  QObject::connect(&window.language(), &Language::changed, &window, show);
  show();
}

} // namespace

void add_window_actions(MainWindow& window) {
  for (const std::span<const Row> part : {file_rows(), rows()})
    for (const Row& row : part)
      window.context().actions.add(row.spec, &window, [&window, trigger = row.trigger] { trigger(window); });
  add_page_actions(window);
  follow_history(window);
  follow_jobs(window);
}

} // namespace andon::ui
