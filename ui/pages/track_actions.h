#pragma once

namespace andon::ui {

class ActionRegistry;
class Page;
class TrackView;

/// Zoom, pan, fit and cursors of a page with tracks, with their keys: "<page_id>.zoom_in", "….fit",
/// "….cursor" and so on. Keys that a text field needs work only where the tracks have focus. Threads: GUI.
void add_track_actions(ActionRegistry& registry, const char* page_id, Page& page, TrackView& tracks);

} // namespace andon::ui
