#include "ui/shell/main_window.h"

#include "core/workflow/workspace.h"
#include "ui/forms/path_taker.h"
#include "ui/jobs/jobs_panel.h"
#include "ui/shell/about_dialog.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/corner_switches.h"
#include "ui/shell/hangul_keys.h"
#include "ui/shell/key_overlay.h"
#include "ui/shell/menus.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/rail.h"
#include "ui/shell/session.h"
#include "ui/shell/shortcut_editor.h"
#include "ui/shell/status_row.h"
#include "ui/shell/window_actions.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>

namespace andon::ui {

namespace {

constexpr int default_width = 1280, default_height = 800, inspector_width = 280, jobs_height = 180;
const QString default_page = QStringLiteral("start");

std::filesystem::path starting_workspace(const WindowOptions& options, const Settings& settings) {
  if (!options.workspace.empty())
    return options.workspace;
  for (const QString& folder : settings.recent_workspaces())
    if (std::filesystem::exists(folder.toStdString()))
      return folder.toStdString();
  return workflow::default_workspace();
}

} // namespace

MainWindow::MainWindow(const WindowOptions& options)
    : pages_(options.pages), settings_(options.settings_folder), jobs_(nullptr, options.program) {
  setObjectName(QStringLiteral("main_window"));
  setAcceptDrops(true);
  if (options.reset_ui)
    settings_.set(QStringLiteral("shortcuts"), QVariantMap());
  actions_.use_settings(settings_);
  language_.set(settings_.text(QStringLiteral("language")));
  apply_theme(*qApp, theme_choice_from(settings_.text(QStringLiteral("theme"))));
  messages_ = new MessageBar(this);
  context_ = std::make_unique<PageContext>(
      PageContext{starting_workspace(options, settings_), selection_, jobs_, actions_, *messages_, settings_,
                  [this](const std::filesystem::path& folder) { open_workspace(folder); }});
  new HangulKeys(actions_, this);
  taker_ = new PathTaker(*context_, this);
  build_frame();
  build_docks();
  add_window_actions(*this);
  build_menus(*this);
  session_ = new Session(*this, settings_.folder() / "session.json");
  connect_parts();
  resize(default_width, default_height);
  default_state_ = saveState();
  retranslate();
  if (!options.reset_ui && settings_.flag(QStringLiteral("restore_session")))
    restore_session();
  if (current_page_.isEmpty())
    show_page(default_page);
  if (!settings_.notice().isEmpty())
    messages_->show_message(MessageBar::Kind::warning, settings_.notice());
  QTimer::singleShot(0, this, [this] { open_workspace(context_->workspace); });
}

MainWindow::~MainWindow() {
  session_->stop();
  jobs_.blockSignals(true);
  selection_.blockSignals(true);
  actions_.blockSignals(true);
  jobs_.cancel_all();
  delete inspector_dock_;
  delete takeCentralWidget();
}

void MainWindow::build_frame() {
  auto* frame = new QWidget(this);
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  rail_ = new Rail(pages_, frame);
  stack_ = new QStackedWidget(frame);
  stack_->setObjectName(QStringLiteral("pages"));
  row->addWidget(rail_);
  row->addWidget(stack_, 1);
  column->addLayout(row, 1);
  column->addWidget(messages_);
  setCentralWidget(frame);
  status_row_ = new StatusRow(jobs_, this);
  statusBar()->addWidget(status_row_, 1);
  statusBar()->setSizeGripEnabled(false);
  switches_ = new CornerSwitches(*this);
  menuBar()->setCornerWidget(switches_);
}

void MainWindow::build_docks() {
  inspector_dock_ = new QDockWidget(this);
  inspector_dock_->setObjectName(QStringLiteral("inspector"));
  inspectors_ = new QStackedWidget(inspector_dock_);
  inspectors_->setMinimumWidth(inspector_width);
  inspector_dock_->setWidget(inspectors_);
  addDockWidget(Qt::RightDockWidgetArea, inspector_dock_);
  inspector_dock_->hide();
  jobs_dock_ = new QDockWidget(this);
  jobs_dock_->setObjectName(QStringLiteral("jobs"));
  jobs_panel_ = new JobsPanel(jobs_, jobs_dock_);
  jobs_panel_->setMinimumHeight(jobs_height);
  jobs_dock_->setWidget(jobs_panel_);
  addDockWidget(Qt::BottomDockWidgetArea, jobs_dock_);
  jobs_dock_->hide();
}

void MainWindow::connect_parts() {
  connect(rail_, &Rail::chosen, this, &MainWindow::show_page);
  connect(&selection_, &Selection::changed, this,
          [this](const Selection::State& now) { follow_selection(now); });
  connect(&language_, &Language::changed, this, [this] { switches_->show_state(); });
  connect(taker_, &PathTaker::images_wanted, this, [this](const QStringList& files) {
    if (Page* images = page(QStringLiteral("images")))
      images->open_files(files);
  });
  connect(status_row_, &StatusRow::jobs_wanted, this,
          [this] { jobs_dock_->setVisible(!jobs_dock_->isVisible()); });
  connect(&jobs_, &JobList::ended, this, [this](const JobInfo& job) {
    if (job.state == JobState::finished && job.seconds > 1)
      Q_EMIT selection_.workspace_changed();
  });
}

const PageEntry* MainWindow::entry(const QString& id) const {
  for (const PageEntry& row : pages_)
    if (id == QLatin1String(row.id))
      return &row;
  return nullptr;
}

QString MainWindow::page_title(const QString& id) const {
  const PageEntry* row = entry(id);
  return row ? QCoreApplication::translate("pages", row->title) : QString();
}

Page* MainWindow::page(const QString& id) {
  if (const auto found = created_.find(id); found != created_.end())
    return found->second;
  const PageEntry* row = entry(id);
  if (!row)
    return nullptr;
  Page* made = row->make(*context_).release();
  made->setObjectName(id);
  made->setAccessibleName(page_title(id));
  made->retranslate();
  stack_->addWidget(made);
  if (QWidget* inspector = made->inspector())
    inspectors_->addWidget(inspector);
  created_[id] = made;
  return made;
}

void MainWindow::create_next_page() {
  for (const PageEntry& row : pages_)
    if (!created_.contains(QLatin1String(row.id))) {
      page(QLatin1String(row.id));
      QTimer::singleShot(0, this, [this] { create_next_page(); });
      return;
    }
  rebuild_page_menu(*this);
}

void MainWindow::create_all_pages() {
  for (const PageEntry& row : pages_)
    page(QLatin1String(row.id));
  rebuild_page_menu(*this);
}

void MainWindow::show_page(const QString& id) {
  Page* shown = page(id);
  if (!shown || current_page_ == id)
    return;
  current_page_ = id;
  stack_->setCurrentWidget(shown);
  rail_->set_current(id);
  show_inspector();
  shown->setFocus();
  shown->activated();
  rebuild_page_menu(*this);
  update_title();
  session_->touch();
}

void MainWindow::show_inspector() {
  const auto shown = created_.find(current_page_);
  QWidget* inspector = shown == created_.end() ? nullptr : shown->second->inspector();
  if (inspector)
    inspectors_->setCurrentWidget(inspector);
  inspector_dock_->setVisible(inspector != nullptr);
}

void MainWindow::follow_selection(const Selection::State& now) {
  if (!now.page.isEmpty())
    show_page(now.page);
  session_->touch();
  update_title();
}

void MainWindow::open_workspace(const std::filesystem::path& folder) {
  jobs_.run<std::filesystem::path>(
      tr("Open workspace"), Lane::io, this,
      [folder](Progress&, std::stop_token) -> Result<std::filesystem::path> {
        ANDON_ASSIGN(const workflow::Workspace opened, workflow::Workspace::open(folder));
        return opened.folder();
      },
      [this](Result<std::filesystem::path> opened) {
        if (!opened) {
          messages_->show_error(tr("Open workspace"), opened.error());
          return;
        }
        const bool other = context_->workspace != *opened;
        context_->workspace = *opened;
        settings_.remember_workspace(QString::fromStdString(opened->string()));
        if (other)
          selection_.select({});
        status_row_->set_workspace(QString::fromStdString(opened->string()));
        update_title();
        Q_EMIT selection_.workspace_changed();
      });
}

void MainWindow::choose_workspace() {
  const QString folder = QFileDialog::getExistingDirectory(
      this, tr("Open or create a workspace"), QString::fromStdString(context_->workspace.string()));
  if (!folder.isEmpty())
    open_workspace(folder.toStdString());
}

void MainWindow::choose_import() {
  const QStringList files =
      QFileDialog::getOpenFileNames(this, tr("Import data"), settings_.text(QStringLiteral("last_folder")),
                                    tr("Signals (*.csv *.tsv *.txt *.h5 *.hdf5 *.wav *.mat);;All files (*)"));
  if (files.isEmpty())
    return;
  settings_.set(QStringLiteral("last_folder"), QFileInfo(files.front()).absolutePath());
  take_paths(files);
}

void MainWindow::choose_import_folder() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Import a folder"),
                                                           settings_.text(QStringLiteral("last_folder")));
  if (folder.isEmpty())
    return;
  settings_.set(QStringLiteral("last_folder"), folder);
  take_paths({folder});
}

void MainWindow::take_paths(const QStringList& paths) {
  taker_->take(paths);
}

void MainWindow::set_theme(const QString& choice) {
  settings_.set(QStringLiteral("theme"), choice);
  apply_theme(*qApp, theme_choice_from(choice));
  switches_->show_state();
}

void MainWindow::toggle_theme() {
  set_theme(is_dark(qApp->palette()) ? QStringLiteral("light") : QStringLiteral("dark"));
}

void MainWindow::set_language(const QString& code) {
  settings_.set(QStringLiteral("language"), code);
  language_.set(code);
}

void MainWindow::open_palette() {
  create_all_pages();
  (new CommandPalette(*this))->open_at_top();
}

void MainWindow::open_shortcut_editor() {
  create_all_pages();
  (new ShortcutEditor(actions_, *messages_, this))->open();
}

void MainWindow::open_key_overlay() {
  (new KeyOverlay(actions_, current_page_, this))->show();
}

void MainWindow::open_about() {
  (new AboutDialog(jobs_, this))->open();
}

void MainWindow::reset_layout() {
  restoreState(default_state_);
  resize(default_width, default_height);
  show_inspector();
  session_->touch();
}

bool MainWindow::cancel_running() {
  for (const JobInfo& job : jobs_.jobs())
    if (job.state == JobState::running && !job.cancelling) {
      jobs_.cancel(job.id);
      return true;
    }
  return false;
}

void MainWindow::restore_session() {
  const QString problem = session_->restore();
  if (!problem.isEmpty()) {
    reset_layout();
    messages_->show_message(MessageBar::Kind::warning, problem);
  }
}

void MainWindow::update_title() {
  const QString folder = QString::fromStdString(context_->workspace.filename().string());
  setWindowTitle(QStringLiteral("%1 — %2 — Andon").arg(page_title(current_page_), folder));
}

void MainWindow::retranslate() {
  actions_.retranslate();
  inspector_dock_->setWindowTitle(tr("Inspector"));
  jobs_dock_->setWindowTitle(tr("Jobs"));
  menuBar()->setAccessibleName(tr("Menu"));
  stack_->setAccessibleName(tr("Pages"));
  inspectors_->setAccessibleName(tr("Inspector"));
  for (const auto& [id, page] : created_)
    page->setAccessibleName(page_title(id));
  retranslate_menus(*this);
  update_title();
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange && session_)
    retranslate();
  QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  session_->save();
  (void)settings_.save();
  jobs_.cancel_all();
  event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls())
    event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  taker_->take(event->mimeData()->urls());
}

bool MainWindow::event(QEvent* event) {
  const bool handled = QMainWindow::event(event);
  if (event->type() == QEvent::Paint && !painted_) {
    painted_ = true;
    QTimer::singleShot(0, this, [this] {
      Q_EMIT first_painted();
      create_next_page();
    });
  }
  if ((event->type() == QEvent::Move || event->type() == QEvent::Resize ||
       event->type() == QEvent::LayoutRequest) &&
      session_)
    session_->touch();
  return handled;
}

} // namespace andon::ui
