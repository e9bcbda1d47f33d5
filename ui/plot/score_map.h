#pragma once
#include "ui/plot/plane_view.h"

#include <vector>

namespace andon::ui {

/// Scores of sensors over time as a heat map with a colour bar: a row a sensor, first one on top. Cells at or
/// above the threshold are framed; labelled ones are underlined. Click or Enter picks a cell, arrows move the
/// chosen one. Threads: GUI.
class ScoreMap : public PlaneView {
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
  void set_value_title(const QString& title);
  int rows() const { return static_cast<int>(cells_.sensors.size()); }
  int columns() const { return static_cast<int>(cells_.starts.size()); }
  int current_row() const { return row_; }
  int current_column() const { return column_; }
  void set_current(int row, int column);
  QRectF cell(int row, int column) const; ///< pixels

Q_SIGNALS:
  void picked(int row, int column);

protected:
  void paint_picture(QPainter& painter) override;
  void paint_overlay(QPainter& painter) override;
  int right_margin() const override;
  int left_margin() const override;
  std::vector<Tick> x_ticks(int at_most) const override;
  std::vector<Tick> y_ticks(int at_most) const override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  bool cell_at(const QPointF& pixel, int& row, int& column) const;
  float score(int row, int column) const {
    return cells_
        .scores[static_cast<std::size_t>(row) * cells_.starts.size() + static_cast<std::size_t>(column)];
  }
  Cells cells_;
  QString value_title_;
  int row_ = -1, column_ = -1;
};

} // namespace andon::ui
