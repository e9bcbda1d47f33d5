#pragma once
#include "core/workflow/anomaly_view.h"
#include "ui/pages/page.h"
#include "ui/pages/page_states.h"
#include "ui/shell/selection.h"

class QComboBox;
class QLabel;
class QTableView;

namespace andon::ui {

class ContributionModel;
class LoadBars;
class ScoreMap;

/// Which sensor, and when? Scores of a scene by sensor and time, who carries the chosen moment, and how the
/// experts share the work. Threads: GUI.
class AnomalyPage : public Page {
  Q_OBJECT
public:
  explicit AnomalyPage(PageContext& context);
  ~AnomalyPage() override;
  void activated() override;
  void retranslate() override;
  void show_view(workflow::AnomalyView view);
  PageStates& states() { return *states_; }
  ScoreMap& map() { return *map_; }
  LoadBars& load_bars() { return *bars_; }
  QTableView& ranking() { return *ranking_; }
  QString warning() const;
  const workflow::AnomalyScene* scene() const;

private:
  void build();
  void add_actions();
  void load(bool anew);
  void show_scene();
  void show_moment();
  QString name_of(const workflow::AnomalyScene& scene) const;
  void show_experts();
  void show_sentence();
  void pick(int sensor, int bin);
  void go_to(const QString& page);
  void step(int by);

  ContributionModel* model_;
  ScoreMap* map_;
  QTableView* ranking_;
  LoadBars* bars_;
  QComboBox* scenes_;
  QLabel* sentence_;
  QLabel* moment_;
  QLabel* experts_;
  QLabel* warning_;
  PageStates* states_ = nullptr;
  workflow::AnomalyView view_;
  QString wanted_;
  int job_ = 0;
  bool setting_ = false;
};

} // namespace andon::ui
