#pragma once

namespace andon::ui {

class MainWindow;

/// The menu bar, generated from the action registry: one menu a group of ids ("file.", "view."), one for the
/// pages and one for the actions of the page that is shown.
void build_menus(MainWindow& window);
void rebuild_page_menu(MainWindow& window);
void retranslate_menus(MainWindow& window);

} // namespace andon::ui
