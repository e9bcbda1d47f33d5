#include "ui/pages/runs_page.h"

#include "core/workflow/about.h"
#include "core/workflow/forecast.h"
#include "ui/models/run_model.h"
#include "ui/pages/page_states.h"
#include "ui/pages/run_commands.h"
#include "ui/pages/train_dialog.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

namespace andon::ui {
namespace {
constexpr int poll_ms = 2000;
}

RunsPage::RunsPage(PageContext& context)
    : Page(context), commands_(new RunCommands(context, this)), model_(new RunModel(this)),
      proxy_(new QSortFilterProxyModel(this)), table_(new QTableView), panels_(new RunPanels),
      title_(new QLabel), filter_(new QLineEdit), bar_(new QToolBar), poll_(new QTimer(this)) {
  build();
  add_actions();
  connect(filter_, &QLineEdit::textChanged, proxy_, &QSortFilterProxyModel::setFilterFixedString);
  connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          [this] { chosen_changed(); });
  connect(commands_, &RunCommands::done, this, [this](const QString& run) {
    if (!run.isEmpty())
      wanted_ = {run};
    load_list();
  });
  connect(&this->context().selection, &Selection::workspace_changed, this, [this] { load_list(); });
  connect(&this->context().jobs, &JobList::metric, this,
          [this](int job, const QString& name, qint64 step, double value) {
            if (commands_->is_training(job))
              panels_->add_live(job, name, step, value);
          });
  connect(&this->context().jobs, &JobList::ended, this,
          [this](const JobInfo& job) { panels_->clear_live(job.id); });
  poll_->setInterval(poll_ms);
  connect(poll_, &QTimer::timeout, this, [this] {
    if (isVisible())
      load_list();
  });
  retranslate();
}

RunsPage::~RunsPage() = default;

void RunsPage::build() {
  proxy_->setSourceModel(model_);
  proxy_->setSortRole(sort_role);
  proxy_->setFilterKeyColumn(-1);
  proxy_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  table_->setModel(proxy_);
  table_->setSortingEnabled(true);
  table_->sortByColumn(RunModel::created, Qt::DescendingOrder);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table_->setTabKeyNavigation(false);
  table_->setAlternatingRowColors(true);
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setStretchLastSection(true);
  filter_->setClearButtonEnabled(true);
  filter_->setMaximumWidth(240);
  bar_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  auto* line = new QHBoxLayout;
  line->setSpacing(space);
  line->addWidget(title_, 1);
  line->addWidget(filter_);
  auto* split = new QSplitter(Qt::Vertical);
  split->addWidget(table_);
  split->addWidget(panels_);
  split->setStretchFactor(0, 2);
  split->setStretchFactor(1, 3);
  split->setChildrenCollapsible(false);
  states_ = new PageStates(split, this);
  connect(states_, &PageStates::action_wanted, this, [this] { open_train_dialog(); });
  connect(states_, &PageStates::retry_wanted, this, [this] { load_list(); });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->setSpacing(space);
  column->addLayout(line);
  column->addWidget(bar_);
  column->addWidget(states_, 1);
}

QAction* RunsPage::add_run_action(const char* id, const char* text, const char* tip, const QKeySequence& keys,
                                  std::function<void()> trigger) {
  QAction* action = context().actions.add({id, "runs", text, tip, keys}, this, std::move(trigger));
  bar_->addAction(action);
  return action;
}

void RunsPage::add_actions() {
  add_run_action(
      "runs.train", QT_TRANSLATE_NOOP("actions", "Train…"),
      QT_TRANSLATE_NOOP("actions", "Choose a model, data and options, and train in a process of its own"),
      QKeySequence("T"), [this] { open_train_dialog(); });
  resume_ = add_run_action("runs.resume", QT_TRANSLATE_NOOP("actions", "Resume"),
                           QT_TRANSLATE_NOOP("actions", "Continue an interrupted training"),
                           QKeySequence("R"), [this] { commands_->resume(chosen().value(0)); });
  one_run_actions_ << add_run_action("runs.evaluate", QT_TRANSLATE_NOOP("actions", "Evaluate"),
                                     QT_TRANSLATE_NOOP("actions", "Metrics with intervals on the test part"),
                                     QKeySequence("E"), [this] { commands_->evaluate(chosen().value(0)); });
  one_run_actions_ << add_run_action(
      "runs.threshold_percentile", QT_TRANSLATE_NOOP("actions", "Threshold by percentile"),
      QT_TRANSLATE_NOOP("actions", "From the scores of healthy validation windows"), QKeySequence("H"),
      [this] { commands_->fit_threshold(chosen().value(0), QStringLiteral("percentile")); });
  one_run_actions_ << add_run_action(
      "runs.threshold_f1", QT_TRANSLATE_NOOP("actions", "Threshold by F1"),
      QT_TRANSLATE_NOOP("actions", "The best F1 on labelled validation windows"), QKeySequence("Shift+H"),
      [this] { commands_->fit_threshold(chosen().value(0), QStringLiteral("f1")); });
  one_run_actions_ << add_run_action("runs.report", QT_TRANSLATE_NOOP("actions", "Report"),
                                     QT_TRANSLATE_NOOP("actions", "Write an HTML report and open it"),
                                     QKeySequence("Ctrl+R"),
                                     [this] { commands_->report(chosen().value(0)); });
  one_run_actions_ << add_run_action(
      "runs.rerun", QT_TRANSLATE_NOOP("actions", "Repeat"),
      QT_TRANSLATE_NOOP("actions", "Train again from the manifest and compare exactly"),
      QKeySequence("Shift+R"), [this] { commands_->rerun(chosen().value(0)); });
  remove_ = add_run_action("runs.remove", QT_TRANSLATE_NOOP("actions", "Remove"),
                           QT_TRANSLATE_NOOP("actions", "Remove the chosen runs after a question"),
                           QKeySequence("Del"), [this] { commands_->remove(chosen()); });
  context().actions.add({"runs.log", "runs", QT_TRANSLATE_NOOP("actions", "Logarithmic curves"),
                         QT_TRANSLATE_NOOP("actions", "Switch the scale of the training curves"),
                         QKeySequence("G")},
                        this, [this] { panels_->toggle_log(); });
  update_actions();
}

void RunsPage::update_actions() {
  const QStringList runs = chosen();
  const workflow::RunListRow* row = nullptr;
  for (int i = 0; i < model_->rowCount() && runs.size() == 1; ++i)
    if (QString::fromStdString(model_->row(i)->run.name) == runs.first())
      row = model_->row(i);
  const QString one = row ? QString() : tr("Choose one run first");
  const bool finished = row && row->run.state == store::RunState::finished;
  for (QAction* action : one_run_actions_)
    ActionRegistry::set_disabled_reason(action, !one.isEmpty() ? one
                                                : finished     ? QString()
                                                               : tr("The run is not finished"));
  const bool resumable =
      row && (row->run.state == store::RunState::failed || row->run.state == store::RunState::cancelled);
  ActionRegistry::set_disabled_reason(resume_, !one.isEmpty() ? one
                                               : resumable    ? QString()
                                                              : tr("Only an interrupted run can be resumed"));
  ActionRegistry::set_disabled_reason(remove_, runs.isEmpty() ? tr("Choose a run first") : QString());
}

void RunsPage::activated() {
  load_list();
}

void RunsPage::load_list() {
  context().jobs.cancel(list_job_);
  if (states_->state() != PageStates::State::filled)
    states_->show_busy(tr("Reading the runs of the workspace …"));
  list_job_ = context().jobs.run<std::vector<workflow::RunListRow>>(
      tr("List of runs"), Lane::io, this,
      [folder = context().workspace](Progress&,
                                     std::stop_token) -> Result<std::vector<workflow::RunListRow>> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::list_runs(workspace);
      },
      [this](Result<std::vector<workflow::RunListRow>> rows) {
        if (rows)
          show_list(std::move(*rows));
        else if (rows.error().code != ErrorCode::cancelled)
          show_failure(rows.error());
      });
}

void RunsPage::show_failure(const Error& error) {
  states_->show_failed(QString::fromStdString(error.message));
}

void RunsPage::show_list(std::vector<workflow::RunListRow> rows) {
  QStringList runs = wanted_.isEmpty() ? chosen() : wanted_;
  // A run that was chosen elsewhere meanwhile goes before what this table showed last.
  const QString elsewhere = context().selection.state().run;
  const bool listed = std::any_of(rows.begin(), rows.end(), [&](const workflow::RunListRow& row) {
    return QString::fromStdString(row.run.name) == elsewhere;
  });
  if (wanted_.isEmpty() && listed && !runs.contains(elsewhere))
    runs = QStringList{elsewhere};
  wanted_.clear();
  bool running = commands_->any_training();
  for (const workflow::RunListRow& row : rows)
    running = running || row.run.state == store::RunState::running;
  running ? poll_->start() : poll_->stop();
  const int count = static_cast<int>(rows.size());
  filling_ = true;
  model_->set_rows(std::make_shared<const std::vector<workflow::RunListRow>>(std::move(rows)));
  filling_ = false;
  title_->setText(tr("Runs: %1").arg(count));
  if (count == 0)
    return states_->show_state(PageStates::State::empty);
  states_->show_state(PageStates::State::filled);
  table_->resizeColumnsToContents();
  choose(runs.isEmpty() ? QStringList{proxy_->index(0, 0).data(id_role).toString()} : runs);
}

QStringList RunsPage::chosen() const {
  QStringList runs;
  for (const QModelIndex& index : table_->selectionModel()->selectedRows())
    runs << index.data(id_role).toString();
  return runs;
}

void RunsPage::choose(const QStringList& runs) {
  QItemSelection selection;
  for (int row = 0; row < proxy_->rowCount(); ++row)
    if (runs.contains(proxy_->index(row, 0).data(id_role).toString()))
      selection.select(proxy_->index(row, 0), proxy_->index(row, RunModel::column_count - 1));
  filling_ = true;
  table_->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
  filling_ = false;
  if (!selection.isEmpty())
    table_->selectionModel()->setCurrentIndex(selection.indexes().first(), QItemSelectionModel::NoUpdate);
  chosen_changed();
}

void RunsPage::chosen_changed() {
  if (filling_)
    return;
  update_actions();
  load_details();
  if (const QStringList runs = chosen(); runs.size() == 1) {
    Selection::State next = context().selection.state();
    next.run = runs.first();
    next.page.clear();
    context().selection.select(next);
  }
}

void RunsPage::load_details() {
  context().jobs.cancel(detail_job_);
  detail_job_ = context().jobs.run<RunsShown>(
      tr("Details of runs"), Lane::io, this,
      [folder = context().workspace, runs = chosen()](Progress& progress, std::stop_token stop) -> Result<RunsShown> {
        RunsShown shown;
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        std::vector<std::string> names;
        for (const QString& run : runs) {
          if (stop.stop_requested())
            return fail(ErrorCode::cancelled, "cancelled");
          names.push_back(run.toStdString());
          ANDON_ASSIGN(workflow::RunDetail detail, workflow::run_detail(workspace, names.back()));
          shown.details.push_back(std::move(detail));
          Result<workflow::ScoreOut> scores = workflow::stored_scores(workspace, names.back());
          if (!scores && scores.error().code != ErrorCode::not_found)
            return fail(scores.error());
          shown.scores.push_back(scores ? std::move(*scores) : workflow::ScoreOut{});
        }
        if (names.size() > 1) {
          ANDON_ASSIGN(shown.comparison, workflow::compare(workspace, names, progress, stop));
        }
        return shown;
      },
      [this](Result<RunsShown> shown) {
        if (shown)
          show_details(std::move(*shown));
        else if (shown.error().code != ErrorCode::cancelled)
          context().messages.show_error(tr("Details of runs"), shown.error());
      });
}

void RunsPage::show_details(RunsShown shown) {
  panels_->show_runs(std::move(shown));
}

void RunsPage::open_train_dialog() {
  QStringList data_sets;
  if (Result<workflow::Workspace> workspace = workflow::Workspace::open(context().workspace))
    if (const auto rows = workspace->store().datasets())
      for (const store::DatasetRow& row : *rows)
        data_sets << QString::fromStdString(row.name);
  Result<std::vector<workflow::DescribedEntry>> models = workflow::describe("model", "");
  if (!models)
    return context().messages.show_error(tr("Train a model"), models.error());
  auto* dialog = new TrainDialog(std::move(*models), data_sets, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &TrainDialog::forecast_asked, this,
          [this, dialog](QObject* valid) { forecast(*dialog, valid); });
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    commands_->train(dialog->request());
    panels_->setCurrentIndex(0);
    poll_->start();
  });
  dialog->open();
}

void RunsPage::forecast(TrainDialog& dialog, QObject* valid) {
  context().jobs.run<workflow::ForecastOut>(
      tr("Forecast"), Lane::compute, valid,
      [folder = context().workspace,
       in = dialog.request()](Progress& progress, std::stop_token stop) -> Result<workflow::ForecastOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::forecast(workspace, in, progress, stop);
      },
      [&dialog](Result<workflow::ForecastOut> out) {
        dialog.show_forecast(
            !out ? QString::fromStdString(out.error().message)
                 : tr("Learning from %L1 normal images: a memory of %L2 patches, %L3 MB; about "
                      "%L4 ms an image for features and %L5 ms to search.")
                       .arg(out->images)
                       .arg(out->patches)
                       .arg(static_cast<double>(out->bytes) / 1e6, 0, 'f', 1)
                       .arg(out->features_ms, 0, 'f', 1)
                       .arg(out->search_ms, 0, 'f', 1));
      });
}

void RunsPage::retranslate() {
  filter_->setPlaceholderText(tr("Filter runs"));
  filter_->setAccessibleName(tr("Filter runs"));
  table_->setAccessibleName(tr("Runs"));
  title_->setText(tr("Runs: %1").arg(model_->rowCount()));
  panels_->retranslate();
  states_->set_texts(
      tr("All trained models of this workspace are listed here, to see what changed and which is better.\n"
         "There is none yet."),
      tr("Train a model …"), tr("Try again"));
}

} // namespace andon::ui
