#pragma once
#include "core/workflow/structure_view.h"
#include "ui/pages/page.h"
#include "ui/pages/page_states.h"

class QComboBox;
class QLabel;
class QTableView;
class QTabWidget;

namespace andon::ui {

class Heatmap;
class PairGraph;
class PairModel;
class StructureModel;

/// What are the words of this machine? Types, pairs, bits and attention that a run found in a scene, each
/// beside what is known. Threads: GUI.
class StructurePage : public Page {
  Q_OBJECT
public:
  explicit StructurePage(PageContext& context);
  ~StructurePage() override;
  void activated() override;
  void retranslate() override;
  void show_view(workflow::StructureView view);
  PageStates& states() { return *states_; }
  QTableView& table() { return *table_; }
  QTableView& pair_table() { return *pair_table_; }
  PairGraph& graph() { return *graph_; }
  Heatmap& attention() { return *attention_; }
  QString sentence() const;
  const workflow::StructureItem* item() const;
  void choose_sensor(const QString& id);

private:
  void build();
  void add_actions();
  void load(bool anew);
  void show_item();
  void show_sentence();
  void show_graph(const workflow::StructureItem& item);
  void open_scene();
  void step(int by);

  StructureModel* model_;
  PairModel* pair_model_;
  QTableView* table_;
  QTableView* pair_table_;
  PairGraph* graph_;
  Heatmap* attention_;
  QTabWidget* tabs_;
  QComboBox* scenes_;
  QLabel* sentence_;
  PageStates* states_ = nullptr;
  workflow::StructureView view_;
  QString wanted_;
  int job_ = 0;
  bool setting_ = false;
};

} // namespace andon::ui
