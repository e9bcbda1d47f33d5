#pragma once

namespace andon::ui {

class MainWindow;

/// Registers the actions that work everywhere: pages, files, view, jobs, help.
void add_window_actions(MainWindow& window);

} // namespace andon::ui
