#pragma once
#include "core/workflow/threshold_view.h"
#include "ui/pages/page.h"
#include "ui/shell/selection.h"

#include <optional>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QTimer;
class QToolBar;
class QVBoxLayout;

namespace andon::ui {

class DecisionHistogram;
class OptionForm;
class PageStates;
class ThresholdsFacts;
class ThresholdsTail;

/// Where is the line, and what will it cost? Scores by class with a line to drag, the promise it keeps, what
/// it catches and costs, and whether its tail can be believed. Threads: GUI.
class ThresholdsPage : public Page {
  Q_OBJECT
public:
  explicit ThresholdsPage(PageContext& context);
  ~ThresholdsPage() override;
  QWidget* inspector() override;
  void activated() override;
  void retranslate() override;
  void show_view(workflow::ThresholdView view);
  void show_failure(const Error& error);
  /// Moves the line and everything that follows it.
  void set_line(double line, std::optional<double> low = {});
  /// Starts the tail there, as the slider does while it is dragged: everything that follows from it at once.
  void set_tail_start(double percentile);

  DecisionHistogram& histogram() { return *histogram_; }
  ThresholdsFacts& facts() { return *facts_; }
  ThresholdsTail& tail() { return *tail_; }
  PageStates& states() { return *states_; }
  QString sentence() const;
  QComboBox& method() { return *method_; }

private:
  void build();
  QWidget* build_controls();
  void add_actions();
  void load();
  void follow_line();
  void show_title(const store::ThresholdVersion& version);
  void show_promise(const workflow::PromiseAnswer& answer, const QString& otherwise = {});
  void try_line(const workflow::ThresholdIn& in, bool move);
  void show_method();
  void toggle_band();
  /// The lower line that goes with another line: where it is, else as far below as it was.
  std::optional<double> low_below(double line) const;
  /// What the controls ask for; by hand when the line was dragged.
  workflow::ThresholdIn request(bool keep) const;
  /// Options of the tail and of the alarms as the form has them.
  PotOptions tail_options() const;
  AlarmOptions alarm_logic() const;
  void show_options();
  void keep_start();
  void settle_tail();
  void fit_line();
  void check_promise();
  void save_version();

  std::optional<workflow::ThresholdView> view_;
  DecisionHistogram* histogram_;
  ThresholdsFacts* facts_;
  ThresholdsTail* tail_;
  PageStates* states_;
  QLabel *title_, *sentence_, *method_label_, *budget_label_, *author_label_, *reason_label_;
  QToolBar* bar_;
  QComboBox *method_, *period_;
  QCheckBox* promise_;
  QDoubleSpinBox* budget_;
  QLineEdit *author_, *reason_;
  std::unique_ptr<QWidget> owned_inspector_; ///< until the dock takes it
  QWidget* inspector_;
  QVBoxLayout* form_place_;
  OptionForm* form_ = nullptr;
  QTimer* settle_;
  bool dragged_ = false; ///< the line is where a person put it, not where the method did
  QString wanted_run_;
  int load_job_ = 0, fit_job_ = 0, save_job_ = 0, tail_job_ = 0;
  bool filling_form_ = false; ///< what changes in the form is not a person's doing
};

} // namespace andon::ui
