#pragma once
#include "core/workflow/threshold_view.h"

#include <QWidget>

#include <array>
#include <span>

class QDoubleSpinBox;
class QLabel;

namespace andon::ui {

/// What the line, or the two lines of a review band, cost: confusion matrix, escapes and overkill with their
/// exact intervals, cost per 1,000 parts, expected alarms. Everything follows the line at once. Threads: GUI.
class ThresholdsFacts : public QWidget {
  Q_OBJECT
public:
  explicit ThresholdsFacts(QWidget* parent = nullptr);
  void show_figures(const workflow::LineFigures& figures);
  void clear();
  CostOptions costs() const;
  void retranslate();
  /// The texts as they stand, by row: for people who hear the page, and for tests.
  QString text(const QString& name) const;

Q_SIGNALS:
  void costs_changed();

protected:
  void changeEvent(QEvent* event) override;

private:
  enum Cell { caught, review_abnormal, escapes, overkill, review_normal, passed, cell_count };
  enum Row { escape_rate, overkill_rate, review_share, cost, false_rate, load, replay, row_count };
  void show_cells();
  QString replay_text() const;
  workflow::LineFigures figures_;
  bool filled_ = false;
  std::array<QLabel*, 6> headings_{};
  std::array<QLabel*, cell_count> cells_{};
  std::array<QLabel*, row_count> names_{}, values_{};
  std::array<QLabel*, 4> cost_names_{};
  QDoubleSpinBox *escape_cost_, *overkill_cost_, *review_cost_, *fraction_;
};

} // namespace andon::ui
