#include "ui/plot/label_lane.h"

#include <QPainter>

#include <algorithm>

namespace andon::ui {

void LabelLane::set_bands(std::vector<LabelBand> bands) {
  bands_ = std::move(bands);
  std::ranges::sort(bands_, {}, &LabelBand::start);
  row_of_.clear();
  std::vector<double> free_from;
  for (const LabelBand& band : bands_) {
    auto row = std::ranges::find_if(free_from, [&](double end) { return end <= band.start; });
    if (row == free_from.end() && free_from.size() < most_rows)
      row = free_from.insert(row, 0);
    else if (row == free_from.end())
      row = std::ranges::min_element(free_from);
    *row = std::max(band.end, *row);
    row_of_.push_back(static_cast<int>(row - free_from.begin()));
  }
  rows_ = std::max(1, static_cast<int>(free_from.size()));
  Q_EMIT changed();
}

void LabelLane::paint(QPainter& painter, const LaneFrame& frame) {
  const Colors& c = frame.colors();
  const QFont font = painter.font();
  QFont bold = font;
  bold.setWeight(QFont::DemiBold);
  painter.setFont(bold);
  draw_text(painter, QRectF(frame.plot.left(), frame.area.top(), frame.plot.width(), header_height),
            Qt::AlignLeft | Qt::AlignVCenter, tr("Labels"), c.text);
  painter.setFont(font);
  painter.fillRect(frame.plot, c.surface);
  painter.save();
  painter.setClipRect(frame.plot);
  for (std::size_t i = 0; i < bands_.size(); ++i) {
    const LabelBand& band = bands_[i];
    if (band.end < frame.visible.start || band.start > frame.visible.end)
      continue;
    const double left = std::max(frame.x_of(band.start), frame.plot.left() - 2);
    const double right = std::max(std::min(frame.x_of(band.end), frame.plot.right() + 2), left + 1);
    const QRectF rect(left, frame.plot.top() + row_of_[i] * band_height + 1, right - left, band_height - 2);
    QColor fill = band.label == 1 ? c.alarm : c.normal;
    fill.setAlpha(56);
    painter.fillRect(rect, fill);
    fill.setAlpha(110);
    if (band.label == 1)
      painter.fillRect(rect, QBrush(fill, Qt::BDiagPattern));
    painter.setPen(QPen(band.label == 1 ? c.alarm : c.normal, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    if (rect.width() > 24)
      draw_text(painter, rect.adjusted(6, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter, band.text, c.text);
  }
  painter.restore();
  painter.setPen(QPen(c.axis, 0));
  painter.drawLine(frame.plot.topLeft(), frame.plot.bottomLeft());
}

void LabelLane::paint_readout(QPainter& painter, const LaneFrame& frame, const TimeView& time) {
  const auto at = time.crosshair();
  if (!at)
    return;
  QStringList texts;
  for (const LabelBand& band : bands_)
    if (band.start <= *at && *at < band.end)
      texts << band.text;
  draw_text(painter, QRectF(frame.plot.left() + 80, frame.area.top(), frame.plot.width() - 80, header_height),
            Qt::AlignRight | Qt::AlignVCenter, texts.join(QStringLiteral(", ")), frame.colors().text);
}

} // namespace andon::ui
