#pragma once
#include "core/workflow/threshold_view.h"

#include <QTabWidget>

#include <array>

class QLabel;
class QTableView;

namespace andon::ui {

class BandPlot;
class ThresholdModel;

/// Whether the tail can be believed: survival with the fitted law, mean residual life, stability of shape and
/// scale, quantiles, return levels; and the versions of the line. Markers follow the line. Threads: GUI.
class ThresholdsTail : public QTabWidget {
  Q_OBJECT
public:
  explicit ThresholdsTail(QWidget* parent = nullptr);
  void show_view(const workflow::ThresholdView& view);
  /// The line, and the false-alarm rate an item that it has (NaN = unknown).
  void set_line(double line, double rate);
  void retranslate();
  BandPlot& survival() { return *plots_[0]; }
  QTableView& versions() { return *table_; }

Q_SIGNALS:
  /// A version was chosen to look at again.
  void version_wanted(double threshold, double low);

private:
  enum Plot { survival_plot, life_plot, shape_plot, scale_plot, quantile_plot, return_plot, plot_count };
  void show_curves();
  std::optional<workflow::TailView> tail_;
  QString note_;
  std::array<BandPlot*, plot_count> plots_{};
  std::array<QLabel*, 5> notes_{};
  ThresholdModel* model_;
  QTableView* table_;
};

} // namespace andon::ui
