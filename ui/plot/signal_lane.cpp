#include "ui/plot/signal_lane.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr double marker_spacing = 4; ///< pixels between samples from which markers are drawn
constexpr double antialias_below = 4000;

} // namespace

SignalLane::SignalLane(std::shared_ptr<SampleSource> source, int color_index)
    : source_(std::move(source)), color_index_(color_index) {
  connect(source_.get(), &SampleSource::changed, this, &TrackLane::changed);
}

void SignalLane::set_locked(bool locked) {
  if (locked_ == locked)
    return;
  locked_ = locked;
  Q_EMIT changed();
}

void SignalLane::set_values(double low, double high) {
  if (!(high > low) || !std::isfinite(high - low))
    return;
  values_ = {static_cast<float>(low), static_cast<float>(high)};
  locked_ = true;
  Q_EMIT changed();
}

double SignalLane::value_at(double y, const QRectF& plot) const {
  return values_.high - (y - plot.top()) / plot.height() * (double{values_.high} - values_.low);
}

double SignalLane::y_of(double value, const QRectF& plot) const {
  const double span = double{values_.high} - values_.low;
  return std::clamp(plot.bottom() - (value - values_.low) / span * plot.height(), plot.top() - 10000,
                    plot.bottom() + 10000);
}

void SignalLane::zoom_values(double y, const QRectF& plot, double factor) {
  const double value = value_at(y, plot);
  set_values(value - (value - values_.low) * factor, value + (values_.high - value) * factor);
}

void SignalLane::pan_values(double pixels, const QRectF& plot) {
  const double shift = pixels / plot.height() * (double{values_.high} - values_.low);
  set_values(values_.low + shift, values_.high + shift);
}

void SignalLane::set_linked(bool linked, const TimeView& shared) {
  if (linked == (own_time_ == nullptr))
    return;
  own_time_.reset();
  if (!linked) {
    own_time_ = std::make_unique<TimeView>();
    own_time_->set_limits(shared.limits(), shared.shortest());
    own_time_->show(shared.visible());
    connect(own_time_.get(), &TimeView::range_changed, this, &TrackLane::changed);
  }
  Q_EMIT changed();
}

void SignalLane::set_chosen(bool chosen) {
  if (chosen_ == chosen)
    return;
  chosen_ = chosen;
  Q_EMIT changed();
}

void SignalLane::set_overlay(std::shared_ptr<SampleSource> overlay) {
  overlay_ = std::move(overlay);
  if (overlay_)
    connect(overlay_.get(), &SampleSource::changed, this, &TrackLane::changed);
  Q_EMIT changed();
}

void LaneTrace::gather_columns(SampleSource& source, const LaneFrame& frame) {
  // Columns lie on a grid of whole widths, so that panning moves the picture and never re-bins it.
  const double first = source.index_of(frame.visible.start);
  const double grid = std::floor(first / density);
  const auto count = static_cast<std::size_t>(std::ceil(frame.plot.width() * frame.pixel_ratio)) + 1;
  columns.assign(count, MinMax{});
  column_offset = grid - first / density;
  refined = source.columns(grid * density, density, columns);
}

void LaneTrace::gather(SampleSource& source, const LaneFrame& frame) {
  density = frame.visible.span() * source.info().rate / (frame.plot.width() * frame.pixel_ratio);
  as_columns = density > 1;
  if (as_columns)
    return gather_columns(source, frame);
  const auto first = static_cast<std::int64_t>(std::floor(source.index_of(frame.visible.start))) - 1;
  const auto last = static_cast<std::int64_t>(std::ceil(source.index_of(frame.visible.end))) + 1;
  first_point = std::max<std::int64_t>(first, 0);
  refined = source.samples(first_point, last + 1 - first_point, points, missing);
  as_columns = !refined;
  if (as_columns)
    gather_columns(source, frame);
}

void SignalLane::fit_values() {
  MinMax seen;
  const auto include = [&](float low, float high) {
    seen =
        seen.low > seen.high ? MinMax{low, high} : MinMax{std::min(seen.low, low), std::max(seen.high, high)};
  };
  const auto include_all = [&](const LaneTrace& trace) {
    if (trace.as_columns) {
      for (const MinMax& column : trace.columns)
        if (column.low <= column.high)
          include(column.low, column.high);
      return;
    }
    for (std::size_t i = 0; i < trace.points.size(); ++i)
      if (!trace.missing[i] && std::isfinite(trace.points[i]))
        include(trace.points[i], trace.points[i]);
  };
  include_all(trace_);
  if (overlay_)
    include_all(overlay_trace_);
  if (seen.low > seen.high || !std::isfinite(double{seen.high} - seen.low))
    return;
  double low = seen.low, high = seen.high;
  if (high - low <= 1e-6 * std::max(std::abs(low), std::abs(high))) {
    const double half = low == 0 ? 1 : 0.1 * std::abs(low);
    low -= half;
    high += half;
  }
  // Whole fifths of a tick keep the axis still while panning.
  const double margin = 0.06 * (high - low), step = round_step(high - low, 4) / 5;
  values_ = {static_cast<float>(std::floor((low - margin) / step) * step),
             static_cast<float>(std::ceil((high + margin) / step) * step)};
}

void SignalLane::paint(QPainter& painter, const LaneFrame& frame) {
  trace_.gather(*source_, frame);
  if (overlay_)
    overlay_trace_.gather(*overlay_, frame);
  if (!locked_)
    fit_values();
  if (!group_.isEmpty())
    paint_group(painter, frame);
  paint_header(painter, frame);
  paint_axis(painter, frame);
  painter.save();
  painter.setClipRect(frame.plot, Qt::IntersectClip);
  paint_values(painter, frame);
  paint_marks(painter, frame);
  painter.restore();
}

void SignalLane::paint_values(QPainter& painter, const LaneFrame& frame) {
  const auto paint_one = [&](const LaneTrace& trace, const SampleSource& source, const QColor& color) {
    if (trace.as_columns)
      paint_columns(painter, frame, trace, color);
    else
      paint_points(painter, frame, trace, source, color);
  };
  QColor own = category(frame.palette, color_index_);
  if (overlay_)
    own.setAlpha(110);
  paint_one(trace_, *source_, own);
  if (overlay_)
    paint_one(overlay_trace_, *overlay_, frame.colors().text);
}

void SignalLane::paint_group(QPainter& painter, const LaneFrame& frame) {
  const QRectF row(space, frame.area.top(), frame.area.width() - space, group_height - 4);
  QFont font = painter.font(), bold = font;
  bold.setWeight(QFont::DemiBold);
  painter.setFont(bold);
  draw_text(painter, row, Qt::AlignLeft | Qt::AlignVCenter, group_, frame.colors().muted);
  const double from = row.left() + painter.fontMetrics().horizontalAdvance(group_) + space;
  painter.setPen(QPen(frame.colors().border, 1));
  painter.drawLine(QPointF(from, row.center().y()), QPointF(frame.plot.right(), row.center().y()));
  painter.setFont(font);
}

void SignalLane::paint_marks(QPainter& painter, const LaneFrame& frame) {
  const Colors& c = frame.colors();
  double last = -10;
  for (const LaneMark& mark : marks_) {
    const double x = frame.x_of(mark.time);
    if (x < frame.plot.left() - 4 || x > frame.plot.right() + 4 || (x - last < 3 && !mark.warning))
      continue;
    last = x;
    const double top = frame.plot.top();
    const QColor color = mark.warning ? c.review : c.axis;
    painter.setPen(QPen(color, 1, mark.warning ? Qt::SolidLine : Qt::DotLine));
    painter.drawLine(QPointF(x, top), QPointF(x, frame.plot.bottom()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    if (mark.warning)
      painter.drawPolygon(QPolygonF({{x, top}, {x + 5, top + 5}, {x, top + 10}, {x - 5, top + 5}}));
    else
      painter.drawPolygon(QPolygonF({{x - 4, top}, {x + 4, top}, {x, top + 6}}));
  }
}

void SignalLane::paint_header(QPainter& painter, const LaneFrame& frame) {
  const SampleSource::Info& info = source_->info();
  const Colors& c = frame.colors();
  QFont font = painter.font();
  QFont bold = font;
  bold.setWeight(QFont::DemiBold);
  const QString title = info.unit.isEmpty() ? info.id : QStringLiteral("%1 (%2)").arg(info.id, info.unit);
  QRectF row(frame.plot.left(), frame.area.top() + group_row(), frame.plot.width(), header_height);
  if (chosen_)
    painter.fillRect(QRectF(0, row.top(), frame.area.right(), frame.area.bottom() - row.top()), c.selection);
  painter.fillRect(QRectF(row.left(), row.center().y() - 5, 10, 10), category(frame.palette, color_index_));
  row.setLeft(row.left() + 16);
  painter.setFont(bold);
  draw_text(painter, row, Qt::AlignLeft | Qt::AlignVCenter, title, chosen_ ? c.on_selection : c.text);
  row.setLeft(row.left() + painter.fontMetrics().horizontalAdvance(title) + space_group);
  painter.setFont(font);

  QStringList notes;
  if (!note_.isEmpty())
    notes << note_;
  if (info.offset != 0)
    notes << tr("above %1").arg(count_text(info.offset));
  if (trace_.density > 1)
    notes << tr("1 px = %1 samples").arg(count_text(trace_.density * frame.pixel_ratio));
  if (own_time_)
    notes
        << tr("unlinked: %1 to %2").arg(duration_text(frame.visible.start), duration_text(frame.visible.end));
  if (locked_)
    notes << tr("value axis locked");
  if (!source_->failure().isEmpty())
    notes << tr("samples cannot be read: %1").arg(source_->failure());
  else if (!trace_.refined)
    notes << tr("reading samples …");
  draw_text(painter, row.adjusted(0, 0, -frame.plot.width() * 0.3, 0), Qt::AlignLeft | Qt::AlignVCenter,
            notes.join(QStringLiteral("  ·  ")), chosen_ ? c.on_selection : c.muted);
}

void SignalLane::paint_plot_frame(QPainter& painter, const LaneFrame& frame) {
  const Colors& c = frame.colors();
  painter.fillRect(frame.plot, c.surface);
  draw_time_grid(painter, frame);
  painter.setPen(QPen(c.axis, 0));
  painter.drawLine(frame.plot.topLeft(), frame.plot.bottomLeft());
  painter.drawLine(frame.plot.bottomLeft(), frame.plot.bottomRight());
}

void SignalLane::paint_axis(QPainter& painter, const LaneFrame& frame) {
  const Colors& c = frame.colors();
  paint_plot_frame(painter, frame);
  const bool above =
      source_->info().offset != 0; // large counts are told by how far they are above the lowest
  for (const Tick& tick :
       value_ticks(values_.low, values_.high, std::max(2, static_cast<int>(frame.plot.height() / 30)))) {
    const double y = y_of(tick.value, frame.plot);
    painter.setPen(QPen(c.grid, 0));
    painter.drawLine(QPointF(frame.plot.left() + 1, y), QPointF(frame.plot.right(), y));
    painter.setPen(QPen(c.axis, 0));
    painter.drawLine(QPointF(frame.plot.left() - 4, y), QPointF(frame.plot.left(), y));
    const QRectF label(frame.area.left(), y - 9, frame.plot.left() - frame.area.left() - 8, 18);
    draw_text(painter, label, Qt::AlignRight | Qt::AlignVCenter,
              above && tick.value > 0 ? QLatin1Char('+') + tick.text : tick.text,
              chosen_ ? c.on_selection : c.axis);
  }
}

void SignalLane::paint_columns(QPainter& painter, const LaneFrame& frame, const LaneTrace& trace,
                               const QColor& color) {
  std::vector<QLineF> lines;
  lines.reserve(trace.columns.size());
  const MinMax* before = nullptr;
  const double pixel = 1 / frame.pixel_ratio;
  for (std::size_t i = 0; i < trace.columns.size(); ++i) {
    const MinMax& column = trace.columns[i];
    if (column.low > column.high) {
      before = nullptr;
      continue;
    }
    float low = column.low, high = column.high;
    if (before) {
      low = std::min(low, before->high);
      high = std::max(high, before->low);
    }
    before = &column;
    const double x = frame.plot.left() + (trace.column_offset + static_cast<double>(i) + 0.5) * pixel;
    const double top = y_of(high, frame.plot);
    // A flat column is still one pixel high.
    lines.emplace_back(x, top, x, std::max(y_of(low, frame.plot), top + pixel));
  }
  painter.setPen(QPen(color, 0));
  painter.drawLines(lines.data(), static_cast<int>(lines.size()));
}

void SignalLane::paint_points(QPainter& painter, const LaneFrame& frame, const LaneTrace& trace,
                              const SampleSource& source, const QColor& color) {
  const std::vector<float>& points = trace.points;
  const double spacing = 1 / (trace.density * frame.pixel_ratio);
  const double radius = std::min(3.0, spacing / 3);
  const bool markers = spacing >= marker_spacing;
  painter.setRenderHint(QPainter::Antialiasing, static_cast<double>(points.size()) < antialias_below);
  painter.setPen(painter.testRenderHint(QPainter::Antialiasing) ? QPen(color, 1.4) : QPen(color, 0));
  QPolygonF run;
  std::vector<QPointF> dots;
  std::vector<QLineF> lines; // one polyline of steep zigzags takes Qt's stroker 100 times as long
  const auto flush = [&] {
    if (run.size() == 1)
      dots.push_back(run.front()); // a sample between two gaps has no line to show it
    for (qsizetype k = 1; k < run.size(); ++k)
      lines.emplace_back(run[k - 1], run[k]);
    run.clear();
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (trace.missing[i] || std::isnan(points[i])) {
      flush();
      continue;
    }
    const double time = source.time_of(static_cast<double>(trace.first_point) + static_cast<double>(i));
    run << QPointF(frame.x_of(time), y_of(points[i], frame.plot));
    if (markers)
      dots.push_back(run.back());
  }
  flush();
  painter.drawLines(lines.data(), static_cast<int>(lines.size()));
  painter.setBrush(color);
  painter.setPen(Qt::NoPen);
  for (const QPointF& dot : dots)
    painter.drawEllipse(dot, std::max(1.5, radius), std::max(1.5, radius));
}

QString SignalLane::reading_text(double time) {
  const auto nearest = source_->nearest(time);
  if (!nearest)
    return tr("no sample");
  const QString age = duration_text(time - nearest->time);
  if (nearest->missing)
    return tr("missing");
  if (!nearest->value)
    return tr("reading …");
  return tr("%1, age %2").arg(value_text(*nearest->value), age);
}

QString SignalLane::value_text(float value) const {
  const double whole = double{value} + source_->info().offset;
  if (source_->info().offset != 0)
    return count_text(whole);
  return quantity_text(whole, source_->info().unit);
}

QString SignalLane::cursor_reading(const TimeView& time) {
  const auto a = time.cursor(0), b = time.cursor(1);
  if (!a || !b)
    return a ? tr("A %1").arg(reading_text(*a)) : QString();
  const auto first = source_->nearest(*a), second = source_->nearest(*b);
  if (!first || !second || !first->value || !second->value)
    return {};
  return tr("A %1   B %2   Δ %3")
      .arg(value_text(*first->value), value_text(*second->value),
           quantity_text(double{*second->value} - *first->value, source_->info().unit));
}

void SignalLane::paint_readout(QPainter& painter, const LaneFrame& frame, const TimeView& time) {
  const Colors& c = frame.colors();
  QString text = cursor_reading(time);
  if (const auto at = time.crosshair()) {
    text = text.isEmpty() ? reading_text(*at) : text + QStringLiteral("   |   ") + reading_text(*at);
    const auto nearest = source_->nearest(*at);
    if (rings() && nearest && nearest->value) {
      painter.setBrush(c.surface);
      painter.setPen(QPen(category(frame.palette, color_index_), 2));
      const QPointF dot(frame.x_of(nearest->time), y_of(*nearest->value, frame.plot));
      if (frame.plot.contains(dot))
        painter.drawEllipse(dot, 3.5, 3.5);
    }
  }
  const QRectF row(frame.plot.left() + frame.plot.width() * 0.4, frame.area.top() + group_row(),
                   frame.plot.width() * 0.6, header_height);
  if (text.isEmpty())
    return;
  painter.fillRect(QRectF(row.right() - painter.fontMetrics().horizontalAdvance(text) - 8, row.top(),
                          painter.fontMetrics().horizontalAdvance(text) + 8, row.height()),
                   chosen_ ? c.selection : c.window);
  draw_text(painter, row, Qt::AlignRight | Qt::AlignVCenter, text, chosen_ ? c.on_selection : c.text);
}

} // namespace andon::ui
