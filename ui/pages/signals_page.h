#pragma once
#include "ui/pages/page.h"
#include "ui/pages/page_states.h"
#include "ui/pages/scene_loader.h"
#include "ui/shell/selection.h"

#include <optional>

class QLabel;
class QToolBar;

namespace andon::ui {

class SignalsInspector;
class TrackView;

/// What happened, when? The scene that the selection names: its sensors, scores and labels on one time axis.
/// Threads: GUI.
class SignalsPage : public Page {
  Q_OBJECT
public:
  explicit SignalsPage(PageContext& context);
  ~SignalsPage() override;
  QWidget* inspector() override;
  void activated() override;
  void retranslate() override;

  using State = PageStates::State;
  State state() const { return states_->state(); }
  TrackView& tracks() { return *tracks_; }
  SignalsInspector& panel() { return *inspector_; }

protected:
  void changeEvent(QEvent* event) override;

private:
  void build();
  void follow(const Selection::State& now);
  void follow_scene();
  void show_state(State state);
  void show_failure(const QString& what, const Error& error);
  void show_data();
  void show_scores();
  void show_scene();
  void show_score_strip();
  void show_time_range();
  void show_facts();
  void show_title();
  void choose_item(const QString& item);
  void go_to_flagged(int direction);
  void window_clicked(double seconds);
  /// The row of the selected window, else the highest of the scene.
  std::optional<workflow::ScoreRow> selected_row() const;

  SceneLoader* loader_;
  TrackView* tracks_;
  std::unique_ptr<SignalsInspector> owned_inspector_; ///< until a dock takes it
  SignalsInspector* inspector_;
  PageStates* states_;
  QToolBar* bar_;
  QLabel* title_;
  QString selected_item_;
};

} // namespace andon::ui
