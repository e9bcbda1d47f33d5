#include "ui/plot/bit_lane.h"

#include <QPainter>

#include <algorithm>
#include <bit>
#include <cmath>

namespace andon::ui {
namespace {

constexpr int all_bits = 0xffff;

/// What the extremes of a column say: bits above the highest that differs are the same in every word between.
BitRange range_of(const MinMax& column) {
  if (column.low > column.high)
    return {};
  const auto low = static_cast<std::uint16_t>(column.low), high = static_cast<std::uint16_t>(column.high);
  const auto below =
      static_cast<std::uint16_t>(std::bit_floor(static_cast<std::uint16_t>(low ^ high)) * 2 - 1);
  const auto unknown = low == high ? std::uint16_t{0} : below;
  return {static_cast<std::uint16_t>(low & ~unknown), static_cast<std::uint16_t>(high | unknown)};
}

} // namespace

BitLane::BitLane(std::shared_ptr<SampleSource> source, int color_index,
                 std::shared_ptr<const WordEnvelope> words, std::int64_t mask)
    : SignalLane(std::move(source), color_index), words_(std::move(words)), mask_(mask) {
  const MinMax range = samples().range();
  const int known = words_ ? words_->range().moving()
                           : static_cast<int>(std::bit_ceil(
                                 static_cast<unsigned>(std::clamp(range.high, 0.0F, 65535.0F) + 1))) -
                                 1;
  const int shown = (known | static_cast<int>(mask)) & all_bits;
  for (int bit = 15; bit >= 0; --bit)
    if (shown >> bit & 1)
      bits_.push_back(bit);
  if (bits_.empty())
    bits_.push_back(0);
}

int BitLane::minimum_height() const {
  return header() + static_cast<int>(bits_.size()) * row_height + 4;
}

int BitLane::bit_at(double y, const QRectF& plot) const {
  const double row = (y - plot.top()) / plot.height() * static_cast<double>(bits_.size());
  return row >= 0 && row < static_cast<double>(bits_.size()) ? bits_[static_cast<std::size_t>(row)] : -1;
}

QString BitLane::value_text(float value) const {
  return QStringLiteral("0x%1").arg(static_cast<uint>(std::clamp(value, 0.0F, 65535.0F)), 4, 16,
                                    QLatin1Char('0'));
}

void BitLane::gather_ranges(const LaneFrame& frame) {
  const LaneTrace& seen = trace();
  ranges_.clear();
  if (!seen.as_columns) {
    first_x_ = frame.x_of(samples().time_of(static_cast<double>(seen.first_point)));
    step_x_ = frame.x_of(samples().time_of(static_cast<double>(seen.first_point) + 1)) - first_x_;
    for (std::size_t i = 0; i < seen.points.size(); ++i) {
      BitRange range;
      if (!seen.missing[i])
        range.add(static_cast<std::uint16_t>(std::clamp(seen.points[i], 0.0F, 65535.0F)));
      ranges_.push_back(range);
    }
    return;
  }
  step_x_ = 1 / frame.pixel_ratio;
  first_x_ = frame.plot.left() + seen.column_offset * step_x_;
  ranges_.resize(seen.columns.size());
  const double first = samples().index_of(frame.visible.start) + seen.column_offset * seen.density;
  if (words_ && seen.density >= static_cast<double>(WordEnvelope::base_block)) {
    words_->query(first, seen.density, ranges_);
    return;
  }
  std::vector<float> values;
  std::vector<std::uint8_t> missing;
  const auto from = static_cast<std::int64_t>(std::floor(std::max(0.0, first)));
  const double last = first + seen.density * static_cast<double>(ranges_.size());
  if (!samples().samples(from, static_cast<std::int64_t>(std::ceil(last)) - from, values, missing)) {
    std::ranges::transform(seen.columns, ranges_.begin(), range_of);
    return;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double column = (static_cast<double>(from) + static_cast<double>(i) - first) / seen.density;
    if (!missing[i] && column >= 0 && column < static_cast<double>(ranges_.size()))
      ranges_[static_cast<std::size_t>(column)].add(
          static_cast<std::uint16_t>(std::clamp(values[i], 0.0F, 65535.0F)));
  }
}

void BitLane::paint_axis(QPainter& painter, const LaneFrame& frame) {
  paint_plot_frame(painter, frame);
  const Colors& c = frame.colors();
  const double height = frame.plot.height() / static_cast<double>(bits_.size());
  QFont font = painter.font(), small = font;
  small.setPointSizeF(font.pointSizeF() * 0.8);
  painter.setFont(small);
  for (std::size_t row = 0; row < bits_.size(); ++row) {
    const double top = frame.plot.top() + static_cast<double>(row) * height;
    const QRectF label(frame.area.left(), top, frame.plot.left() - frame.area.left() - 8, height);
    const bool field = mask_ >> bits_[row] & 1;
    draw_text(painter, label, Qt::AlignRight | Qt::AlignVCenter, tr("bit %1").arg(bits_[row]),
              chosen() ? c.on_selection
              : field  ? c.text
                       : c.axis);
  }
  painter.setFont(font);
}

void BitLane::paint_values(QPainter& painter, const LaneFrame& frame) {
  gather_ranges(frame);
  painter.setRenderHint(QPainter::Antialiasing, false);
  const double height = frame.plot.height() / static_cast<double>(bits_.size());
  for (std::size_t row = 0; row < bits_.size(); ++row)
    paint_row(painter, frame, bits_[row], frame.plot.top() + static_cast<double>(row) * height, height);
}

void BitLane::paint_row(QPainter& painter, const LaneFrame& frame, int bit, double top, double height) const {
  const QColor color = mask_ >> bit & 1 ? category(frame.palette, color_index()) : frame.colors().normal;
  const double high = top + 2.5, low = top + height - 2.5;
  std::vector<QLineF> lines;
  std::vector<QRectF> busy;
  enum class Level { none, zero, one, both } before = Level::none, level;
  double since = 0;
  const auto end_run = [&](double x) {
    if (before == Level::zero || before == Level::one)
      lines.emplace_back(since, before == Level::one ? high : low, x, before == Level::one ? high : low);
    else if (before == Level::both)
      busy.emplace_back(since, high, std::max(1.0, x - since), low - high);
  };
  for (std::size_t i = 0; i <= ranges_.size(); ++i) {
    const double x = first_x_ + static_cast<double>(i) * step_x_;
    if (i == ranges_.size() || ranges_[i].empty())
      level = Level::none;
    else
      level = ranges_[i].moving() >> bit & 1 ? Level::both
              : ranges_[i].all >> bit & 1    ? Level::one
                                             : Level::zero;
    if (level == before)
      continue;
    end_run(x);
    if ((before == Level::zero && level == Level::one) || (before == Level::one && level == Level::zero))
      lines.emplace_back(x, high, x, low);
    before = level;
    since = x;
  }
  QColor fill = color;
  fill.setAlpha(150);
  painter.setPen(Qt::NoPen);
  painter.setBrush(fill);
  painter.drawRects(busy.data(), static_cast<int>(busy.size()));
  painter.setPen(QPen(color, mask_ >> bit & 1 ? 1.5 : 1));
  painter.drawLines(lines.data(), static_cast<int>(lines.size()));
}

} // namespace andon::ui
