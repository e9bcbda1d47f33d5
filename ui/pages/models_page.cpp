#include "ui/pages/models_page.h"

#include "core/workflow/bundle.h"
#include "core/workflow/models_in_use.h"
#include "ui/jobs/job_list.h"
#include "ui/models/trained_models.h"
#include "ui/pages/page_states.h"
#include "ui/pages/reviewer.h"
#include "ui/pages/run_commands.h"
#include "ui/plot/axis.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/selection.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolBar>
#include <QVBoxLayout>

#include <array>

namespace andon::ui {

using workflow::TrainedModel;

ModelsPage::ModelsPage(PageContext& context)
    : Page(context), model_(new TrainedModels(this)), proxy_(new QSortFilterProxyModel(this)),
      table_(new QTableView), title_(new QLabel), bar_(new QToolBar),
      commands_(new RunCommands(context, this)) {
  build();
  add_actions();
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this] { update_actions(); });
  connect(table_, &QTableView::activated, this, [this] { open_chosen(); });
  connect(commands_, &RunCommands::done, this, [this] { load(); });
  connect(&this->context().selection, &Selection::workspace_changed, this, [this] {
    if (isVisible())
      load();
  });
  retranslate();
}

ModelsPage::~ModelsPage() = default;

void ModelsPage::build() {
  proxy_->setSourceModel(model_);
  proxy_->setSortRole(sort_role);
  table_->setModel(proxy_);
  table_->setSortingEnabled(true);
  table_->sortByColumn(TrainedModels::created, Qt::DescendingOrder);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setTabKeyNavigation(false);
  table_->setAlternatingRowColors(true);
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setStretchLastSection(true);
  bar_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  states_ = new PageStates(table_, this);
  connect(states_, &PageStates::action_wanted, this, [this] {
    Selection::State next = context().selection.state();
    next.page = QStringLiteral("start");
    context().selection.select(next);
  });
  connect(states_, &PageStates::retry_wanted, this, [this] { load(); });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->setSpacing(space);
  column->addWidget(title_);
  column->addWidget(bar_);
  column->addWidget(states_, 1);
}

QAction* ModelsPage::add_action(const char* id, const char* text, const char* tip, const QKeySequence& keys,
                                std::function<void()> trigger) {
  QAction* action = context().actions.add({id, "models", text, tip, keys}, this, std::move(trigger));
  bar_->addAction(action);
  return action;
}

void ModelsPage::add_actions() {
  open_ = add_action("models.open", QT_TRANSLATE_NOOP("actions", "Show its results"),
                     QT_TRANSLATE_NOOP("actions", "Go to the page that shows what the model found"),
                     QKeySequence("O"), [this] { open_chosen(); });
  accept_ = add_action("models.accept", QT_TRANSLATE_NOOP("actions", "Put into use"),
                       QT_TRANSLATE_NOOP("actions", "Let the candidate judge from now on"), QKeySequence("U"),
                       [this] { switch_model(true); });
  back_ = add_action("models.back", QT_TRANSLATE_NOOP("actions", "Go back to the model before"),
                     QT_TRANSLATE_NOOP("actions", "Take the model out of use; the one before judges again"),
                     QKeySequence("B"), [this] { switch_model(false); });
  export_ = add_action("models.export", QT_TRANSLATE_NOOP("actions", "Export…"),
                       QT_TRANSLATE_NOOP("actions", "Write the whole model as a folder for Andon or as a "
                                                    "TorchScript or ONNX file; each is tested first"),
                       QKeySequence("X"), [this] { choose_export(); });
  remove_ = add_action("models.remove", QT_TRANSLATE_NOOP("actions", "Remove model"),
                       QT_TRANSLATE_NOOP("actions", "Remove the model after a question"), QKeySequence("Del"),
                       [this] {
                         if (const TrainedModel* model = chosen())
                           commands_->remove({QString::fromStdString(model->run.name)});
                       });
  update_actions();
}

const TrainedModel* ModelsPage::chosen() const {
  const QModelIndex index = table_->currentIndex();
  return index.isValid() ? model_->row(proxy_->mapToSource(index).row()) : nullptr;
}

void ModelsPage::update_actions() {
  const TrainedModel* model = chosen();
  const auto allow = [&](QAction* action, bool allowed, const QString& reason) {
    ActionRegistry::set_disabled_reason(action, !model    ? tr("Choose a model first")
                                                : allowed ? QString()
                                                          : reason);
  };
  allow(open_, true, {});
  allow(accept_, model && model->place == TrainedModel::Place::candidate,
        tr("Only a candidate of a fine-tuning can be put into use"));
  allow(back_, model && model->can_roll_back, tr("No other model was in use before this one"));
  allow(export_, model && model->modality == "images", tr("Only models for images can be exported"));
  allow(remove_, model && model->removable, tr("The model is in use, or a rollback leads back to it"));
}

void ModelsPage::activated() {
  load();
}

void ModelsPage::load() {
  context().jobs.cancel(job_);
  if (states_->state() != PageStates::State::filled)
    states_->show_busy(tr("Reading the models of the workspace …"));
  using Models = std::vector<TrainedModel>;
  job_ = context().jobs.run<Models>(
      QString(), Lane::io, this,
      [folder = context().workspace](Progress&, std::stop_token stop) -> Result<Models> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::list_models(workspace, stop);
      },
      [this](Result<Models> models) {
        if (models)
          show_models(std::move(*models));
        else if (models.error().code != ErrorCode::cancelled)
          states_->show_failed(QString::fromStdString(models.error().message));
      });
}

void ModelsPage::show_models(std::vector<TrainedModel> models) {
  const TrainedModel* before = chosen();
  const QString wanted = before ? QString::fromStdString(before->run.name) : context().selection.state().run;
  const bool none = models.empty();
  model_->set_rows(std::make_shared<const std::vector<TrainedModel>>(std::move(models)));
  title_->setText(tr("Models: %1").arg(model_->rowCount()));
  states_->show_state(none ? PageStates::State::empty : PageStates::State::filled);
  table_->resizeColumnsToContents();
  table_->selectRow(0);
  choose(wanted);
  update_actions();
}

void ModelsPage::choose(const QString& run) {
  for (int row = 0; row < proxy_->rowCount(); ++row)
    if (proxy_->index(row, 0).data(id_role).toString() == run)
      table_->selectRow(row);
}

void ModelsPage::open_chosen() {
  const TrainedModel* model = chosen();
  if (!model)
    return;
  Selection::State next = context().selection.state();
  next.run = QString::fromStdString(model->run.name);
  next.item.clear();
  next.page = model->modality == "images"       ? QStringLiteral("images")
              : model->run.model == "structure" ? QStringLiteral("structure")
              : model->run.model == "scenes"    ? QStringLiteral("anomaly")
                                                : QStringLiteral("signals");
  context().selection.select(next);
}

void ModelsPage::switch_model(bool accept) {
  const TrainedModel* model = chosen();
  if (!model)
    return;
  const QString title = accept ? tr("Put into use") : tr("Go back");
  context().jobs.run<workflow::SwitchOut>(
      title, Lane::io, this,
      [folder = context().workspace, accept,
       in = workflow::SwitchIn{model->run.name, reviewer_name(context().settings).toStdString(), ""}](
          Progress&, std::stop_token) -> Result<workflow::SwitchOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return accept ? workflow::accept_candidate(workspace, in) : workflow::roll_back(workspace, in);
      },
      [this, title](Result<workflow::SwitchOut> out) {
        if (!out)
          return context().messages.show_error(title, out.error());
        context().messages.show_message(
            MessageBar::Kind::note,
            tr("%1 now uses %2.")
                .arg(QString::fromStdString(out->line), QString::fromStdString(out->active)));
        Q_EMIT context().selection.workspace_changed();
      });
}

void ModelsPage::choose_export() {
  const TrainedModel* model = chosen();
  if (!model)
    return;
  const std::array<std::pair<QString, const char*>, 3> kinds{
      {{tr("Bundle, a folder for Andon (*)"), "bundle"},
       {tr("TorchScript, a file for other programs (*.pt)"), "torchscript"},
       {tr("ONNX, a file for other programs (*.onnx)"), "onnx"}}};
  QStringList filters;
  for (const auto& [text, format] : kinds)
    filters.append(text);
  QString filter = filters.first();
  const QDir last(context().settings.text(QStringLiteral("last_folder")));
  const QString path = QFileDialog::getSaveFileName(this, tr("Export the model"),
                                                    last.filePath(QString::fromStdString(model->run.name)),
                                                    filters.join(QStringLiteral(";;")), &filter);
  for (const auto& [text, format] : kinds)
    if (!path.isEmpty() && text == filter)
      export_to(path, QString::fromLatin1(format));
}

void ModelsPage::export_to(const QString& path, const QString& format) {
  const TrainedModel* model = chosen();
  if (!model)
    return;
  const workflow::ExportIn in{.run = model->run.name,
                              .format = format.toStdString(),
                              .out = path.toStdString(),
                              .replace = format != QLatin1String("bundle")}; // the dialog has asked
  const QString title = tr("Export %1").arg(QString::fromStdString(in.run));
  context().jobs.run<workflow::ExportOut>(
      title, Lane::compute, this,
      [workspace_folder = context().workspace, in](Progress& progress,
                                                   std::stop_token stop) -> Result<workflow::ExportOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(workspace_folder));
        return workflow::export_run(workspace, in, progress, stop);
      },
      [this, title](Result<workflow::ExportOut> out) {
        if (!out)
          return context().messages.show_error(title, out.error());
        context().messages.show_message(MessageBar::Kind::note, exported_text(*out));
      });
}

QString ModelsPage::exported_text(const workflow::ExportOut& out) const {
  QString text = tr("Written to %1 and tested on %2 stored images.")
                     .arg(QString::fromStdString(out.out.string()))
                     .arg(out.samples);
  if (out.precision && out.precision->threshold)
    text += QLatin1Char(' ') +
            tr("The file computes in 32 bits where the model computes in 16: its decision line is %1 instead "
               "of %2, and %3 of %4 normal images are judged otherwise.")
                .arg(quantity_text(*out.precision->threshold, {}),
                     quantity_text(*out.precision->threshold_before, {}))
                .arg(out.precision->changed)
                .arg(out.precision->images);
  return text;
}

void ModelsPage::retranslate() {
  title_->setText(tr("Models: %1").arg(model_->rowCount()));
  table_->setAccessibleName(tr("Trained models"));
  bar_->setAccessibleName(tr("What can be done with the model"));
  update_actions();
  states_->set_texts(tr("Every trained model of this workspace is listed here, with the one that is in use.\n"
                        "There is none yet: train one on the Runs page, or try a demo."),
                     tr("Try a demo"), tr("Try again"));
}

} // namespace andon::ui
