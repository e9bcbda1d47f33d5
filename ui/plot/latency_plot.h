#pragma once
#include <QWidget>

#include <vector>

namespace andon::ui {

/// Times of the stages of judging an image, stacked, one bar a percentile, with a mark where the whole lies
/// and a line at the takt. A bar that is far longer than the others is cut and says its length. Threads: GUI.
class LatencyPlot : public QWidget {
  Q_OBJECT
public:
  struct Bar {
    QString name;
    std::vector<double> stages; ///< milliseconds, in the order of the names
    double total = 0;           ///< milliseconds; percentiles of the stages need not add up to it
  };
  explicit LatencyPlot(QWidget* parent = nullptr);
  void set_bars(const QStringList& stages, std::vector<Bar> bars);
  const std::vector<Bar>& bars() const { return bars_; }
  void set_takt(double milliseconds); ///< 0 = none
  double takt() const { return takt_; }
  /// End of the axis in milliseconds.
  double reach() const;
  /// Horizontal place of a time in widget pixels.
  double place_of(double milliseconds) const;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QRectF area() const;
  void paint_axis(QPainter& painter) const;
  void paint_bar(QPainter& painter, const Bar& bar, const QRectF& room) const;
  void paint_takt(QPainter& painter) const;
  void paint_legend(QPainter& painter) const;
  QStringList stages_;
  std::vector<Bar> bars_;
  double takt_ = 0;
};

} // namespace andon::ui
