#include "ui/shell/command_palette.h"

#include "ui/shell/fuzzy_match.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace andon::ui {

namespace {

constexpr int palette_width = 640, palette_height = 420, row_height = 44;
constexpr int tip_role = Qt::UserRole, keys_role = Qt::UserRole + 1, enabled_role = Qt::UserRole + 2;

int best_score(const QString& pattern, const QAction* action) {
  int best = 0;
  for (const QString& text : ActionRegistry::search_texts(action))
    best = std::max(best, fuzzy_score(pattern, text));
  return best;
}

/// Name over explanation, key at the right.
class RowPainter : public QStyledItemDelegate {
public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {0, row_height}; }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Colors& c = colors(option.palette);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool enabled = index.data(enabled_role).toBool();
    if (selected)
      painter->fillRect(option.rect, c.selection);
    const QRect inner = option.rect.adjusted(space_group, space_small, -space_group, -space_small);
    const QRect upper = inner.adjusted(0, 0, 0, -inner.height() / 2);
    const QRect lower = inner.adjusted(0, inner.height() / 2, 0, 0);
    painter->setPen(enabled ? (selected ? c.on_selection : c.text) : c.disabled);
    painter->drawText(upper, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
    painter->setPen(c.muted);
    painter->drawText(upper, Qt::AlignRight | Qt::AlignVCenter, index.data(keys_role).toString());
    QFont small = option.font;
    small.setPointSizeF(small.pointSizeF() - 1);
    painter->setFont(small);
    painter->drawText(
        lower, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(small).elidedText(index.data(tip_role).toString(), Qt::ElideRight, lower.width()));
    painter->setFont(option.font);
  }
};

} // namespace

CommandPalette::CommandPalette(MainWindow& window)
    : QDialog(&window, Qt::Dialog | Qt::FramelessWindowHint), window_(window), input_(new QLineEdit(this)),
      list_(new QListWidget(this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setObjectName(QStringLiteral("command_palette"));
  setWindowTitle(tr("Commands"));
  setAccessibleName(tr("Commands"));
  resize(palette_width, palette_height);
  input_->setObjectName(QStringLiteral("command_input"));
  input_->setPlaceholderText(tr("Type a command, in English or Korean"));
  input_->setAccessibleName(tr("Search for a command"));
  input_->setClearButtonEnabled(true);
  input_->setMinimumHeight(36);
  list_->setAccessibleName(tr("Commands that match"));
  list_->setItemDelegate(new RowPainter(list_));
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->setSpacing(space);
  column->addWidget(input_);
  column->addWidget(list_, 1);
  input_->installEventFilter(this);
  connect(input_, &QLineEdit::textChanged, this, &CommandPalette::refill);
  connect(list_, &QListWidget::itemClicked, this, [this] { run_current(); });
  refill({});
}

void CommandPalette::open_at_top() {
  const QPoint corner = window_.mapToGlobal(QPoint((window_.width() - width()) / 2, 64));
  move(corner);
  open();
  input_->setFocus();
}

void CommandPalette::refill(const QString& pattern) {
  struct Scored {
    int score;
    QAction* action;
  };
  std::vector<Scored> found;
  for (QAction* action : window_.context().actions.actions())
    if (const int score = best_score(pattern, action); score > 0)
      found.push_back({score, action});
  std::stable_sort(found.begin(), found.end(),
                   [](const Scored& a, const Scored& b) { return a.score > b.score; });
  list_->clear();
  listed_.clear();
  for (const Scored& row : found) {
    const QString reason = ActionRegistry::disabled_reason(row.action);
    auto* item = new QListWidgetItem(row.action->text().remove(QLatin1Char('&')), list_);
    item->setData(tip_role, reason.isEmpty() ? row.action->statusTip() : reason);
    item->setData(keys_role, row.action->shortcut().toString(QKeySequence::NativeText));
    item->setData(enabled_role, row.action->isEnabled());
    item->setData(Qt::AccessibleTextRole,
                  item->text() + QStringLiteral(". ") + item->data(tip_role).toString());
    listed_ << row.action;
  }
  list_->setCurrentRow(0);
}

void CommandPalette::run_current() {
  const int row = list_->currentRow();
  if (row < 0 || row >= listed_.size() || !listed_[row]->isEnabled())
    return;
  const QPointer<QAction> action = listed_[row];
  MainWindow& window = window_;
  accept();
  QTimer::singleShot(0, &window, [&window, action] {
    if (!action)
      return;
    if (const QString page = ActionRegistry::context_of(action); !page.isEmpty())
      window.show_page(page);
    action->trigger();
  });
}

bool CommandPalette::eventFilter(QObject* receiver, QEvent* event) {
  if (event->type() != QEvent::KeyPress)
    return QDialog::eventFilter(receiver, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    run_current();
    return true;
  }
  const int step = key == Qt::Key_Down       ? 1
                   : key == Qt::Key_Up       ? -1
                   : key == Qt::Key_PageDown ? 8
                   : key == Qt::Key_PageUp   ? -8
                                             : 0;
  if (step == 0)
    return QDialog::eventFilter(receiver, event);
  list_->setCurrentRow(std::clamp(list_->currentRow() + step, 0, std::max(0, list_->count() - 1)));
  return true;
}

} // namespace andon::ui
