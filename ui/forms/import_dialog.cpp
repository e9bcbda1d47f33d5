#include "ui/forms/import_dialog.h"

#include "core/workflow/data.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/page.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/selection.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace andon::ui {

namespace {

constexpr int dialog_width = 640, dialog_height = 360, most_warnings = 20;

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

void import_one(PageContext& context, const workflow::ImportIn& in) {
  const QString title = ImportDialog::tr("Import %1").arg(QString::fromStdString(in.name));
  context.jobs.run<workflow::ImportOut>(
      title, Lane::io, &context.messages,
      [folder = context.workspace, in](Progress& progress,
                                       std::stop_token stop) -> Result<workflow::ImportOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::import_data(workspace, in, progress, stop);
      },
      [&context, title](Result<workflow::ImportOut> out) {
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
        const std::size_t warnings = out->warnings.size() + std::size_t(out->suppressed);
        const QString text = ImportDialog::tr("Imported %1: %2 recordings.").arg(next.data).arg(out->items);
        if (warnings == 0)
          context.messages.show_message(MessageBar::Kind::note, text);
        else
          context.messages.show_message(MessageBar::Kind::warning,
                                        text + ImportDialog::tr(" %1 warnings.").arg(warnings),
                                        warnings_text(*out));
      });
}

} // namespace

QString ImportDialog::name_from(const QString& path) {
  QString name;
  for (const QChar letter : QFileInfo(path).completeBaseName().toLower())
    name += letter.isLetterOrNumber() || letter == QLatin1Char('_') ? letter : QLatin1Char('-');
  while (name.contains(QLatin1String("--")))
    name.replace(QLatin1String("--"), QLatin1String("-"));
  return name.isEmpty() ? QStringLiteral("data") : name;
}

ImportDialog::ImportDialog(PageContext& context, const QStringList& paths, QWidget* parent)
    : QDialog(parent), context_(context), table_(new QTableWidget(int(paths.size()), 2, this)),
      map_(new QLineEdit(this)), replace_(new QCheckBox(tr("Replace data sets of the same name"), this)),
      start_(new QPushButton(tr("Import"), this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setObjectName(QStringLiteral("import_dialog"));
  setWindowTitle(tr("Import data"));
  setAccessibleName(windowTitle());
  resize(dialog_width, dialog_height);
  build(paths);
}

void ImportDialog::build(const QStringList& paths) {
  table_->setObjectName(QStringLiteral("import_table"));
  table_->setAccessibleName(tr("Files and the names of their data sets"));
  table_->setHorizontalHeaderLabels({tr("File or folder"), tr("Data set name")});
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table_->setColumnWidth(1, 200);
  table_->verticalHeader()->hide();
  table_->setTabKeyNavigation(false);
  for (int row = 0; row < int(paths.size()); ++row) {
    auto* path = new QTableWidgetItem(paths[row]);
    path->setFlags(path->flags() & ~Qt::ItemIsEditable);
    path->setToolTip(paths[row]);
    table_->setItem(row, 0, path);
    table_->setItem(row, 1, new QTableWidgetItem(name_from(paths[row])));
  }
  map_->setAccessibleName(tr("Column map"));
  map_->setPlaceholderText(tr("none: guess channels, rates and units"));
  auto* browse = new QPushButton(tr("Choose…"), this);
  browse->setAccessibleName(tr("Choose a column map"));
  auto* cancel = new QPushButton(tr("Cancel"), this);
  replace_->setAccessibleName(replace_->text());
  start_->setAccessibleName(tr("Start the import"));
  start_->setObjectName(QStringLiteral("import_start"));
  cancel->setAccessibleName(tr("Close without importing"));
  start_->setDefault(true);
  auto* map_row = new QHBoxLayout;
  auto* label = new QLabel(tr("Column map"), this);
  label->setBuddy(map_);
  map_row->addWidget(label);
  map_row->addWidget(map_, 1);
  map_row->addWidget(browse);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(replace_);
  buttons->addStretch(1);
  buttons->addWidget(cancel);
  buttons->addWidget(start_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space_group, space_group, space_group, space_group);
  column->setSpacing(space);
  column->addWidget(table_, 1);
  column->addLayout(map_row);
  column->addLayout(buttons);
  connect(browse, &QPushButton::clicked, this, [this] { choose_map(); });
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
  for (int row = 0; row < table_->rowCount(); ++row)
    import_one(context_, {.path = table_->item(row, 0)->text().toStdString(),
                          .name = table_->item(row, 1)->text().trimmed().toStdString(),
                          .map = map_->text().trimmed().toStdString(),
                          .replace = replace_->isChecked()});
  accept();
}

} // namespace andon::ui
