#pragma once
#include <functional>

class QToolBar;

namespace andon::ui {

class ActionRegistry;
class Page;
class TrackView;

/// What only the page can do: go to another scene or window.
struct SignalsSteps {
  std::function<void(int direction)> flagged, scene;
};

/// Adds the page's commands with their keys and puts the frequent ones into `bar`. Threads: GUI.
void add_signals_actions(ActionRegistry& registry, Page& page, TrackView& tracks, QToolBar& bar,
                         SignalsSteps steps);
/// Checks of the toggles and icons of the bar follow the view and the palette.
void refresh_signals_actions(ActionRegistry& registry, const TrackView& tracks);

} // namespace andon::ui
