#pragma once
#include "ui/jobs/job_list.h"
#include "ui/pages/page.h"
#include "ui/settings/settings.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/language.h"
#include "ui/shell/selection.h"

#include <QMainWindow>

#include <map>

class QDockWidget;
class QStackedWidget;

namespace andon::ui {

class CornerSwitches;
class JobsPanel;
class MessageBar;
class PathTaker;
class Rail;
class Session;
class StatusRow;

struct WindowOptions {
  std::filesystem::path workspace;       ///< "" = the last one, else the default workspace
  std::filesystem::path settings_folder; ///< "" = the desktop's configuration folder
  QString program;                       ///< command line tool for children; "" = beside the application
  bool reset_ui = false;                 ///< forget geometry, docks and shortcuts
  std::span<const PageEntry> pages = page_table();
};

/// The frame: rail, pages, inspector, jobs, message bar, status. It wires, it computes nothing. Pages are
/// created when first shown or when the window is idle after the first paint. Threads: GUI.
class MainWindow : public QMainWindow {
  Q_OBJECT
public:
  explicit MainWindow(const WindowOptions& options);
  ~MainWindow() override;

  PageContext& context() { return *context_; }
  Language& language() { return language_; }
  std::span<const PageEntry> pages() const { return pages_; }
  /// requires an id of the page table; others are ignored.
  void show_page(const QString& id);
  QString current_page() const { return current_page_; }
  /// Creates the page when it does not exist yet; nullptr for an unknown id.
  Page* page(const QString& id);
  void create_all_pages();

  /// Opens in the background; the message bar tells when it fails and the old workspace stays.
  void open_workspace(const std::filesystem::path& folder);
  void choose_workspace();
  void choose_import();
  void choose_import_folder();
  /// A dropped or chosen list, see PathTaker.
  void take_paths(const QStringList& paths);

  void set_theme(const QString& choice); ///< "follow", "light", "dark"
  void toggle_theme();
  void set_language(const QString& code);
  void open_palette();
  void open_shortcut_editor();
  void open_key_overlay();
  void open_about();
  void reset_layout();
  /// Cancels the newest running job; false when nothing runs.
  bool cancel_running();
  QDockWidget* jobs_dock() const { return jobs_dock_; }
  QDockWidget* inspector_dock() const { return inspector_dock_; }

Q_SIGNALS:
  /// Seconds since the process started, once.
  void first_painted();

protected:
  void changeEvent(QEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  bool event(QEvent* event) override;

private:
  void build_frame();
  void build_docks();
  void connect_parts();
  void restore_session();
  void create_next_page();
  void show_inspector();
  void retranslate();
  void update_title();
  void follow_selection(const Selection::State& now);
  QString page_title(const QString& id) const;
  const PageEntry* entry(const QString& id) const;

  std::span<const PageEntry> pages_;
  Settings settings_;
  Language language_;
  Selection selection_;
  ActionRegistry actions_;
  JobList jobs_;
  MessageBar* messages_ = nullptr;
  PathTaker* taker_ = nullptr;
  std::unique_ptr<PageContext> context_;
  std::map<QString, Page*> created_;
  QString current_page_;
  Rail* rail_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  QDockWidget* inspector_dock_ = nullptr;
  QStackedWidget* inspectors_ = nullptr;
  QDockWidget* jobs_dock_ = nullptr;
  JobsPanel* jobs_panel_ = nullptr;
  StatusRow* status_row_ = nullptr;
  CornerSwitches* switches_ = nullptr;
  Session* session_ = nullptr;
  QByteArray default_state_;
  bool painted_ = false;
};

} // namespace andon::ui
