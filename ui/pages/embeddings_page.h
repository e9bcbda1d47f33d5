#pragma once
#include "core/workflow/views.h"
#include "ui/pages/page.h"
#include "ui/shell/selection.h"

#include <memory>

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace andon::ui {

class Legend;
class PageStates;
class Scatter;
class WindowModel;

/// Which are alike, which are odd? One scatter of command and current embeddings of a run; lasso, legend as
/// filter. Threads: GUI; embeddings and projections run in the compute lane.
class EmbeddingsPage : public Page {
  Q_OBJECT
public:
  explicit EmbeddingsPage(PageContext& context);
  ~EmbeddingsPage() override;
  QWidget* inspector() override;
  void activated() override;
  void retranslate() override;
  /// Shows a finished result; what the jobs call.
  void show_result(std::shared_ptr<const workflow::EmbeddingSet> set, const workflow::Projection& projection);
  void show_failure(const Error& error);
  Scatter& scatter() { return *scatter_; }
  PageStates& states() { return *states_; }

private:
  struct Loaded {
    workflow::EmbeddingIn in;
    std::shared_ptr<const workflow::EmbeddingSet> set;
    workflow::Projection projection;
  };
  void build();
  void build_inspector();
  void add_actions();
  void load(bool anew);
  void recolor();
  void selected(const std::vector<int>& points);
  void follow(const Selection::State& now);
  void open_window(int window);
  void show_title();
  int window_of(int point) const { return point % static_cast<int>(set_->windows.size()); }

  std::shared_ptr<const workflow::EmbeddingSet> set_;
  workflow::EmbeddingIn shown_;
  std::vector<double> explained_;
  QString wanted_key_;
  int job_ = 0;
  QLabel* title_;
  QLabel* method_label_;
  QLabel* color_label_;
  QLabel* part_label_;
  QComboBox* method_;
  QComboBox* color_;
  QComboBox* part_;
  Scatter* scatter_;
  PageStates* states_;
  std::unique_ptr<QWidget> owned_inspector_;
  QWidget* inspector_;
  QLabel* legend_title_;
  Legend* legend_;
  QLabel* list_title_;
  WindowModel* windows_;
  QTableView* table_;
  QPushButton* open_;
};

} // namespace andon::ui
