#include "ui/plot/time_view.h"

#include "core/base/assert.h"

#include <algorithm>

namespace andon::ui {
namespace {

constexpr std::size_t history_length = 100;
constexpr qint64 one_gesture_ms = 400;

} // namespace

void TimeView::set_limits(TimeRange limits, double shortest) {
  ANDON_ASSERT(limits.end > limits.start && shortest > 0);
  limits_ = limits;
  shortest_ = std::min(shortest, limits.span());
  past_.clear();
  crosshair_.reset();
  cursors_ = {};
  visible_ = limits;
  Q_EMIT range_changed();
  Q_EMIT cursors_changed();
}

TimeRange TimeView::within_limits(TimeRange range) const {
  const double span = std::clamp(range.span(), shortest_, limits_.span());
  const double middle = (range.start + range.end) / 2;
  const double start = std::clamp(middle - span / 2, limits_.start, limits_.end - span);
  return {start, std::min(start + span, limits_.end)};
}

void TimeView::apply(TimeRange range) {
  if (range == visible_)
    return;
  visible_ = range;
  Q_EMIT range_changed();
}

void TimeView::show(TimeRange range) {
  range = within_limits(range);
  if (range == visible_)
    return;
  past_.push_back(visible_);
  if (past_.size() > history_length)
    past_.erase(past_.begin());
  since_zoom_.invalidate();
  apply(range);
}

void TimeView::zoom_at(double time, double factor) {
  const double span = std::clamp(visible_.span() * factor, shortest_, limits_.span());
  const double share = (time - visible_.start) / visible_.span();
  const double start = std::clamp(time - share * span, limits_.start, limits_.end - span);
  const TimeRange range{start, std::min(start + span, limits_.end)};
  if (since_zoom_.isValid() && since_zoom_.elapsed() < one_gesture_ms)
    apply(range);
  else
    show(range);
  since_zoom_.start();
}

void TimeView::pan(double seconds) {
  const double span = visible_.span();
  const double start = std::clamp(visible_.start + seconds, limits_.start, limits_.end - span);
  apply({start, std::min(start + span, limits_.end)});
}

bool TimeView::back() {
  if (past_.empty())
    return false;
  const TimeRange range = past_.back();
  past_.pop_back();
  since_zoom_.invalidate();
  apply(range);
  return true;
}

void TimeView::set_crosshair(std::optional<double> time) {
  if (time == crosshair_)
    return;
  crosshair_ = time;
  Q_EMIT cursors_changed();
}

void TimeView::set_cursor(int index, std::optional<double> time) {
  auto& cursor = cursors_[static_cast<std::size_t>(index)];
  if (cursor == time)
    return;
  cursor = time;
  Q_EMIT cursors_changed();
}

} // namespace andon::ui
