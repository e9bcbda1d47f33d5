// Mouse and wheel of TrackView.
#include "ui/plot/track_view.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr double zoom_a_notch = 0.8;
constexpr double notch = 120;
constexpr double click_slop = 4, box_slop = 6, value_box_from = 24;

} // namespace

const TrackView::Slot* TrackView::slot_at(const QPointF& point) const {
  for (const Slot& slot : slots_) {
    const bool track = qobject_cast<SignalLane*>(slot.lane) != nullptr;
    if (slot.area.contains(point) && (!track || tracks_.contains(point)))
      return &slot;
  }
  return nullptr;
}

SignalLane* TrackView::signal_at(const QPointF& point) const {
  const Slot* slot = slot_at(point);
  return slot ? qobject_cast<SignalLane*>(slot->lane) : nullptr;
}

TimeView& TrackView::time_of(const Slot* slot) {
  const auto* signal = slot ? qobject_cast<SignalLane*>(slot->lane) : nullptr;
  return signal && signal->own_time() ? *signal->own_time() : *time_;
}

void TrackView::wheelEvent(QWheelEvent* event) {
  event->accept();
  const QPointF at = event->position();
  const QPoint angle = event->angleDelta();
  if (event->modifiers() & Qt::ShiftModifier) {
    const int delta = angle.y() != 0 ? angle.y() : angle.x();
    scroll_->setValue(scroll_->value() - delta / 2);
    return;
  }
  const double factor = std::pow(zoom_a_notch, angle.y() / notch);
  SignalLane* signal = signal_at(at);
  if (signal && (at.x() < gutter || (event->modifiers() & Qt::ControlModifier))) {
    signal->zoom_values(at.y(), plot_of(*signal), factor);
    Q_EMIT state_changed();
    return;
  }
  if (slots_.empty())
    return;
  const Slot* slot = slot_at(at);
  TimeView& time = time_of(slot);
  const LaneFrame frame = frame_of(slot ? *slot : slots_.back());
  if (angle.y() != 0)
    time.zoom_at(std::clamp(frame.time_at(at.x()), frame.visible.start, frame.visible.end), factor);
  if (angle.x() != 0)
    time.pan(-angle.x() / notch * 0.1 * frame.visible.span());
}

void TrackView::mousePressEvent(QMouseEvent* event) {
  setFocus(Qt::MouseFocusReason);
  if (event->button() != Qt::LeftButton || slots_.empty())
    return;
  pressed_ = last_ = event->position();
  dragged_ = signal_at(pressed_);
  if (map_.contains(pressed_)) {
    drag_ = Drag::minimap;
    drag_minimap(pressed_.x());
  } else if (joinable_ && dragged_ && pressed_.y() < plot_of(*dragged_).top()) {
    drag_ = Drag::join;
  } else if (dragged_ && pressed_.x() < gutter) {
    drag_ = Drag::values;
  } else if (box_zoom_ || (event->modifiers() & Qt::ShiftModifier)) {
    drag_ = Drag::box;
  } else {
    drag_ = Drag::pan;
  }
}

void TrackView::drag_minimap(double x) {
  const double time = minimap_frame().time_at(x);
  time_->move_to(time - time_->visible().span() / 2);
}

void TrackView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  const Slot* slot = slot_at(at);
  const QPointF moved = at - last_;
  last_ = at;
  switch (drag_) {
  case Drag::pan: {
    const Slot* start = slot_at(pressed_);
    TimeView& time = time_of(start);
    const QRectF plot = start ? start->plot : slots_.back().plot;
    time.pan(-moved.x() / plot.width() * time.visible().span());
    setCursor(Qt::ClosedHandCursor);
    break;
  }
  case Drag::values:
    if (dragged_)
      dragged_->pan_values(moved.y(), plot_of(*dragged_));
    break;
  case Drag::minimap:
    drag_minimap(at.x());
    break;
  case Drag::join: {
    SignalLane* target = signal_at(at);
    join_target_ = target == dragged_ ? nullptr : target;
    setCursor(join_target_ ? Qt::DragLinkCursor : Qt::ClosedHandCursor);
    break;
  }
  case Drag::box:
  case Drag::none:
    break;
  }
  const bool inside = slot && at.x() >= slot->plot.left() && at.x() <= slot->plot.right();
  time_->set_crosshair(inside ? std::optional(frame_of(*slot).time_at(at.x())) : std::nullopt);
  update();
}

void TrackView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton)
    return;
  const Drag ended = std::exchange(drag_, Drag::none);
  last_ = event->position();
  setCursor(box_zoom_ ? Qt::CrossCursor : Qt::ArrowCursor);
  const Slot* slot = slot_at(pressed_);
  const bool clicked = (last_ - pressed_).manhattanLength() < click_slop;
  SignalLane* target = std::exchange(join_target_, nullptr);
  const QString id = dragged_ ? dragged_->source().info().id : QString();
  // What listens may lay the tracks out anew, so nothing of them is used after a signal.
  if (ended == Drag::box)
    finish_box();
  else if (ended == Drag::values && !clicked)
    Q_EMIT state_changed();
  else if (ended == Drag::pan && slot && pressed_.x() >= gutter && clicked)
    Q_EMIT time_clicked(frame_of(*slot).time_at(pressed_.x()));
  if (clicked && !id.isEmpty() && ended != Drag::box && ended != Drag::minimap)
    Q_EMIT lane_clicked(id);
  else if (ended == Drag::join && target && !id.isEmpty())
    Q_EMIT lanes_joined(id, target->source().info().id);
  update();
}

void TrackView::finish_box() {
  const QRectF box = QRectF(pressed_, last_).normalized();
  const Slot* slot = slot_at(pressed_);
  if (!slot || box.width() < box_slop)
    return;
  const LaneFrame frame = frame_of(*slot);
  auto* signal = qobject_cast<SignalLane*>(slot->lane);
  if (signal && box.height() >= value_box_from && slot->plot.contains(box.center())) {
    const double low = signal->value_at(std::min(box.bottom(), slot->plot.bottom()), slot->plot);
    const double high = signal->value_at(std::max(box.top(), slot->plot.top()), slot->plot);
    signal->set_values(low, high);
    Q_EMIT state_changed();
  }
  time_of(slot).show({frame.time_at(box.left()), frame.time_at(box.right())});
}

void TrackView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton)
    return;
  SignalLane* signal = signal_at(event->position());
  if (signal && event->position().x() < gutter) {
    signal->set_locked(false);
    Q_EMIT state_changed();
  } else {
    time_of(slot_at(event->position())).fit();
  }
}

void TrackView::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  time_->set_crosshair(std::nullopt);
}

bool TrackView::cancel() {
  if (drag_ != Drag::none) {
    drag_ = Drag::none;
    join_target_ = nullptr;
    update();
    return true;
  }
  const bool any = time_->cursor(0) || time_->cursor(1);
  time_->set_cursor(0, std::nullopt);
  time_->set_cursor(1, std::nullopt);
  return any;
}

void TrackView::contextMenuEvent(QContextMenuEvent* event) {
  SignalLane* signal = signal_at(event->pos());
  if (!signal)
    return;
  QMenu menu(this);
  QAction* lock = menu.addAction(tr("Lock the value axis"));
  lock->setCheckable(true);
  lock->setChecked(signal->locked());
  QAction* link = menu.addAction(tr("Linked to the time axis"));
  link->setCheckable(true);
  link->setChecked(signal->own_time() == nullptr);
  const QAction* chosen = menu.exec(event->globalPos());
  if (chosen == lock)
    signal->set_locked(lock->isChecked());
  else if (chosen == link)
    signal->set_linked(link->isChecked(), *time_);
  Q_EMIT state_changed();
}

} // namespace andon::ui
