#include "ui/shell/key_overlay.h"

#include "ui/shell/action_registry.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace andon::ui {

namespace {

QString rows_of(const QList<QAction*>& actions, bool own, const Colors& c) {
  QString rows;
  for (const QAction* action : actions) {
    const bool is_own = !ActionRegistry::context_of(action).isEmpty();
    if (is_own != own || action->shortcut().isEmpty())
      continue;
    const QString color = action->isEnabled() ? c.text.name() : c.disabled.name();
    rows += QStringLiteral("<tr><td style='padding:3px 16px 3px 0;color:%1'><b>%2</b></td>"
                           "<td style='padding:3px 0;color:%3'>%4</td></tr>")
                .arg(c.accent.name(), action->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped(),
                     color, action->text().remove(QLatin1Char('&')).toHtmlEscaped());
  }
  return rows;
}

QLabel* column_of(const QString& title, const QString& rows, QWidget* parent) {
  auto* label = new QLabel(QStringLiteral("<h3>%1</h3><table>%2</table>").arg(title, rows), parent);
  label->setTextFormat(Qt::RichText);
  label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  label->setAccessibleName(title);
  return label;
}

} // namespace

KeyOverlay::KeyOverlay(const ActionRegistry& actions, const QString& page, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint) {
  setAttribute(Qt::WA_DeleteOnClose);
  setObjectName(QStringLiteral("key_overlay"));
  setWindowTitle(tr("Keys"));
  setAccessibleName(tr("Keys that work here"));
  const Colors& c = colors(palette());
  auto* row = new QHBoxLayout;
  row->setSpacing(2 * space_section);
  const QList<QAction*> all = actions.actions_in(page);
  if (const QString own = rows_of(all, true, c); !own.isEmpty())
    row->addWidget(column_of(tr("This page"), own, this));
  row->addWidget(column_of(tr("Everywhere"), rows_of(all, false, c), this));
  auto* hint = new QLabel(tr("Any key closes this list. Change keys under Edit, Keyboard shortcuts."), this);
  hint->setAccessibleName(hint->text());
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space_section, space_group, space_section, space_group);
  column->setSpacing(space_group);
  column->addLayout(row);
  column->addWidget(hint);
}

void KeyOverlay::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key != Qt::Key_Shift && key != Qt::Key_Control && key != Qt::Key_Alt && key != Qt::Key_Meta)
    close();
}

void KeyOverlay::mousePressEvent(QMouseEvent*) {
  close();
}

} // namespace andon::ui
