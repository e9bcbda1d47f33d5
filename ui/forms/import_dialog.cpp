#include "ui/forms/import_dialog.h"

#include "core/workflow/data.h"
#include "core/workflow/runs.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/page.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/selection.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace andon::ui {

namespace {

constexpr int dialog_width = 720, dialog_height = 360, most_warnings = 20, name_column = 2;

QString warnings_text(const workflow::ImportOut& out) {
  QStringList lines;
  for (const workflow::ImportWarning& warning : out.warnings) {
    if (lines.size() == most_warnings)
      break;
    lines << QStringLiteral("%1:%2: %3")
                 .arg(QString::fromStdString(warning.file))
                 .arg(warning.line)
                 .arg(QString::fromStdString(warning.message));
  }
  return lines.join(QLatin1Char('\n'));
}

/// Judges what was imported and shows it, the most anomalous first.
void inspect_imported(PageContext& context, const QString& data, const QString& run) {
  const QString title = ImportDialog::tr("Inspect %1 with %2").arg(data, run);
  context.jobs.run<workflow::ScoreOut>(
      title, Lane::compute, &context.messages,
      [folder = context.workspace, data = data.toStdString(),
       run = run.toStdString()](Progress& progress, std::stop_token stop) -> Result<workflow::ScoreOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        workflow::ScoreIn in{.run = run, .data = data, .part = "all", .out = {}};
        return workflow::score(workspace, in, progress, stop);
      },
      [&context, title, data, run](Result<workflow::ScoreOut> out) {
        if (!out)
          return context.messages.show_error(title, out.error());
        Selection::State next = context.selection.state();
        next.data = data;
        next.run = run;
        next.item.clear();
        next.page = QStringLiteral("images");
        context.selection.select(next);
        Q_EMIT context.selection.workspace_changed();
        const auto flagged = std::ranges::count(out->rows, 1, &workflow::ScoreRow::decision);
        const bool decided = !out->rows.empty() && out->rows.front().decision >= 0;
        context.messages.show_message(
            MessageBar::Kind::note,
            decided ? ImportDialog::tr("%1 of %2 images are flagged.").arg(flagged).arg(out->rows.size())
                    : ImportDialog::tr("%1 images have a score; %2 has no threshold yet.")
                          .arg(out->rows.size())
                          .arg(run));
      });
}

void tell_imported(PageContext& context, const workflow::ImportOut& out, bool images) {
  const std::size_t warnings = out.warnings.size() + std::size_t(out.suppressed);
  const QString name = QString::fromStdString(out.dataset);
  const QString text =
      (images ? ImportDialog::tr("Imported %1: %2 images.") : ImportDialog::tr("Imported %1: %2 recordings."))
          .arg(name)
          .arg(out.items);
  if (warnings == 0)
    context.messages.show_message(MessageBar::Kind::note, text);
  else
    context.messages.show_message(MessageBar::Kind::warning,
                                  text + ImportDialog::tr(" %1 warnings.").arg(warnings), warnings_text(out));
}

/// `run` "" = import only.
void import_one(PageContext& context, const workflow::ImportIn& in, bool images, const QString& run) {
  const QString title = ImportDialog::tr("Import %1").arg(QString::fromStdString(in.name));
  context.jobs.run<workflow::ImportOut>(
      title, Lane::io, &context.messages,
      [folder = context.workspace, in](Progress& progress,
                                       std::stop_token stop) -> Result<workflow::ImportOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::import_data(workspace, in, progress, stop);
      },
      [&context, title, images, run](Result<workflow::ImportOut> out) {
        if (!out) {
          context.messages.show_error(title, out.error());
          return;
        }
        Selection::State next = context.selection.state();
        next.data = QString::fromStdString(out->dataset);
        next.item.clear();
        next.items.clear();
        context.selection.select(next);
        Q_EMIT context.selection.workspace_changed();
        tell_imported(context, *out, images);
        if (images && !run.isEmpty())
          inspect_imported(context, next.data, run);
      });
}

} // namespace

QString ImportDialog::name_from(const QString& path, const QStringList& taken) {
  QString name;
  for (const QChar letter : QFileInfo(path).completeBaseName().toLower())
    name += letter.isLetterOrNumber() || letter == QLatin1Char('_') ? letter : QLatin1Char('-');
  while (name.contains(QLatin1String("--")))
    name.replace(QLatin1String("--"), QLatin1String("-"));
  if (name.isEmpty())
    name = QStringLiteral("data");
  QString free = name;
  for (int number = 2; taken.contains(free); ++number)
    free = QStringLiteral("%1-%2").arg(name).arg(number);
  return free;
}

ImportDialog::ImportDialog(PageContext& context, const ImportOffer& offer, QWidget* parent)
    : QDialog(parent), context_(context), offer_(offer),
      table_(new QTableWidget(int(offer.rows.size()), 3, this)), map_(new QLineEdit(this)),
      model_(new QComboBox(this)), replace_(new QCheckBox(tr("Replace data sets of the same name"), this)),
      start_(new QPushButton(tr("Import"), this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setObjectName(QStringLiteral("import_dialog"));
  setWindowTitle(tr("Import data"));
  setAccessibleName(windowTitle());
  resize(dialog_width, dialog_height);
  build();
}

void ImportDialog::fill_table() {
  table_->setObjectName(QStringLiteral("import_table"));
  table_->setAccessibleName(tr("Files and the names of their data sets"));
  table_->setHorizontalHeaderLabels({tr("File or folder"), tr("Holds"), tr("Data set name")});
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table_->setColumnWidth(name_column, 200);
  table_->verticalHeader()->hide();
  table_->setTabKeyNavigation(false);
  QStringList taken = offer_.taken;
  for (int row = 0; row < int(offer_.rows.size()); ++row) {
    const ImportOffer::Row& each = offer_.rows[std::size_t(row)];
    auto* path = new QTableWidgetItem(each.path);
    path->setToolTip(each.path);
    auto* kind = new QTableWidgetItem(each.images ? tr("images") : tr("signals"));
    for (QTableWidgetItem* fixed : {path, kind})
      fixed->setFlags(fixed->flags() & ~Qt::ItemIsEditable);
    const QString name = name_from(each.path, taken);
    taken << name;
    table_->setItem(row, 0, path);
    table_->setItem(row, 1, kind);
    table_->setItem(row, name_column, new QTableWidgetItem(name));
  }
}

QHBoxLayout* ImportDialog::map_row() {
  map_->setAccessibleName(tr("Column map"));
  map_->setPlaceholderText(tr("none: guess channels, rates and units"));
  auto* browse = new QPushButton(tr("Choose…"), this);
  browse->setAccessibleName(tr("Choose a column map"));
  connect(browse, &QPushButton::clicked, this, [this] { choose_map(); });
  auto* label = new QLabel(tr("Column map"), this);
  label->setBuddy(map_);
  auto* row = new QHBoxLayout;
  row->addWidget(label);
  row->addWidget(map_, 1);
  row->addWidget(browse);
  const bool signals = std::ranges::any_of(offer_.rows, [](const auto& each) { return !each.images; });
  for (QWidget* each : std::initializer_list<QWidget*>{label, map_, browse})
    each->setVisible(signals);
  return row;
}

QHBoxLayout* ImportDialog::model_row() {
  model_->setObjectName(QStringLiteral("import_model"));
  model_->addItem(tr("import only"));
  model_->addItems(offer_.models);
  model_->setCurrentIndex(offer_.model.isEmpty() ? 0 : std::max(0, model_->findText(offer_.model)));
  model_->setAccessibleName(tr("Model that judges the imported images"));
  auto* label = new QLabel(tr("Then judge the images with"), this);
  label->setBuddy(model_);
  auto* row = new QHBoxLayout;
  row->addWidget(label);
  row->addWidget(model_, 1);
  const bool images = std::ranges::any_of(offer_.rows, &ImportOffer::Row::images);
  for (QWidget* each : std::initializer_list<QWidget*>{label, model_})
    each->setVisible(images && !offer_.models.isEmpty());
  return row;
}

void ImportDialog::build() {
  fill_table();
  auto* cancel = new QPushButton(tr("Cancel"), this);
  replace_->setAccessibleName(replace_->text());
  start_->setAccessibleName(tr("Start the import"));
  start_->setObjectName(QStringLiteral("import_start"));
  cancel->setAccessibleName(tr("Close without importing"));
  start_->setDefault(true);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(replace_);
  buttons->addStretch(1);
  buttons->addWidget(cancel);
  buttons->addWidget(start_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space_group, space_group, space_group, space_group);
  column->setSpacing(space);
  column->addWidget(table_, 1);
  column->addLayout(map_row());
  column->addLayout(model_row());
  column->addLayout(buttons);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(start_, &QPushButton::clicked, this, [this] { start(); });
}

void ImportDialog::choose_map() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Choose a column map"), {},
                                                    QStringLiteral("*.yaml *.yml *.json"));
  if (!file.isEmpty())
    map_->setText(file);
}

void ImportDialog::start() {
  const QString run = model_->currentIndex() > 0 ? model_->currentText() : QString();
  for (int row = 0; row < table_->rowCount(); ++row) {
    const bool images = offer_.rows[std::size_t(row)].images;
    import_one(context_,
               {.path = table_->item(row, 0)->text().toStdString(),
                .name = table_->item(row, name_column)->text().trimmed().toStdString(),
                .map = images ? std::string() : map_->text().trimmed().toStdString(),
                .replace = replace_->isChecked()},
               images, run);
  }
  accept();
}

} // namespace andon::ui
