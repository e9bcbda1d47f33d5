#pragma once
#include "core/metrics/estimate.h"
#include "ui/plot/plane_view.h"

#include <vector>

namespace andon::ui {

/// One figure of several runs; NaN value = not evaluated.
struct IntervalRow {
  QString name;
  std::vector<Estimate> estimates; ///< one a run
};

/// Dots with whiskers: a row a metric, a dot a run, whisker = 95 % interval. Colour and shape tell the runs
/// apart. Threads: GUI.
class IntervalPlot : public PlaneView {
  Q_OBJECT
public:
  explicit IntervalPlot(QWidget* parent = nullptr);
  void set_rows(std::vector<IntervalRow> rows, const QStringList& runs);
  QStringList row_names() const;

protected:
  void paint_picture(QPainter& painter) override;
  int left_margin() const override;
  std::vector<Tick> y_ticks(int at_most) const override;
  bool event(QEvent* event) override;

private:
  double y_of(int row, int run) const;
  void paint_legend(QPainter& painter) const;
  std::vector<IntervalRow> rows_;
  QStringList runs_;
};

} // namespace andon::ui
