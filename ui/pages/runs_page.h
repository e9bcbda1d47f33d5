#pragma once
#include "core/workflow/runs.h"
#include "ui/pages/page.h"
#include "ui/pages/run_panels.h"
#include "ui/shell/selection.h"

#include <QStringList>

class QAction;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;
class QTimer;
class QToolBar;

namespace andon::ui {

class PageStates;
class RunCommands;
class RunModel;
class TrainDialog;

/// Which is better, and what did I change? Table of runs, and beside it what the chosen ones learned, differ
/// in and scored. Follows trainings while they run. Threads: GUI.
class RunsPage : public Page {
  Q_OBJECT
public:
  explicit RunsPage(PageContext& context);
  ~RunsPage() override;
  void activated() override;
  void retranslate() override;
  void show_list(std::vector<workflow::RunListRow> rows);
  void show_failure(const Error& error);
  void show_details(RunsShown shown);
  QStringList chosen() const;
  void choose(const QStringList& runs);
  void open_train_dialog();
  void forecast(TrainDialog& dialog, QObject* valid);
  QTableView& table() { return *table_; }
  RunModel& model() { return *model_; }
  RunPanels& panels() { return *panels_; }
  PageStates& states() { return *states_; }

private:
  void build();
  void add_actions();
  QAction* add_run_action(const char* id, const char* text, const char* tip, const QKeySequence& keys,
                          std::function<void()> trigger);
  void load_list();
  void load_details();
  void chosen_changed();
  void update_actions();

  RunCommands* commands_;
  RunModel* model_;
  QSortFilterProxyModel* proxy_;
  QTableView* table_;
  RunPanels* panels_;
  PageStates* states_;
  QLabel* title_;
  QLineEdit* filter_;
  QToolBar* bar_;
  QTimer* poll_;
  QList<QAction*> one_run_actions_;
  QAction* remove_ = nullptr;
  QAction* resume_ = nullptr;
  QStringList wanted_;
  int list_job_ = 0, detail_job_ = 0;
  bool filling_ = false;
};

} // namespace andon::ui
