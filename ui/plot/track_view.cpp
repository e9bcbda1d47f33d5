#include "ui/plot/track_view.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr int axis_height = 40, right_margin = 14, lane_gap = 6, top_margin = 4;
constexpr double samples_in_closest_zoom = 8;

} // namespace

TrackView::TrackView(QWidget* parent)
    : QWidget(parent), time_(std::make_unique<TimeView>()), scroll_(new QScrollBar(Qt::Vertical, this)) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAutoFillBackground(true);
  scroll_->hide();
  connect(time_.get(), &TimeView::range_changed, this, [this] { redraw(); });
  connect(time_.get(), &TimeView::cursors_changed, this, [this] { update(); });
  connect(scroll_, &QScrollBar::valueChanged, this, [this] {
    lay_out();
    redraw();
  });
  for (TrackLane* lane : {static_cast<TrackLane*>(&scores_), static_cast<TrackLane*>(&labels_)})
    connect(lane, &TrackLane::changed, this, [this] {
      lay_out();
      redraw();
    });
}

TrackView::~TrackView() = default;

void TrackView::set_recording(std::vector<std::shared_ptr<SampleSource>> sources) {
  sources_ = std::move(sources);
  dragged_ = nullptr;
  drag_ = Drag::none;
  signals_.clear();
  TimeRange limits{0, 0};
  double fastest = 0;
  for (const auto& source : sources_) {
    limits.start = std::min(limits.start, source->info().start);
    limits.end = std::max(limits.end, source->end());
    fastest = std::max(fastest, source->info().rate);
  }
  if (limits.span() > 0)
    time_->set_limits(limits, samples_in_closest_zoom / fastest);
  minimap_.set_source(sources_.empty() ? nullptr : sources_.front());
  QStringList ids;
  for (const auto& source : sources_)
    ids << source->info().id;
  show_sensors(ids);
}

void TrackView::replace_sources(std::vector<std::shared_ptr<SampleSource>> sources) {
  sources_ = std::move(sources);
  QStringList ids;
  for (const auto& source : sources_)
    ids << source->info().id;
  signals_.clear();
  show_sensors(ids);
}

SignalLane* TrackView::lane_of(const QString& id) const {
  const auto found =
      std::ranges::find_if(signals_, [&](const auto& lane) { return lane->source().info().id == id; });
  return found == signals_.end() ? nullptr : found->get();
}

void TrackView::choose(const QString& id) {
  for (const auto& lane : signals_)
    lane->set_chosen(lane->source().info().id == id);
  if (const SignalLane* lane = lane_of(id))
    scroll_to(*lane);
}

void TrackView::scroll_to(const SignalLane& lane) {
  const auto slot = std::ranges::find(slots_, &lane, &Slot::lane);
  if (slot == slots_.end() || scroll_->isHidden())
    return;
  if (slot->area.top() < tracks_.top())
    scroll_->setValue(scroll_->value() - static_cast<int>(std::ceil(tracks_.top() - slot->area.top())));
  else if (slot->area.bottom() > tracks_.bottom())
    scroll_->setValue(scroll_->value() + static_cast<int>(std::ceil(slot->area.bottom() - tracks_.bottom())));
}

void TrackView::show_sensors(const QStringList& ids) {
  std::vector<std::unique_ptr<SignalLane>> before = std::move(signals_);
  signals_.clear();
  dragged_ = join_target_ = nullptr;
  int color = 0;
  for (const auto& source : sources_) {
    const int index = color++;
    if (!ids.contains(source->info().id))
      continue;
    const auto kept = std::ranges::find_if(
        before, [&](const auto& lane) { return lane && &lane->source() == source.get(); });
    if (kept != before.end()) {
      signals_.push_back(std::move(*kept));
      continue;
    }
    signals_.push_back(make_lane_ ? make_lane_(source, index) : std::make_unique<SignalLane>(source, index));
    connect(signals_.back().get(), &TrackLane::changed, this, [this] { redraw(); });
  }
  lay_out();
  redraw();
}

void TrackView::set_scores(std::optional<ScoreStrip> strip) {
  scores_shown_ = strip.has_value();
  std::vector<TimeRange> marks;
  if (strip)
    for (const ScoreStrip::Window& window : strip->windows)
      if (window.flagged)
        marks.push_back({window.start, window.end});
  minimap_.set_marks(std::move(marks));
  scores_.set_strip(strip ? std::move(*strip) : ScoreStrip{});
}

void TrackView::set_labels(std::vector<LabelBand> bands) {
  labels_.set_bands(std::move(bands));
}

void TrackView::set_box_zoom(bool on) {
  box_zoom_ = on;
  setCursor(on ? Qt::CrossCursor : Qt::ArrowCursor);
  Q_EMIT state_changed();
}

bool TrackView::linked() const {
  return std::ranges::none_of(signals_, [](const auto& lane) { return lane->own_time() != nullptr; });
}

void TrackView::set_linked(bool linked) {
  for (const auto& lane : signals_)
    lane->set_linked(linked, *time_);
  Q_EMIT state_changed();
}

bool TrackView::values_locked() const {
  return !signals_.empty() && std::ranges::all_of(signals_, [](const auto& lane) { return lane->locked(); });
}

void TrackView::set_values_locked(bool locked) {
  for (const auto& lane : signals_)
    lane->set_locked(locked);
  Q_EMIT state_changed();
}

void TrackView::place_cursor(int index) {
  const TimeRange& visible = time_->visible();
  time_->set_cursor(index, time_->crosshair().value_or((visible.start + visible.end) / 2));
}

QString TrackView::cursor_text() const {
  const auto a = time_->cursor(0), b = time_->cursor(1);
  if (!a || !b)
    return a ? tr("A %1").arg(duration_text(*a)) : QString();
  const double distance = *b - *a;
  if (distance == 0)
    return tr("Δt 0 s");
  return tr("Δt %1  ·  1/Δt %2")
      .arg(duration_text(distance), quantity_text(1 / std::abs(distance), tr("Hz")));
}

QRectF TrackView::plot_of(const TrackLane& lane) const {
  const auto found = std::ranges::find(slots_, &lane, &Slot::lane);
  return found == slots_.end() ? QRectF() : found->plot;
}

void TrackView::place(TrackLane& lane, double top, double height) {
  const double right = width() - right_margin - (scroll_->isHidden() ? 0 : scroll_->width());
  const QRectF area(0, top, right, height);
  slots_.push_back({&lane, area, QRectF(QPointF(gutter, top + lane.header()), QPointF(right, top + height))});
}

void TrackView::lay_out() {
  slots_.clear();
  double top = top_margin, bottom = height() - space_small;
  map_ = QRectF(gutter, bottom - Minimap::height, width() - right_margin - gutter, Minimap::height);
  bottom = map_.top() - space_small;
  axis_ = QRectF(0, bottom - axis_height, width(), axis_height);
  bottom = axis_.top();
  const double labels_top = bottom - labels_.minimum_height();
  bottom = labels_top - lane_gap;
  const double scores_bottom = scores_shown_ ? top + scores_.minimum_height() : top;
  tracks_ = QRectF(0, scores_shown_ ? scores_bottom + lane_gap : top, width(), 0);
  tracks_.setBottom(std::max(bottom, tracks_.top()));

  double least = 0;
  int stretches = 0;
  for (const auto& lane : signals_) {
    least += lane->minimum_height() + lane_gap;
    stretches += lane->stretch();
  }
  const double more = stretches ? std::max(0.0, tracks_.height() - least) / stretches : 0;
  const int overflow = static_cast<int>(std::ceil(least - tracks_.height() - 0.5));
  scroll_->setVisible(overflow > 0);
  scroll_->setRange(0, std::max(0, overflow));
  scroll_->setPageStep(static_cast<int>(tracks_.height()));
  const int bar = scroll_->sizeHint().width();
  scroll_->setGeometry(width() - bar, static_cast<int>(tracks_.top()), bar,
                       static_cast<int>(tracks_.height()));
  if (!scroll_->isHidden())
    map_.setRight(map_.right() - scroll_->width());

  if (scores_shown_)
    place(scores_, top, scores_.minimum_height());
  double lane_top = tracks_.top() - scroll_->value();
  for (const auto& lane : signals_) {
    const double tall = lane->minimum_height() + lane->stretch() * more;
    place(*lane, lane_top, tall);
    lane_top += tall + lane_gap;
  }
  place(labels_, labels_top, labels_.minimum_height());
}

void TrackView::redraw() {
  stale_ = true;
  update();
}

LaneFrame TrackView::frame_of(const Slot& slot) const {
  LaneFrame frame;
  frame.area = slot.area;
  frame.plot = slot.plot;
  frame.palette = palette();
  frame.pixel_ratio = devicePixelRatioF();
  const auto* signal = qobject_cast<const SignalLane*>(slot.lane);
  frame.visible = signal && signal->own_time() ? signal->own_time()->visible() : time_->visible();
  frame.time_ticks = time_ticks(frame.visible.start, frame.visible.end,
                                std::max(2, static_cast<int>(slot.plot.width() / 110)))
                         .ticks;
  return frame;
}

LaneFrame TrackView::minimap_frame() const {
  LaneFrame frame;
  frame.area = frame.plot = map_;
  frame.palette = palette();
  frame.pixel_ratio = devicePixelRatioF();
  frame.visible = time_->limits();
  return frame;
}

void TrackView::paint_picture() {
  const QSize size = (QSizeF(this->size()) * devicePixelRatioF()).toSize();
  if (picture_.size() != size)
    picture_ = QImage(size, QImage::Format_RGB32);
  picture_.setDevicePixelRatio(devicePixelRatioF());
  picture_.fill(colors(palette()).window);
  QPainter painter(&picture_);
  painter.setFont(font());
  paint_lanes(painter);
  paint_time_axis(painter);
  minimap_.paint(painter, minimap_frame(), time_->visible());
  stale_ = false;
}

void TrackView::paint_lanes(QPainter& painter) {
  for (const Slot& slot : slots_) {
    const bool track = qobject_cast<SignalLane*>(slot.lane) != nullptr;
    if (track && !slot.area.intersects(tracks_))
      continue;
    painter.save();
    if (track)
      painter.setClipRect(tracks_);
    slot.lane->paint(painter, frame_of(slot));
    painter.restore();
  }
}

void TrackView::paint_time_axis(QPainter& painter) {
  if (slots_.empty())
    return;
  const LaneFrame frame = frame_of(slots_.back());
  const TimeTicks ticks = time_ticks(frame.visible.start, frame.visible.end,
                                     std::max(2, static_cast<int>(frame.plot.width() / 110)));
  const Colors& c = frame.colors();
  painter.setPen(QPen(c.axis, 0));
  painter.drawLine(QPointF(frame.plot.left(), axis_.top()), QPointF(frame.plot.right(), axis_.top()));
  for (const Tick& tick : ticks.ticks) {
    const double x = frame.x_of(tick.value);
    painter.setPen(QPen(c.axis, 0));
    painter.drawLine(QPointF(x, axis_.top()), QPointF(x, axis_.top() + 4));
    const double wide = painter.fontMetrics().horizontalAdvance(tick.text) + 4;
    const double left = std::clamp(x - wide / 2, 0.0, std::max(0.0, width() - wide));
    draw_text(painter, QRectF(left, axis_.top() + 5, wide, 16), Qt::AlignCenter, tick.text, c.axis);
  }
  draw_text(painter, QRectF(frame.plot.left(), axis_.top() + 20, frame.plot.width(), 18), Qt::AlignCenter,
            ticks.title, c.muted);
}

void TrackView::paintEvent(QPaintEvent*) {
  if (stale_ || picture_.size() != (QSizeF(size()) * devicePixelRatioF()).toSize())
    paint_picture();
  QPainter painter(this);
  painter.drawImage(QPointF(0, 0), picture_);
  paint_overlay(painter);
}

void TrackView::paint_cursor(QPainter& painter, double time, const QColor& color, const QString& name,
                             bool dashed) {
  for (const Slot& slot : slots_) {
    const bool track = qobject_cast<SignalLane*>(slot.lane) != nullptr;
    const QRectF seen = track ? slot.plot.intersected(tracks_) : slot.plot;
    if (seen.isEmpty())
      continue;
    const LaneFrame frame = frame_of(slot);
    const double x = frame.x_of(time);
    if (x < seen.left() || x > seen.right())
      continue;
    painter.setPen(QPen(color, 1, dashed ? Qt::DashLine : Qt::SolidLine));
    painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()));
    if (!name.isEmpty() && slot.lane == slots_.front().lane) {
      const QRectF flag(x + 1, seen.top(), 16, 16);
      painter.fillRect(flag, color);
      draw_text(painter, flag, Qt::AlignCenter, name, frame.colors().surface);
    }
  }
}

void TrackView::paint_overlay(QPainter& painter) {
  const Colors& c = colors(palette());
  painter.setRenderHint(QPainter::Antialiasing, true);
  for (const Slot& slot : slots_) {
    const bool track = qobject_cast<SignalLane*>(slot.lane) != nullptr;
    if (track && !slot.area.intersects(tracks_))
      continue;
    painter.save();
    if (track)
      painter.setClipRect(tracks_);
    slot.lane->paint_readout(painter, frame_of(slot), *time_);
    painter.restore();
  }
  painter.setRenderHint(QPainter::Antialiasing, false);
  if (time_->crosshair())
    paint_cursor(painter, *time_->crosshair(), c.cursor, {}, true);
  for (int i = 0; i < 2; ++i)
    if (time_->cursor(i))
      paint_cursor(painter, *time_->cursor(i), i ? c.cursor_second : c.cursor,
                   i ? QStringLiteral("B") : QStringLiteral("A"), false);
  if (!slots_.empty()) {
    const QRectF row(gutter, axis_.top() + 20, slots_.back().plot.right() - gutter, 18);
    draw_text(painter, row, Qt::AlignLeft | Qt::AlignVCenter, cursor_text(), c.text);
    if (time_->crosshair())
      draw_text(painter, row, Qt::AlignRight | Qt::AlignVCenter,
                tr("at %1").arg(instant_text(*time_->crosshair(), time_->visible().span())), c.text);
  }
  if (drag_ == Drag::join)
    paint_join(painter);
  if (drag_ == Drag::box) {
    QColor fill = c.accent;
    fill.setAlpha(40);
    painter.setPen(c.accent);
    painter.setBrush(fill);
    painter.drawRect(QRectF(pressed_, last_).normalized());
  }
}

void TrackView::paint_join(QPainter& painter) {
  const Colors& c = colors(palette());
  if (!dragged_ || (last_ - pressed_).manhattanLength() < 8)
    return;
  if (join_target_) {
    painter.setPen(QPen(c.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(std::ranges::find(slots_, join_target_, &Slot::lane)
                         ->area.intersected(tracks_)
                         .adjusted(2, 0, -2, 0));
  }
  const QString text =
      join_target_
          ? tr("%1 (low) with %2 (high)").arg(dragged_->source().info().id, join_target_->source().info().id)
          : dragged_->source().info().id;
  const QRectF flag(last_ + QPointF(12, 8),
                    QSizeF(painter.fontMetrics().horizontalAdvance(text) + 2 * space, 24));
  painter.fillRect(flag, c.accent);
  draw_text(painter, flag, Qt::AlignCenter, text, c.on_accent);
}

void TrackView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  lay_out();
  redraw();
}

void TrackView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
      event->type() == QEvent::LanguageChange) {
    minimap_.forget_picture();
    redraw();
  }
  QWidget::changeEvent(event);
}

} // namespace andon::ui
