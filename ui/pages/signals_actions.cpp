#include "ui/pages/signals_actions.h"

#include "ui/pages/page.h"
#include "ui/pages/track_actions.h"
#include "ui/plot/track_view.h"
#include "ui/shell/action_registry.h"

#include <QToolBar>
#include <QToolButton>

namespace andon::ui {
namespace {

void add_page_actions(ActionRegistry& registry, Page& page, TrackView& tracks, const SignalsSteps& steps) {
  TrackView* view = &tracks;
  const auto add = [&](const char* id, const char* text, const char* tooltip, const char* keys,
                       std::function<void()> run) {
    return registry.add({id, "signals", text, tooltip, QKeySequence(QLatin1String(keys))}, &page,
                        std::move(run));
  };
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
  add_track_actions(registry, "signals", page, tracks);
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
