#pragma once
#include "ui/theme/theme.h"

#include <QWidget>

#include <vector>

namespace andon::ui {

/// Sensors on a circle and the pairs among them as arrows from low to high half. What a line says is told by
/// its colour and by its dashes. Click or arrows choose a sensor. Threads: GUI.
class PairGraph : public QWidget {
  Q_OBJECT
public:
  enum class Line { right, warning, wrong, missed, plain };
  struct Node {
    QString name;
    int kind = 0; ///< colour and shape: 0 circle, 1 square, 2 diamond
  };
  struct Edge {
    int from = 0, to = 0;
    Line line = Line::plain;
    double weight = 1; ///< 0 … 1, width of the line
  };
  explicit PairGraph(QWidget* parent = nullptr);
  void set_graph(std::vector<Node> nodes, std::vector<Edge> edges);
  /// Names of the three kinds and of the lines, for the legend.
  void set_legend(const QStringList& kinds, const QStringList& lines);
  int current() const { return current_; }
  void set_current(int node);
  QPointF place_of(int node) const;
  QSize minimumSizeHint() const override { return {240, 240}; }

Q_SIGNALS:
  void picked(int node);

protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  void paint_edge(QPainter& painter, const Edge& edge) const;
  void paint_node(QPainter& painter, int index) const;
  void paint_legend(QPainter& painter) const;
  QPen pen_of(Line line, double weight) const;
  double radius() const;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  QStringList kinds_, lines_;
  int current_ = -1;
};

} // namespace andon::ui
