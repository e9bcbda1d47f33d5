#include "ui/plot/pair_graph.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr double node_size = 6, label_room = 44, pick_distance = 18;
constexpr int legend_height = 44;
constexpr PairGraph::Line all_lines[] = {PairGraph::Line::right, PairGraph::Line::warning,
                                         PairGraph::Line::wrong, PairGraph::Line::missed,
                                         PairGraph::Line::plain};

void draw_shape(QPainter& painter, QPointF at, double size, int kind) {
  if (kind == 1)
    painter.drawRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size));
  else if (kind == 2)
    painter.drawPolygon(QPolygonF({{at.x(), at.y() - 1.4 * size},
                                   {at.x() + 1.4 * size, at.y()},
                                   {at.x(), at.y() + 1.4 * size},
                                   {at.x() - 1.4 * size, at.y()}}));
  else
    painter.drawEllipse(at, size, size);
}

} // namespace

PairGraph::PairGraph(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
}

void PairGraph::set_graph(std::vector<Node> nodes, std::vector<Edge> edges) {
  nodes_ = std::move(nodes);
  edges_ = std::move(edges);
  current_ = -1;
  update();
}

void PairGraph::set_legend(const QStringList& kinds, const QStringList& lines) {
  kinds_ = kinds;
  lines_ = lines;
  update();
}

void PairGraph::set_current(int node) {
  current_ = node;
  update();
}

double PairGraph::radius() const {
  return std::max(30.0, std::min(width() / 2.0, (height() - legend_height) / 2.0) - label_room);
}

QPointF PairGraph::place_of(int node) const {
  const double angle = 2 * M_PI * node / std::max<double>(1, static_cast<double>(nodes_.size())) - M_PI / 2;
  return QPointF(width() / 2.0, (height() - legend_height) / 2.0) +
         radius() * QPointF(std::cos(angle), std::sin(angle));
}

QPen PairGraph::pen_of(Line line, double weight) const {
  const Colors& c = colors(palette());
  const double wide = 1 + 2 * std::clamp(weight, 0.0, 1.0);
  switch (line) {
  case Line::right:
    return QPen(c.accent, wide);
  case Line::warning:
    return QPen(c.review, wide, Qt::DashDotLine);
  case Line::wrong:
    return QPen(c.alarm, wide, Qt::DashLine);
  case Line::missed:
    return QPen(c.alarm, 1.5, Qt::DotLine);
  case Line::plain:
    break;
  }
  return QPen(c.normal, wide);
}

void PairGraph::paint_edge(QPainter& painter, const Edge& edge) const {
  const QPointF from = place_of(edge.from), to = place_of(edge.to);
  const QPointF middle = (from + to) / 2, centre(width() / 2.0, (height() - legend_height) / 2.0);
  const QPointF bend = middle + (centre - middle) * 0.35;
  QPainterPath path(from);
  path.quadTo(bend, to);
  const QPen pen = pen_of(edge.line, edge.weight);
  painter.setPen(pen);
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(path);
  // The head lies where the line meets the sensor of the high half.
  const QPointF along = to - bend;
  const double length = std::max(1e-9, std::hypot(along.x(), along.y()));
  const QPointF unit = along / length, side(-unit.y(), unit.x());
  const QPointF tip = to - unit * (node_size + 2);
  painter.setPen(Qt::NoPen);
  painter.setBrush(pen.color());
  painter.drawPolygon(QPolygonF({tip, tip - unit * 9 + side * 4, tip - unit * 9 - side * 4}));
}

void PairGraph::paint_node(QPainter& painter, int index) const {
  const Colors& c = colors(palette());
  const Node& node = nodes_[static_cast<std::size_t>(index)];
  const QPointF at = place_of(index);
  painter.setPen(QPen(index == current_ ? c.text : c.surface, index == current_ ? 2 : 1));
  painter.setBrush(category(palette(), node.kind));
  draw_shape(painter, at, index == current_ ? node_size + 3 : node_size, node.kind);
  const QPointF centre(width() / 2.0, (height() - legend_height) / 2.0);
  const QPointF out = (at - centre) / radius();
  const QPointF text = at + out * 22;
  painter.setPen(index == current_ ? c.text : c.muted);
  painter.drawText(QRectF(text.x() - 30, text.y() - 9, 60, 18), Qt::AlignCenter, node.name);
}

void PairGraph::paint_legend(QPainter& painter) const {
  const Colors& c = colors(palette());
  double x = space, y = height() - legend_height + 10;
  for (int kind = 0; kind < kinds_.size(); ++kind) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(category(palette(), kind));
    draw_shape(painter, {x + 6, y}, 5, kind);
    painter.setPen(c.muted);
    painter.drawText(QPointF(x + 18, y + 4), kinds_[kind]);
    x += 18 + painter.fontMetrics().horizontalAdvance(kinds_[kind]) + space_group;
  }
  x = space;
  y += 20;
  for (int line = 0; line < lines_.size(); ++line) {
    painter.setPen(pen_of(all_lines[line], 0.5));
    painter.drawLine(QPointF(x, y), QPointF(x + 22, y));
    painter.setPen(c.muted);
    painter.drawText(QPointF(x + 28, y + 4), lines_[line]);
    x += 28 + painter.fontMetrics().horizontalAdvance(lines_[line]) + space_group;
  }
}

void PairGraph::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), colors(palette()).surface);
  painter.setRenderHint(QPainter::Antialiasing);
  for (const Edge& edge : edges_)
    paint_edge(painter, edge);
  for (int i = 0; i < static_cast<int>(nodes_.size()); ++i)
    paint_node(painter, i);
  paint_legend(painter);
}

void PairGraph::mousePressEvent(QMouseEvent* event) {
  int nearest = -1;
  double best = pick_distance;
  for (int i = 0; i < static_cast<int>(nodes_.size()); ++i) {
    const QPointF away = place_of(i) - event->position();
    if (const double distance = std::hypot(away.x(), away.y()); distance < best) {
      best = distance;
      nearest = i;
    }
  }
  if (nearest < 0)
    return;
  set_current(nearest);
  Q_EMIT picked(nearest);
}

void PairGraph::keyPressEvent(QKeyEvent* event) {
  const int key = event->key(), count = static_cast<int>(nodes_.size());
  const int step = key == Qt::Key_Right || key == Qt::Key_Down ? 1
                   : key == Qt::Key_Left || key == Qt::Key_Up  ? -1
                                                               : 0;
  if (step == 0 || count == 0)
    return QWidget::keyPressEvent(event);
  set_current((current_ + step + count) % count);
  Q_EMIT picked(current_);
}

} // namespace andon::ui
