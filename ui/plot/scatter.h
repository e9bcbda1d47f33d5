#pragma once
#include "ui/plot/plane_view.h"
#include "ui/plot/point_grid.h"

#include <functional>
#include <memory>
#include <vector>

namespace andon::ui {

enum class GroupColor { category, normal, alarm, unknown };

/// One row of the legend.
struct ScatterGroup {
  QString name;
  GroupColor color = GroupColor::category;
};

/// How points look. Either every point has a group, or a value on the viridis scale.
struct ScatterLook {
  std::vector<int> group; ///< [n] index into groups
  std::vector<ScatterGroup> groups;
  std::vector<int> shape;    ///< [n] or empty: 0 circle, 1 triangle, 2 square, 3 cross
  std::vector<double> value; ///< [n] or empty
  QString value_title;
};

/// Points of the plane, exact picking, lasso by dragging, rectangle with Shift, Ctrl adds, click picks, Esc
/// clears, Ctrl+A takes all that are shown. Points are drawn once into an image (50,000 stay smooth).
/// Threads: GUI.
class Scatter : public PlaneView {
  Q_OBJECT
public:
  explicit Scatter(QWidget* parent = nullptr);
  /// xy [n, 2], finite. The selection is cleared.
  void set_points(std::span<const float> xy);
  void set_look(ScatterLook look);
  /// Groups that are not shown cannot be picked.
  void set_group_visible(int group, bool visible);
  bool is_visible(int point) const;
  void set_tool_tip(std::function<QString(int)> text) { tool_tip_ = std::move(text); }
  const std::vector<int>& selected() const { return selected_; }
  /// Highlights without a signal: a choice made elsewhere.
  void highlight(std::vector<int> points);
  int point_count() const { return grid_.size(); }
  /// The shown point within 12 px of a pixel, or −1.
  int pick(const QPointF& pixel) const;
  QColor color_of_group(int group) const;
  /// Shape of the legend and of the plot.
  static void draw_shape(QPainter& painter, const QPointF& centre, int shape, double radius);

Q_SIGNALS:
  void selection_changed(const std::vector<int>& points);
  void activated(int point);
  void hovered(int point);

protected:
  void paint_picture(QPainter& painter) override;
  void paint_overlay(QPainter& painter) override;
  int right_margin() const override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;

private:
  enum class Gesture { none, lasso, rectangle };
  void select(std::vector<int> points, bool add);
  std::vector<int> gesture_points() const;
  QColor color_of(int point) const;
  int shape_of(int point) const { return look_.shape.empty() ? 0 : look_.shape[point]; }
  void set_hovered(int point, const QPoint& global);

  PointGrid grid_;
  ScatterLook look_;
  double value_low_ = 0, value_high_ = 1;
  std::vector<bool> hidden_groups_;
  std::vector<int> selected_;
  std::function<QString(int)> tool_tip_;
  Gesture gesture_ = Gesture::none;
  QPolygonF path_; ///< pixels
  int hovered_ = -1;
};

} // namespace andon::ui
