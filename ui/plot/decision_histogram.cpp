#include "ui/plot/decision_histogram.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon::ui {
namespace {
constexpr double grip = 8; ///< pixels beside a line that still take it
}

DecisionHistogram::DecisionHistogram(QWidget* parent) : Histogram(parent) {
  setMouseTracking(true);
}

void DecisionHistogram::set_lines(std::optional<double> line, std::optional<double> low) {
  line_ = line;
  low_ = line && low && *low < *line ? low : std::nullopt;
  update();
}

void DecisionHistogram::step(bool low, int pixels) {
  const std::optional<double>& from = low ? low_ : line_;
  if (!from)
    return;
  drag_to(*from + visible_range().width() / plot_rect().width() * pixels, low ? Held::low : Held::line);
  Q_EMIT released();
}

DecisionHistogram::Held DecisionHistogram::near(double x) const {
  const auto distance = [&](const std::optional<double>& value) {
    return value ? std::abs(to_pixel({*value, 0}).x() - x) : grip + 1;
  };
  const double line = distance(line_), low = distance(low_);
  return std::min(line, low) > grip ? Held::none : line <= low ? Held::line : Held::low;
}

void DecisionHistogram::drag_to(double value, Held which) {
  if (which == Held::line) {
    line_ = value;
    if (low_ && *low_ >= value)
      low_ = std::nextafter(value, -std::numeric_limits<double>::infinity());
  } else {
    low_ = std::min(value, std::nextafter(*line_, -std::numeric_limits<double>::infinity()));
  }
  update();
  Q_EMIT moved();
}

void DecisionHistogram::mousePressEvent(QMouseEvent* event) {
  held_ = event->button() == Qt::LeftButton && !space_held() ? near(event->position().x()) : Held::none;
  if (held_ == Held::none)
    return Histogram::mousePressEvent(event);
  setFocus(Qt::MouseFocusReason);
}

void DecisionHistogram::mouseMoveEvent(QMouseEvent* event) {
  if (held_ != Held::none)
    return drag_to(to_value(event->position()).x(), held_);
  Histogram::mouseMoveEvent(event);
  if (!is_panning())
    setCursor(near(event->position().x()) == Held::none ? Qt::ArrowCursor : Qt::SizeHorCursor);
}

void DecisionHistogram::mouseReleaseEvent(QMouseEvent* event) {
  if (held_ == Held::none)
    return Histogram::mouseReleaseEvent(event);
  held_ = Held::none;
  Q_EMIT released();
}

void DecisionHistogram::paint_overlay(QPainter& painter) {
  if (!line_)
    return;
  const QRectF plot = plot_rect();
  painter.save();
  painter.setClipRect(plot);
  const double x = to_pixel({*line_, 0}).x();
  if (low_) {
    const double from = to_pixel({*low_, 0}).x();
    QColor band = colors(palette()).review;
    painter.setPen(QPen(band, 2, Qt::DashLine));
    painter.drawLine(QPointF(from, plot.top()), QPointF(from, plot.bottom()));
    painter.setPen(colors(palette()).text);
    painter.drawText(
        QRectF(from + 4, plot.bottom() - fontMetrics().height() - 4, x - from, fontMetrics().height()),
        Qt::AlignLeft, band_text_);
    band.setAlpha(50);
    painter.fillRect(QRectF(from, plot.top(), x - from, plot.height()), band);
  }
  painter.setPen(QPen(colors(palette()).accent, 3));
  painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  // A grip that a finger or a mouse finds.
  painter.setBrush(colors(palette()).accent);
  painter.setPen(Qt::NoPen);
  painter.drawRoundedRect(QRectF(x - 6, plot.top() + 6, 12, 24), 4, 4);
  painter.setPen(colors(palette()).text);
  const QString text = quantity_text(*line_, QString());
  const int width = fontMetrics().horizontalAdvance(text);
  const bool room = x + width + 16 < plot.right();
  painter.drawText(QRectF(room ? x + 12 : x - width - 14, plot.top() + 8, width + 4, fontMetrics().height()),
                   Qt::AlignLeft, text);
  painter.restore();
}

} // namespace andon::ui
