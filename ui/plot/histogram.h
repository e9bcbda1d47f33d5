#pragma once
#include "ui/plot/plane_view.h"

#include <optional>
#include <vector>

namespace andon::ui {

/// Scores of one class or one run.
struct Distribution {
  QString name;
  std::vector<double> values; ///< finite
  int color = 0;              ///< index of category(); −1 normal, −2 alarm
};

/// Distributions over each other in equal bins, each as a share of its own count (%), with outline dashes and
/// hatches as a second cue, a legend, and an optional threshold line. Threads: GUI.
class Histogram : public PlaneView {
  Q_OBJECT
public:
  explicit Histogram(QWidget* parent = nullptr);
  void set_distributions(std::vector<Distribution> distributions);
  void set_threshold(std::optional<double> threshold, const QString& name = {});
  int bins() const { return bins_; }
  /// Share (%) of each bin of a distribution.
  const std::vector<double>& shares(int distribution) const { return shares_[distribution]; }
  QColor color_of(int distribution) const;

protected:
  void paint_picture(QPainter& painter) override;

private:
  void rebuild();
  void paint_distribution(QPainter& painter, int index) const;
  void paint_legend(QPainter& painter) const;
  std::vector<Distribution> distributions_;
  std::vector<std::vector<double>> shares_;
  std::optional<double> threshold_;
  QString threshold_name_;
  double low_ = 0, high_ = 1;
  int bins_ = 60;
};

} // namespace andon::ui
