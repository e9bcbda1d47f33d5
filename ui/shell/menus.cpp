#include "ui/shell/menus.h"

#include "ui/shell/main_window.h"

#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

namespace andon::ui {

namespace {

struct MenuRow {
  const char* group; ///< prefix of the ids; "" = the page that is shown
  const char* title;
};
constexpr MenuRow rows[] = {
    {"file", QT_TRANSLATE_NOOP("menus", "&File")},  {"edit", QT_TRANSLATE_NOOP("menus", "&Edit")},
    {"view", QT_TRANSLATE_NOOP("menus", "&View")},  {"page", QT_TRANSLATE_NOOP("menus", "&Go to")},
    {"", QT_TRANSLATE_NOOP("menus", "&This page")}, {"jobs", QT_TRANSLATE_NOOP("menus", "&Jobs")},
    {"help", QT_TRANSLATE_NOOP("menus", "&Help")},
};

QString name_of(const MenuRow& row) {
  return QStringLiteral("menu_") + QLatin1String(*row.group ? row.group : "this");
}

void fill(MainWindow& window, const MenuRow& row, QMenu& menu) {
  menu.clear();
  const bool own = *row.group == '\0';
  const QString prefix = QLatin1String(row.group) + QLatin1Char('.');
  for (QAction* action : window.context().actions.actions()) {
    const QString context = ActionRegistry::context_of(action);
    const bool fits = own ? !context.isEmpty() && context == window.current_page()
                          : context.isEmpty() && ActionRegistry::id_of(action).startsWith(prefix);
    if (fits)
      menu.addAction(action);
  }
  menu.menuAction()->setVisible(!menu.isEmpty());
}

} // namespace

void build_menus(MainWindow& window) {
  for (const MenuRow& row : rows) {
    QMenu* menu = window.menuBar()->addMenu(QString());
    menu->setObjectName(name_of(row));
    menu->setToolTipsVisible(true);
    fill(window, row, *menu);
  }
  retranslate_menus(window);
}

void rebuild_page_menu(MainWindow& window) {
  for (const MenuRow& row : rows)
    if (auto* menu = window.menuBar()->findChild<QMenu*>(name_of(row)); menu && *row.group == '\0')
      fill(window, row, *menu);
}

void retranslate_menus(MainWindow& window) {
  for (const MenuRow& row : rows)
    if (auto* menu = window.menuBar()->findChild<QMenu*>(name_of(row))) {
      menu->setTitle(QCoreApplication::translate("menus", row.title));
      menu->setAccessibleName(menu->title().remove(QLatin1Char('&')));
    }
}

} // namespace andon::ui
