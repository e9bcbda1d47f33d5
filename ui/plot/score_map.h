#pragma once
#include "ui/plot/cell_map.h"

#include <vector>

namespace andon::ui {

/// Scores of sensors over time as a heat map with a colour bar: a row a sensor, first one on top. Cells at or
/// above the threshold are framed; labelled ones are underlined. Threads: GUI.
class ScoreMap : public CellMap {
  Q_OBJECT
public:
  explicit ScoreMap(QWidget* parent = nullptr);
  struct Cells {
    QStringList sensors;
    std::vector<double> starts, ends; ///< of the columns, seconds
    std::vector<float> scores;        ///< [sensors, columns]
    std::vector<std::int8_t> labels;  ///< [sensors, columns], 1 = abnormal
    double low = 0, high = 1;         ///< range of the colours
    double threshold = 0;
    bool has_threshold = false;
  };
  void set_cells(Cells cells);
  int rows() const override { return static_cast<int>(cells_.sensors.size()); }
  int columns() const override { return static_cast<int>(cells_.starts.size()); }
  QRectF cell(int row, int column) const override;

protected:
  void paint_picture(QPainter& painter) override;
  void paint_overlay(QPainter& painter) override;
  int left_margin() const override;
  std::vector<Tick> x_ticks(int at_most) const override;
  std::vector<Tick> y_ticks(int at_most) const override;
  void mouseMoveEvent(QMouseEvent* event) override;
  bool cell_at(const QPointF& pixel, int& row, int& column) const override;

private:
  float score(int row, int column) const {
    return cells_
        .scores[static_cast<std::size_t>(row) * cells_.starts.size() + static_cast<std::size_t>(column)];
  }
  Cells cells_;
};

} // namespace andon::ui
