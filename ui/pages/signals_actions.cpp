#include "ui/pages/signals_actions.h"

#include "ui/pages/page.h"
#include "ui/plot/track_view.h"
#include "ui/shell/action_registry.h"

#include <QToolBar>
#include <QToolButton>

namespace andon::ui {
namespace {

constexpr double key_zoom = 0.5, key_pan = 0.15;

void add_zoom_actions(ActionRegistry& registry, TrackView& tracks) {
  TimeView* time = &tracks.time();
  const auto add = [&](const char* id, const char* text, const char* tooltip, const char* keys,
                       std::function<void()> run) {
    registry.add({id, "signals", text, tooltip, QKeySequence(QLatin1String(keys))}, &tracks, std::move(run));
  };
  add("signals.zoom_in", QT_TRANSLATE_NOOP("actions", "Zoom in"),
      QT_TRANSLATE_NOOP("actions", "Show half of the time around the middle"), "+",
      [time] { time->zoom(key_zoom); });
  add("signals.zoom_out", QT_TRANSLATE_NOOP("actions", "Zoom out"),
      QT_TRANSLATE_NOOP("actions", "Show twice the time around the middle"), "-",
      [time] { time->zoom(1 / key_zoom); });
  add("signals.left", QT_TRANSLATE_NOOP("actions", "Earlier"),
      QT_TRANSLATE_NOOP("actions", "Move to earlier times"), "Left",
      [time] { time->pan(-key_pan * time->visible().span()); });
  add("signals.right", QT_TRANSLATE_NOOP("actions", "Later"),
      QT_TRANSLATE_NOOP("actions", "Move to later times"), "Right",
      [time] { time->pan(key_pan * time->visible().span()); });
  add("signals.begin", QT_TRANSLATE_NOOP("actions", "To the beginning"),
      QT_TRANSLATE_NOOP("actions", "Move to the first sample"), "Home",
      [time] { time->move_to(time->limits().start); });
  add("signals.end", QT_TRANSLATE_NOOP("actions", "To the end"),
      QT_TRANSLATE_NOOP("actions", "Move to the last sample"), "End",
      [time] { time->move_to(time->limits().end); });
}

void add_page_actions(ActionRegistry& registry, Page& page, TrackView& tracks, const SignalsSteps& steps) {
  TrackView* view = &tracks;
  const auto add = [&](const char* id, const char* text, const char* tooltip, const char* keys,
                       std::function<void()> run) {
    return registry.add({id, "signals", text, tooltip, QKeySequence(QLatin1String(keys))}, &page,
                        std::move(run));
  };
  add("signals.fit", QT_TRANSLATE_NOOP("actions", "Fit"),
      QT_TRANSLATE_NOOP("actions", "Show the whole recording"), "F", [view] { view->time().fit(); });
  add("signals.zoom_back", QT_TRANSLATE_NOOP("actions", "Previous zoom"),
      QT_TRANSLATE_NOOP("actions", "Go back to the zoom before"), "Backspace",
      [view] { view->time().back(); });
  add("signals.cursor", QT_TRANSLATE_NOOP("actions", "First cursor"),
      QT_TRANSLATE_NOOP("actions", "Put the first cursor at the pointer"), "C",
      [view] { view->place_cursor(0); });
  add("signals.cursor_second", QT_TRANSLATE_NOOP("actions", "Second cursor"),
      QT_TRANSLATE_NOOP("actions", "Put the second cursor at the pointer and show the differences"),
      "Shift+C", [view] { view->place_cursor(1); });
  add("signals.cancel", QT_TRANSLATE_NOOP("actions", "Remove cursors"),
      QT_TRANSLATE_NOOP("actions", "End a drag, or remove both cursors"), "Shift+Esc",
      [view] { view->cancel(); });
  add("signals.next_flagged", QT_TRANSLATE_NOOP("actions", "Next flagged"),
      QT_TRANSLATE_NOOP("actions", "Go to the next window at or above the threshold"), "N",
      [run = steps.flagged] { run(1); });
  add("signals.previous_flagged", QT_TRANSLATE_NOOP("actions", "Previous flagged"),
      QT_TRANSLATE_NOOP("actions", "Go to the previous window at or above the threshold"), "P",
      [run = steps.flagged] { run(-1); });
  add("signals.next_scene", QT_TRANSLATE_NOOP("actions", "Next scene"),
      QT_TRANSLATE_NOOP("actions", "Open the next scene of the list"), "PgDown",
      [run = steps.scene] { run(1); });
  add("signals.previous_scene", QT_TRANSLATE_NOOP("actions", "Previous scene"),
      QT_TRANSLATE_NOOP("actions", "Open the previous scene of the list"), "PgUp",
      [run = steps.scene] { run(-1); });
  add("signals.box", QT_TRANSLATE_NOOP("actions", "Box zoom"),
      QT_TRANSLATE_NOOP("actions", "Dragging zooms to a box instead of moving"), "B",
      [view] { view->set_box_zoom(!view->box_zoom()); })
      ->setCheckable(true);
  add("signals.link", QT_TRANSLATE_NOOP("actions", "Linked"),
      QT_TRANSLATE_NOOP("actions", "All tracks share one time axis; off gives every track its own"), "L",
      [view] { view->set_linked(!view->linked()); })
      ->setCheckable(true);
  add("signals.lock", QT_TRANSLATE_NOOP("actions", "Lock values"),
      QT_TRANSLATE_NOOP("actions", "Keep the value axes; off lets them follow what is visible"), "Y",
      [view] { view->set_values_locked(!view->values_locked()); })
      ->setCheckable(true);
}

} // namespace

void add_signals_actions(ActionRegistry& registry, Page& page, TrackView& tracks, QToolBar& bar,
                         SignalsSteps steps) {
  add_zoom_actions(registry, tracks);
  add_page_actions(registry, page, tracks, steps);
  for (const char* id : {"previous_flagged", "next_flagged", "", "fit", "zoom_in", "zoom_out", "box", "",
                         "cursor", "", "link", "lock"}) {
    if (*id)
      bar.addAction(registry.find(QStringLiteral("signals.") + QLatin1String(id)));
    else
      bar.addSeparator();
  }
  for (const char* id : {"signals.fit", "signals.zoom_in", "signals.zoom_out", "signals.cursor"})
    if (auto* button = qobject_cast<QToolButton*>(bar.widgetForAction(registry.find(QLatin1String(id)))))
      button->setToolButtonStyle(Qt::ToolButtonIconOnly);
  refresh_signals_actions(registry, tracks);
}

void refresh_signals_actions(ActionRegistry& registry, const TrackView& tracks) {
  registry.find(QStringLiteral("signals.box"))->setChecked(tracks.box_zoom());
  registry.find(QStringLiteral("signals.link"))->setChecked(tracks.linked());
  registry.find(QStringLiteral("signals.lock"))->setChecked(tracks.values_locked());
  const std::pair<const char*, const char*> icons[] = {
      {"signals.fit", "fit"},           {"signals.zoom_in", "zoom_in"},
      {"signals.zoom_out", "zoom_out"}, {"signals.cursor", "cursor"},
      {"signals.next_flagged", "next"}, {"signals.previous_flagged", "previous"}};
  for (const auto& [id, name] : icons)
    registry.find(QLatin1String(id))->setIcon(icon(QLatin1String(name), tracks.palette()));
}

} // namespace andon::ui
