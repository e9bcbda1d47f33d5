#pragma once
#include "core/workflow/drift.h"
#include "ui/pages/page.h"
#include "ui/shell/selection.h"

#include <optional>

class QAction;
class QComboBox;
class QLabel;
class QMessageBox;
class QPushButton;
class QSortFilterProxyModel;
class QSpinBox;
class QTableView;

namespace andon::ui {

class CandidateDesk;
class CurveChart;
class MovedModel;
class OptionForm;
class PageStates;
class Scatter;

/// Is the world still the one I trained on? Every detector's statistic over its limit, what moved, the
/// features before and after, and whether a change is a new condition or a new fault. Threads: GUI.
class DriftPage : public Page {
  Q_OBJECT
public:
  explicit DriftPage(PageContext& context);
  ~DriftPage() override;
  QWidget* inspector() override;
  void activated() override;
  void retranslate() override;
  void show_result(workflow::DriftOut out);
  void show_failure(const Error& error);

  PageStates& states() { return *states_; }
  CurveChart& chart() { return *chart_; }
  Scatter& scatter() { return *scatter_; }
  QTableView& moved_table() { return *table_; }
  QPushButton& adapt_button() { return *adapt_button_; }
  CandidateDesk& candidates() { return *candidates_; }
  /// Asks whether to adapt to the new condition and says what will happen; returns the question.
  QMessageBox* ask_to_adapt();
  QString answer() const;
  QString sentence() const;

private:
  void build();
  void build_table();
  void add_actions();
  void load(bool anew);
  void show_sentence();
  void show_chart();
  void show_moved();
  void show_scatter();
  void show_answer();
  void show_adapt();
  void open_item(std::size_t row);
  void step_alarm(int direction);

  std::optional<workflow::DriftOut> out_;
  CandidateDesk* candidates_;
  CurveChart* chart_;
  Scatter* scatter_;
  MovedModel* model_;
  QSortFilterProxyModel* proxy_;
  QTableView* table_;
  PageStates* states_;
  QLabel *sentence_, *answer_, *part_label_, *run_length_label_, *no_features_;
  QComboBox* part_;
  QSpinBox* run_length_;
  QPushButton* adapt_button_;
  QAction* adapt_ = nullptr;
  std::unique_ptr<QWidget> owned_inspector_; ///< until the dock takes it
  QWidget* inspector_;
  OptionForm* form_;
  QString wanted_key_;
  int job_ = 0;
  int alarm_ = -1; ///< of out_->alarms, the one chosen last
};

} // namespace andon::ui
