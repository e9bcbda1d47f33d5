#include "ui/shell/shortcut_editor.h"

#include "core/base/atomic_file.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/fuzzy_match.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/theme.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace andon::ui {

namespace {

constexpr int dialog_width = 720, dialog_height = 560;

QPushButton* button(const QString& text, const QString& name, QWidget* parent) {
  auto* made = new QPushButton(text, parent);
  made->setObjectName(name);
  made->setAccessibleName(text);
  made->setAutoDefault(false);
  return made;
}

} // namespace

Result<void> export_shortcuts(const ActionRegistry& actions, const std::filesystem::path& file) {
  QJsonObject object;
  for (const QAction* action : actions.actions())
    object[ActionRegistry::id_of(action)] = action->shortcut().toString(QKeySequence::PortableText);
  return write_atomic(file, QJsonDocument(object).toJson().toStdString());
}

Result<QStringList> import_shortcuts(ActionRegistry& actions, const std::filesystem::path& file) {
  ANDON_ASSIGN(const std::string bytes, read_file(file, 1 << 20));
  QJsonParseError problem;
  const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(bytes), &problem);
  if (!document.isObject())
    return fail(ErrorCode::parse, file.string() + ": expected a JSON object of action ids and keys, byte " +
                                      std::to_string(problem.offset) + ": " +
                                      problem.errorString().toStdString());
  const QJsonObject object = document.object();
  for (auto row = object.begin(); row != object.end(); ++row)
    if (const QAction* action = actions.find(row.key());
        action && action->shortcut() != QKeySequence(row->toString(), QKeySequence::PortableText))
      (void)actions.set_shortcut(row.key(), {});
  QStringList problems;
  for (auto row = object.begin(); row != object.end(); ++row)
    if (const QString refused =
            actions.set_shortcut(row.key(), QKeySequence(row->toString(), QKeySequence::PortableText));
        !refused.isEmpty())
      problems << refused;
  return problems;
}

ShortcutEditor::ShortcutEditor(ActionRegistry& actions, MessageBar& messages, QWidget* parent)
    : QDialog(parent), actions_(actions), messages_(messages), filter_(new QLineEdit(this)),
      table_(new QTableWidget(0, 3, this)), keys_(new QKeySequenceEdit(this)), note_(new QLabel(this)),
      apply_(button(tr("Use these keys"), QStringLiteral("apply_keys"), this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setObjectName(QStringLiteral("shortcut_editor"));
  setWindowTitle(tr("Keyboard shortcuts"));
  setAccessibleName(windowTitle());
  resize(dialog_width, dialog_height);
  build();
  connect(filter_, &QLineEdit::textChanged, this, [this] { refill(); });
  connect(table_, &QTableWidget::currentCellChanged, this, [this] { show_current(); });
  connect(keys_, &QKeySequenceEdit::keySequenceChanged, this, [this] { check_keys(); });
  connect(apply_, &QPushButton::clicked, this, [this] { apply_keys(); });
  refill();
}

void ShortcutEditor::build() {
  filter_->setPlaceholderText(tr("Search by name or key"));
  filter_->setAccessibleName(tr("Search for an action"));
  table_->setObjectName(QStringLiteral("shortcut_table"));
  table_->setAccessibleName(tr("Actions and their keys"));
  table_->setHorizontalHeaderLabels({tr("Action"), tr("Keys"), tr("Where")});
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  table_->verticalHeader()->hide();
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setShowGrid(false);
  table_->setTabKeyNavigation(false);
  keys_->setObjectName(QStringLiteral("shortcut_keys"));
  keys_->setAccessibleName(tr("New keys"));
  note_->setAccessibleName(tr("Conflict"));
  note_->setWordWrap(true);
  auto* edit_row = new QHBoxLayout;
  auto* reset_one = button(tr("Reset this one"), QStringLiteral("reset_one"), this);
  edit_row->addWidget(new QLabel(tr("New keys"), this));
  edit_row->addWidget(keys_, 1);
  edit_row->addWidget(apply_);
  edit_row->addWidget(reset_one);
  auto* bottom = new QHBoxLayout;
  auto* reset_all = button(tr("Reset all"), QStringLiteral("reset_all"), this);
  auto* export_all = button(tr("Export…"), QStringLiteral("export_keys"), this);
  auto* import_all = button(tr("Import…"), QStringLiteral("import_keys"), this);
  auto* close = button(tr("Close"), QStringLiteral("close"), this);
  bottom->addWidget(reset_all);
  bottom->addWidget(export_all);
  bottom->addWidget(import_all);
  bottom->addStretch(1);
  bottom->addWidget(close);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space_group, space_group, space_group, space_group);
  column->setSpacing(space);
  column->addWidget(filter_);
  column->addWidget(table_, 1);
  column->addLayout(edit_row);
  column->addWidget(note_);
  column->addLayout(bottom);
  connect(reset_one, &QPushButton::clicked, this, [this] { reset(false); });
  connect(reset_all, &QPushButton::clicked, this, [this] { reset(true); });
  connect(export_all, &QPushButton::clicked, this, [this] { export_to_file(); });
  connect(import_all, &QPushButton::clicked, this, [this] { import_from_file(); });
  connect(close, &QPushButton::clicked, this, &QDialog::close);
}

void ShortcutEditor::refill() {
  const QString kept = current_id();
  const QString pattern = filter_->text();
  table_->setRowCount(0);
  int current = 0;
  for (const QAction* action : actions_.actions()) {
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    int score = fuzzy_score(pattern, keys);
    for (const QString& text : ActionRegistry::search_texts(action))
      score = std::max(score, fuzzy_score(pattern, text));
    if (score == 0)
      continue;
    const int row = table_->rowCount();
    table_->insertRow(row);
    const QString id = ActionRegistry::id_of(action), context = ActionRegistry::context_of(action);
    const QAction* page = actions_.find(QStringLiteral("page.") + context);
    const QString where = context.isEmpty() ? tr("everywhere") : page ? page->text() : context;
    const QString texts[] = {action->text().remove(QLatin1Char('&')), keys, where};
    for (int column = 0; column < 3; ++column) {
      auto* item = new QTableWidgetItem(texts[column]);
      item->setData(Qt::UserRole, id);
      QFont font = item->font();
      font.setBold(action->shortcut() != actions_.default_shortcut(id));
      item->setFont(font);
      table_->setItem(row, column, item);
    }
    if (id == kept)
      current = row;
  }
  table_->setCurrentCell(current, 0);
  show_current();
}

QString ShortcutEditor::current_id() const {
  const QTableWidgetItem* item = table_->item(table_->currentRow(), 0);
  return item ? item->data(Qt::UserRole).toString() : QString();
}

void ShortcutEditor::show_current() {
  const QAction* action = actions_.find(current_id());
  keys_->setKeySequence(action ? action->shortcut() : QKeySequence());
  check_keys();
}

void ShortcutEditor::check_keys() {
  const QAction* other = actions_.conflict(current_id(), keys_->keySequence());
  const QAction* own = actions_.find(current_id());
  apply_->setEnabled(own && !other && keys_->keySequence() != own->shortcut());
  note_->setText(other ? tr("%1 belongs to '%2' already; change or clear that one first.")
                             .arg(keys_->keySequence().toString(QKeySequence::NativeText), other->text())
                       : tr("Bold rows differ from the default."));
}

void ShortcutEditor::apply_keys() {
  const QString refused = actions_.set_shortcut(current_id(), keys_->keySequence());
  refill();
  if (!refused.isEmpty())
    note_->setText(refused);
}

void ShortcutEditor::reset(bool all) {
  const QString only = current_id();
  for (const QAction* action : actions_.actions())
    if (const QString id = ActionRegistry::id_of(action); all)
      (void)actions_.set_shortcut(id, {});
  QStringList refused;
  for (const QAction* action : actions_.actions())
    if (const QString id = ActionRegistry::id_of(action); all || id == only)
      refused << actions_.set_shortcut(id, actions_.default_shortcut(id));
  refused.removeAll(QString());
  refill();
  if (!refused.isEmpty())
    note_->setText(refused.front());
}

void ShortcutEditor::export_to_file() {
  const QString file =
      QFileDialog::getSaveFileName(this, tr("Export shortcuts"), QStringLiteral("andon-keys.json"));
  if (file.isEmpty())
    return;
  if (const auto saved = export_shortcuts(actions_, file.toStdString()); !saved)
    messages_.show_error(tr("Export shortcuts"), saved.error());
}

void ShortcutEditor::import_from_file() {
  const QString file =
      QFileDialog::getOpenFileName(this, tr("Import shortcuts"), {}, QStringLiteral("*.json"));
  if (file.isEmpty())
    return;
  const auto problems = import_shortcuts(actions_, file.toStdString());
  refill();
  if (!problems)
    messages_.show_error(tr("Import shortcuts"), problems.error());
  else if (!problems->isEmpty())
    messages_.show_message(MessageBar::Kind::warning,
                           tr("%1 shortcuts were not applied.").arg(problems->size()),
                           problems->join(QLatin1Char('\n')));
}

} // namespace andon::ui
