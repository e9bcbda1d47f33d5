#pragma once
#include "core/workflow/threshold_view.h"

#include <QTabWidget>

#include <array>

class QLabel;
class QSlider;
class QTableView;

namespace andon::ui {

class BandPlot;
class ThresholdModel;

/// Whether the tail can be believed: survival with the fitted law, mean residual life, stability of shape and
/// scale, quantiles, return levels; and the versions of the line. Markers follow the line; a slider moves the
/// start of the tail, and every curve and mark with it. Threads: GUI.
class ThresholdsTail : public QTabWidget {
  Q_OBJECT
public:
  explicit ThresholdsTail(QWidget* parent = nullptr);
  void show_view(const workflow::ThresholdView& view);
  /// Another start or estimate of the same tail: what a person sees while dragging the slider.
  void show_fit(const workflow::TailFit& fit);
  /// Why the tail cannot start where the slider stands; "" takes it back.
  void show_trouble(const QString& why);
  /// Puts the slider there, without a signal. Percent of the normal scores below the tail.
  void set_start(double percentile, double u);
  QSlider& slider() { return *slider_; }
  BandPlot& quantiles() { return *plots_[quantile_plot]; }
  BandPlot& life() { return *plots_[life_plot]; }
  QString tail_note() const;
  /// The line, and the false-alarm rate an item that it has (NaN = unknown).
  void set_line(double line, double rate);
  void retranslate();
  BandPlot& survival() { return *plots_[0]; }
  QTableView& versions() { return *table_; }

Q_SIGNALS:
  void start_moved(double percentile); ///< while dragging too
  void start_settled();                ///< the person let go
  /// A version was chosen to look at again.
  void version_wanted(double threshold, double low);

private:
  enum Plot { survival_plot, life_plot, shape_plot, scale_plot, quantile_plot, return_plot, plot_count };
  void show_curves();
  void show_notes();
  void show_start();
  std::optional<workflow::TailView> tail_;
  QString note_, trouble_;
  double u_ = 0;
  QSlider* slider_;
  QLabel* start_;
  std::array<BandPlot*, plot_count> plots_{};
  std::array<QLabel*, 5> notes_{};
  ThresholdModel* model_;
  QTableView* table_;
};

} // namespace andon::ui
