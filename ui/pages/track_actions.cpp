#include "ui/pages/track_actions.h"

#include "ui/pages/page.h"
#include "ui/plot/track_view.h"
#include "ui/shell/action_registry.h"

namespace andon::ui {
namespace {

constexpr double key_zoom = 0.5, key_pan = 0.15;

void add_zoom_actions(ActionRegistry& registry, const char* page_id, TrackView& tracks) {
  TimeView* time = &tracks.time();
  const auto add = [&](const char* id, const char* text, const char* tooltip, const char* keys,
                       std::function<void()> run) {
    const std::string full = std::string(page_id) + id;
    registry.add({full.c_str(), page_id, text, tooltip, QKeySequence(QLatin1String(keys))}, &tracks,
                 std::move(run));
  };
  add(".zoom_in", QT_TRANSLATE_NOOP("actions", "Zoom in"),
      QT_TRANSLATE_NOOP("actions", "Show half of the time around the middle"), "+",
      [time] { time->zoom(key_zoom); });
  add(".zoom_out", QT_TRANSLATE_NOOP("actions", "Zoom out"),
      QT_TRANSLATE_NOOP("actions", "Show twice the time around the middle"), "-",
      [time] { time->zoom(1 / key_zoom); });
  add(".left", QT_TRANSLATE_NOOP("actions", "Earlier"), QT_TRANSLATE_NOOP("actions", "Move to earlier times"),
      "Left", [time] { time->pan(-key_pan * time->visible().span()); });
  add(".right", QT_TRANSLATE_NOOP("actions", "Later"), QT_TRANSLATE_NOOP("actions", "Move to later times"),
      "Right", [time] { time->pan(key_pan * time->visible().span()); });
  add(".begin", QT_TRANSLATE_NOOP("actions", "To the beginning"),
      QT_TRANSLATE_NOOP("actions", "Move to the first sample"), "Home",
      [time] { time->move_to(time->limits().start); });
  add(".end", QT_TRANSLATE_NOOP("actions", "To the end"),
      QT_TRANSLATE_NOOP("actions", "Move to the last sample"), "End",
      [time] { time->move_to(time->limits().end); });
}

void add_view_actions(ActionRegistry& registry, const char* page_id, Page& page, TrackView& tracks) {
  TrackView* view = &tracks;
  const auto add = [&](const char* id, const char* text, const char* tooltip, const char* keys,
                       std::function<void()> run) {
    const std::string full = std::string(page_id) + id;
    registry.add({full.c_str(), page_id, text, tooltip, QKeySequence(QLatin1String(keys))}, &page,
                 std::move(run));
  };
  add(".fit", QT_TRANSLATE_NOOP("actions", "Fit"), QT_TRANSLATE_NOOP("actions", "Show the whole recording"),
      "F", [view] { view->time().fit(); });
  add(".zoom_back", QT_TRANSLATE_NOOP("actions", "Previous zoom"),
      QT_TRANSLATE_NOOP("actions", "Go back to the zoom before"), "Backspace",
      [view] { view->time().back(); });
  add(".cursor", QT_TRANSLATE_NOOP("actions", "First cursor"),
      QT_TRANSLATE_NOOP("actions", "Put the first cursor at the pointer"), "C",
      [view] { view->place_cursor(0); });
  add(".cursor_second", QT_TRANSLATE_NOOP("actions", "Second cursor"),
      QT_TRANSLATE_NOOP("actions", "Put the second cursor at the pointer and show the differences"),
      "Shift+C", [view] { view->place_cursor(1); });
  add(".cancel", QT_TRANSLATE_NOOP("actions", "Remove cursors"),
      QT_TRANSLATE_NOOP("actions", "End a drag, or remove both cursors"), "Shift+Esc",
      [view] { view->cancel(); });
}

} // namespace

void add_track_actions(ActionRegistry& registry, const char* page_id, Page& page, TrackView& tracks) {
  add_zoom_actions(registry, page_id, tracks);
  add_view_actions(registry, page_id, page, tracks);
}

} // namespace andon::ui
