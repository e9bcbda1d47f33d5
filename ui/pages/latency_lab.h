#pragma once
#include "core/workflow/latency.h"
#include "ui/pages/page.h"

#include <optional>

class QLabel;
class QPushButton;
class QSpinBox;
class QTableView;

namespace andon::ui {

class LatencyModel;
class LatencyPlot;
class PageStates;

/// Does the line's takt hold? Measures every stage of judging an image by a run, and shows the percentiles
/// beside the takt that the user types. Threads: GUI; measuring is a job.
class LatencyLab : public QWidget {
  Q_OBJECT
public:
  explicit LatencyLab(PageContext& context, QWidget* parent = nullptr);
  /// The run to measure and the data set whose images are taken; another run forgets what was measured.
  void set_subject(const QString& run, const QString& data);
  /// Starts measuring, or cancels what is running.
  void measure();
  const std::optional<workflow::LatencyOut>& measured() const { return out_; }
  PageStates& states() { return *states_; }
  LatencyPlot& plot() { return *plot_; }
  QTableView& table() { return *table_; }
  QSpinBox& takt() { return *takt_; }
  QSpinBox& repeats() { return *repeats_; }
  QPushButton& button() { return *button_; }
  QString verdict() const;
  void retranslate();

private:
  void build();
  void start();
  void show_result();
  void show_verdict();
  void show_busy();
  void show_button();
  PageContext& context_;
  QString run_, data_;
  std::optional<workflow::LatencyOut> out_;
  int job_ = 0; ///< 0 = nothing is measured at the moment
  QLabel* takt_label_;
  QSpinBox* takt_;
  QLabel* repeats_label_;
  QSpinBox* repeats_;
  QPushButton* button_;
  QLabel* verdict_;
  QLabel* facts_;
  LatencyPlot* plot_;
  LatencyModel* model_;
  QTableView* table_;
  PageStates* states_;
};

} // namespace andon::ui
