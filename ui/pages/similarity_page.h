#pragma once
#include "core/workflow/views.h"
#include "ui/pages/page.h"
#include "ui/shell/selection.h"

#include <memory>

class QComboBox;
class QLabel;
class QToolButton;

namespace andon::ui {

class Heatmap;
class PageStates;
class PairView;

/// Does every command find its own current? The command × current matrix of a batch of 64 windows. Threads:
/// GUI; the matrix and the waveforms are computed in jobs.
class SimilarityPage : public Page {
  Q_OBJECT
public:
  static constexpr std::int64_t batch = 64;
  explicit SimilarityPage(PageContext& context);
  ~SimilarityPage() override;
  QWidget* inspector() override;
  void activated() override;
  void retranslate() override;
  void show_result(const workflow::SimilarityMatrix& matrix);
  void show_failure(const Error& error);
  void step(int batches);
  Heatmap& heatmap() { return *heatmap_; }
  PageStates& states() { return *states_; }
  std::int64_t first() const { return first_; }

private:
  struct Loaded {
    workflow::EmbeddingIn in;
    workflow::SimilarityMatrix matrix;
  };
  void build();
  void add_actions();
  void load(bool anew);
  void show_pair(int row, int column);
  void show_facts();
  void follow(const Selection::State& now);
  void next_mismatch(int direction);

  workflow::SimilarityMatrix matrix_;
  workflow::EmbeddingIn shown_;
  std::int64_t first_ = 0;
  QString wanted_key_;
  int job_ = 0, pair_job_ = 0;
  QLabel* title_;
  QLabel* readout_;
  QLabel* part_label_;
  QComboBox* part_;
  QToolButton* previous_;
  QToolButton* next_;
  Heatmap* heatmap_;
  PageStates* states_;
  std::unique_ptr<PairView> owned_inspector_;
  PairView* pair_;
};

} // namespace andon::ui
