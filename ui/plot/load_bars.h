#pragma once
#include <QWidget>

#include <vector>

namespace andon::ui {

/// Shares as bars with their number; one that is too small to count is outlined in the review colour.
/// Threads: GUI.
class LoadBars : public QWidget {
  Q_OBJECT
public:
  struct Bar {
    QString name;
    double share = 0;
    bool warning = false;
    std::vector<double> course; ///< earlier values, drawn as a thin line
  };
  using QWidget::QWidget;
  void set_bars(std::vector<Bar> bars);
  const std::vector<Bar>& bars() const { return bars_; }
  QSize sizeHint() const override { return {240, 26 * static_cast<int>(bars_.size()) + 8}; }
  QSize minimumSizeHint() const override { return {160, 26 * static_cast<int>(bars_.size()) + 8}; }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  std::vector<Bar> bars_;
};

} // namespace andon::ui
