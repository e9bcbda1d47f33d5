#pragma once
#include "core/workflow/model_list.h"
#include "ui/pages/page.h"

class QAction;
class QKeySequence;
class QLabel;
class QSortFilterProxyModel;
class QTableView;
class QToolBar;

namespace andon::workflow {
struct ExportOut;
}

namespace andon::ui {

class PageStates;
class RunCommands;
class TrainedModels;

/// Which models are there, and which one judges? Every finished model with where it came from; opens it, puts
/// a candidate into use, goes back, exports, and removes what nothing uses. Threads: GUI.
class ModelsPage : public Page {
  Q_OBJECT
public:
  explicit ModelsPage(PageContext& context);
  ~ModelsPage() override;
  void activated() override;
  void retranslate() override;
  PageStates& states() { return *states_; }
  QTableView& table() { return *table_; }
  void choose(const QString& run);
  /// Writes the chosen model to `path`: bundle (a new folder), torchscript or onnx (a file, replaced).
  void export_to(const QString& path, const QString& format);

private:
  void build();
  void add_actions();
  QAction* add_action(const char* id, const char* text, const char* tip, const QKeySequence& keys,
                      std::function<void()> trigger);
  const workflow::TrainedModel* chosen() const;
  void update_actions();
  void load();
  void show_models(std::vector<workflow::TrainedModel> models);
  void open_chosen();
  void switch_model(bool accept);
  void choose_export();
  QString exported_text(const workflow::ExportOut& out) const;
  TrainedModels* model_;
  QSortFilterProxyModel* proxy_;
  QTableView* table_;
  QLabel* title_;
  QToolBar* bar_;
  RunCommands* commands_;
  PageStates* states_ = nullptr;
  QAction *open_ = nullptr, *accept_ = nullptr, *back_ = nullptr, *export_ = nullptr, *remove_ = nullptr;
  int job_ = 0;
};

} // namespace andon::ui
