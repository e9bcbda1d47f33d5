#pragma once
#include "core/workflow/runs.h"

#include <QTabWidget>

#include <map>
#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QTableView;

namespace andon::ui {

class CurveChart;
class DifferenceModel;
class Histogram;
class IntervalPlot;

/// Everything about the chosen runs.
struct RunsShown {
  std::vector<workflow::RunDetail> details;
  std::vector<workflow::ScoreOut> scores;         ///< one a run; no rows when it has not scored
  std::optional<workflow::CompareOut> comparison; ///< two runs or more
};

/// Training curves, differences, metrics with intervals, recall by kind and area of defects, score
/// distributions of the chosen runs. Threads:
/// GUI.
class RunPanels : public QTabWidget {
  Q_OBJECT
public:
  explicit RunPanels(QWidget* parent = nullptr);
  void show_runs(RunsShown shown);
  /// A point of a training that runs now.
  void add_live(int job, const QString& name, qint64 step, double value);
  void clear_live(int job);
  void retranslate();
  CurveChart& curves() { return *curves_; }
  Histogram& histogram() { return *histogram_; }
  DifferenceModel& differences() { return *differences_; }
  IntervalPlot& intervals() { return *intervals_; }
  IntervalPlot& recall() { return *recall_; }
  const QLabel& comparison() const { return *gap_; }
  void toggle_log();

private:
  void show_curves();
  void show_scores();
  void show_metrics();
  void show_recall();
  void show_differences();
  /// Sentences about the paired differences of two runs, or why there are none.
  static QString comparison_text(const workflow::CompareOut& comparison, const QStringList& names);
  RunsShown shown_;
  std::map<int, std::map<std::string, std::vector<std::pair<double, double>>>> live_;
  QComboBox* quantity_;
  QCheckBox* log_;
  CurveChart* curves_;
  QLabel* difference_note_;
  DifferenceModel* differences_;
  QTableView* difference_table_;
  QLabel* gap_;
  IntervalPlot* intervals_;
  QLabel* recall_note_;
  IntervalPlot* recall_;
  QLabel* score_note_;
  Histogram* histogram_;
};

} // namespace andon::ui
