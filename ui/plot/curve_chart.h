#pragma once
#include <QChartView>
#include <QPointF>

#include <vector>

class QCategoryAxis;
class QLineSeries;

namespace andon::ui {

struct Curve {
  QString name;
  std::vector<QPointF> points; ///< x ascending, finite
  int color = 0;               ///< index of category(), also of the dash
  bool strong = true;          ///< thin and pale when false
};

/// A stretch of the x axis with a name, e.g. a phase of training.
struct CurveBand {
  double from = 0, to = 0;
  QString name;
};

/// Lines over a common axis: training curves of many runs, or a few waveforms. A series gets at most two
/// points a pixel column (its lowest and highest), always by replace(). Wheel zooms x at the pointer, middle
/// or Space drag and arrows pan, F or Home fits. On a logarithmic axis values <= 0 are left out. Threads:
/// GUI.
class CurveChart : public QChartView {
  Q_OBJECT
public:
  explicit CurveChart(QWidget* parent = nullptr);
  void set_curves(std::vector<Curve> curves);
  /// Every second band is tinted; their names stand at the top.
  void set_bands(std::vector<CurveBand> bands);
  const std::vector<CurveBand>& bands() const { return bands_; }
  void set_axis_titles(const QString& x, const QString& y);
  void set_log_y(bool log);
  bool log_y() const { return log_y_; }
  void set_legend_visible(bool visible);
  double visible_low() const { return low_; }
  double visible_high() const { return high_; }
  /// Points a series holds now, for the limit on what is drawn.
  int drawn_points(int curve) const;

public Q_SLOTS:
  void fit();

protected:
  void drawForeground(QPainter* painter, const QRectF& rect) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;

private:
  void set_range(double low, double high);
  void redraw();
  void restyle();
  void show_ticks(double y_low, double y_high);
  QList<QPointF> reduced(const Curve& curve, int columns) const;

  std::vector<Curve> curves_;
  std::vector<CurveBand> bands_;
  std::vector<QLineSeries*> series_;
  QCategoryAxis* x_axis_;
  QCategoryAxis* y_axis_;
  double low_ = 0, high_ = 1;
  bool log_y_ = false, fitted_ = true, restyling_ = false, space_held_ = false, panning_ = false;
  QPointF last_;
};

} // namespace andon::ui
