#pragma once
#include "ui/pages/decode_draft.h"
#include "ui/pages/page.h"
#include "ui/pages/page_states.h"
#include "ui/pages/scene_lanes.h"
#include "ui/pages/scene_loader.h"
#include "ui/shell/selection.h"

#include <set>

class QLabel;
class QToolBar;

namespace andon::ui {

class SceneInspector;
class TrackView;

/// What do the words of this machine mean? The scene that the selection names: tracks by rate, bits, states,
/// 32-bit values beside their halves, and an editor of what is known of them. Threads: GUI.
class ScenePage : public Page {
  Q_OBJECT
public:
  explicit ScenePage(PageContext& context);
  ~ScenePage() override;
  QWidget* inspector() override;
  void activated() override;
  void retranslate() override;

  using State = PageStates::State;
  State state() const { return states_->state(); }
  TrackView& tracks() { return *tracks_; }
  SceneInspector& panel() { return *inspector_; }
  DecodeDraft& draft() { return draft_; }
  const QString& chosen() const { return chosen_; }
  const SceneShown& shown() const { return shown_; }
  void choose(const QString& sensor);
  void save();

private:
  void build();
  void add_actions();
  void connect_parts();
  void follow(const Selection::State& now);
  void follow_scene();
  void show_data();
  void show_scene();
  void show_lanes();
  void show_time_range();
  void show_title();
  void show_preview();
  void show_changes();
  void show_failure(const QString& what, const Error& error);
  void look_at_words();
  void decode_values();
  void step_sensor(int step);
  void step_scene(int step);
  void saved(const Result<std::string>& sha256);

  DecodeDraft draft_;
  SceneShown shown_;
  std::set<workflow::Halves> decoding_; ///< asked for and not answered
  SceneLoader* loader_;
  TrackView* tracks_;
  std::unique_ptr<SceneInspector> owned_inspector_; ///< until a dock takes it
  SceneInspector* inspector_;
  PageStates* states_;
  QToolBar* bar_;
  QLabel* title_;
  QString chosen_;
  std::optional<TimeRange> kept_range_; ///< to show again after a save
};

} // namespace andon::ui
