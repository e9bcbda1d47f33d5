#include "ui/plot/mask_editor.h"

#include <QPainter>

#include <algorithm>
#include <cstring>
#include <utility>

namespace andon::ui {
namespace {

constexpr QRgb tint = qRgba(0, 200, 83, 110);
constexpr int fewest_corners = 3;

} // namespace

MaskEditor::Sheet MaskEditor::sheet_of(const Mask& truth, const QSize& size) {
  Sheet sheet;
  sheet.mask = QImage(size, QImage::Format_Grayscale8);
  sheet.mask.fill(0);
  if (truth.width != size.width() || truth.height != size.height())
    return sheet;
  for (int y = 0; y < truth.height; ++y) {
    uchar* const line = sheet.mask.scanLine(y);
    const std::uint8_t* const from = truth.inside.data() + std::size_t(y) * std::size_t(truth.width);
    std::transform(from, from + truth.width, line, [](std::uint8_t inside) { return inside ? 255 : 0; });
  }
  return sheet;
}

void MaskEditor::set_sheet(Sheet sheet) {
  sheet_ = std::move(sheet);
  polygon_.clear();
  painting_ = false;
  Q_EMIT changed();
}

MaskEditor::Sheet MaskEditor::take_sheet() {
  polygon_.clear();
  painting_ = false;
  return std::exchange(sheet_, {});
}

void MaskEditor::set_saved() {
  sheet_.changed = false;
  Q_EMIT changed();
}

Mask MaskEditor::mask() const {
  Mask mask{sheet_.mask.width(), sheet_.mask.height(), {}};
  for (int y = 0; y < mask.height; ++y) {
    const uchar* const line = sheet_.mask.constScanLine(y);
    mask.inside.insert(mask.inside.end(), line, line + mask.width);
  }
  return mask;
}

void MaskEditor::set_tool(Tool tool) {
  tool_ = tool;
  polygon_.clear();
  painting_ = false;
  Q_EMIT changed();
}

void MaskEditor::set_brush(int diameter) {
  brush_ = std::clamp(diameter, smallest_brush, largest_brush);
  Q_EMIT changed();
}

void MaskEditor::keep_for_undo() {
  sheet_.undo.push_back(sheet_.mask);
  if (sheet_.undo.size() > most_undo)
    sheet_.undo.erase(sheet_.undo.begin());
  sheet_.redo.clear();
  sheet_.changed = true;
}

void MaskEditor::undo() {
  if (!polygon_.isEmpty()) {
    polygon_.removeLast();
  } else if (!sheet_.undo.empty()) {
    sheet_.redo.push_back(sheet_.mask);
    sheet_.mask = sheet_.undo.back();
    sheet_.undo.pop_back();
    sheet_.changed = true;
  }
  Q_EMIT changed();
}

void MaskEditor::redo() {
  if (sheet_.redo.empty())
    return;
  sheet_.undo.push_back(sheet_.mask);
  sheet_.mask = sheet_.redo.back();
  sheet_.redo.pop_back();
  sheet_.changed = true;
  Q_EMIT changed();
}

void MaskEditor::stroke(const QPointF& from, const QPointF& to) {
  QPainter painter(&sheet_.mask);
  painter.setPen(QPen(tool_ == Tool::eraser ? Qt::black : Qt::white, brush_, Qt::SolidLine, Qt::RoundCap));
  if (from == to) {
    painter.setBrush(painter.pen().color());
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(to, brush_ / 2.0, brush_ / 2.0);
  } else {
    painter.drawLine(from, to);
  }
}

void MaskEditor::press(const QPointF& at) {
  pointer_ = at;
  if (tool_ == Tool::polygon) {
    polygon_ << at;
  } else {
    keep_for_undo();
    painting_ = true;
    stroke(at, at);
  }
  Q_EMIT changed();
}

void MaskEditor::move(const QPointF& at, bool held) {
  if (painting_ && held)
    stroke(pointer_, at);
  pointer_ = at;
  Q_EMIT changed();
}

void MaskEditor::release() {
  painting_ = false;
}

void MaskEditor::close_polygon() {
  if (polygon_.size() >= fewest_corners) {
    keep_for_undo();
    QPainter painter(&sheet_.mask);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    painter.drawPolygon(polygon_);
  }
  polygon_.clear();
  Q_EMIT changed();
}

QImage MaskEditor::overlay() const {
  const QImage& mask = sheet_.mask;
  QImage result(mask.size(), QImage::Format_Indexed8);
  result.setColorCount(256);
  result.setColor(0, qRgba(0, 0, 0, 0));
  for (int level = 1; level < 256; ++level)
    result.setColor(level, tint);
  for (int y = 0; y < mask.height(); ++y)
    std::memcpy(result.scanLine(y), mask.constScanLine(y), std::size_t(mask.width()));
  return result;
}

} // namespace andon::ui
