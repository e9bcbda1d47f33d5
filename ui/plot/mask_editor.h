#pragma once
#include "core/inspection/image.h"

#include <QImage>
#include <QObject>
#include <QPolygonF>

#include <vector>

namespace andon::ui {

/// A mask that is being painted in the pixels of its image: strokes and polygons, each undone as a whole.
/// Threads: GUI.
class MaskEditor : public QObject {
  Q_OBJECT
public:
  enum class Tool { none, brush, eraser, polygon };
  static constexpr int smallest_brush = 1, largest_brush = 400, most_undo = 40;

  /// What is undone, redone and saved together.
  struct Sheet {
    QImage mask; ///< Grayscale8, 255 = defect
    std::vector<QImage> undo, redo;
    bool changed = false;
  };

  explicit MaskEditor(QObject* parent = nullptr) : QObject(parent) {}
  /// An empty `truth` is an empty sheet.
  static Sheet sheet_of(const Mask& truth, const QSize& size);
  void set_sheet(Sheet sheet);
  Sheet take_sheet();
  const Sheet& sheet() const { return sheet_; }
  void set_saved();
  Mask mask() const;
  void set_tool(Tool tool);
  Tool tool() const { return tool_; }
  bool active() const { return tool_ != Tool::none && !sheet_.mask.isNull(); }
  int brush() const { return brush_; } ///< diameter in image pixels
  void set_brush(int diameter);
  void undo(); ///< the last corner while a polygon is drawn
  void redo();

  // In image pixels, from the canvas.
  void press(const QPointF& at);
  void move(const QPointF& at, bool held);
  void release();
  void close_polygon();
  const QPolygonF& polygon() const { return polygon_; }
  const QPointF& pointer() const { return pointer_; }
  QImage overlay() const; ///< the mask as a tint

Q_SIGNALS:
  void changed();

private:
  void keep_for_undo();
  void stroke(const QPointF& from, const QPointF& to);
  Sheet sheet_;
  Tool tool_ = Tool::none;
  int brush_ = 12;
  QPolygonF polygon_;
  QPointF pointer_{-1, -1};
  bool painting_ = false;
};

} // namespace andon::ui
