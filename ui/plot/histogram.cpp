#include "ui/plot/histogram.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {
constexpr Qt::PenStyle dashes[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
constexpr Qt::BrushStyle hatches[] = {Qt::BDiagPattern, Qt::FDiagPattern, Qt::HorPattern, Qt::VerPattern};
} // namespace

Histogram::Histogram(QWidget* parent) : PlaneView(parent) {}

void Histogram::set_distributions(std::vector<Distribution> distributions) {
  distributions_ = std::move(distributions);
  rebuild();
}

void Histogram::set_threshold(std::optional<double> threshold, const QString& name) {
  threshold_ = threshold;
  threshold_name_ = name;
  rebuild();
}

void Histogram::rebuild() {
  bool any = false;
  const auto widen = [&](double value) {
    low_ = any ? std::min(low_, value) : value;
    high_ = any ? std::max(high_, value) : value;
    any = true;
  };
  for (const Distribution& distribution : distributions_)
    for (const double value : distribution.values)
      widen(value);
  if (threshold_)
    widen(*threshold_);
  if (!any)
    low_ = 0;
  if (!any || high_ <= low_)
    high_ = low_ + std::max(1e-6, std::abs(low_) * 0.01);
  shares_.clear();
  double highest = 1e-9;
  for (const Distribution& distribution : distributions_) {
    std::vector<double>& shares = shares_.emplace_back(bins_, 0.0);
    for (const double value : distribution.values)
      shares[std::clamp(static_cast<int>((value - low_) / (high_ - low_) * bins_), 0, bins_ - 1)] +=
          100.0 / static_cast<double>(distribution.values.size());
    highest = std::max(highest, *std::max_element(shares.begin(), shares.end()));
  }
  const double pad = (high_ - low_) * 0.02;
  set_bounds(QRectF(low_ - pad, 0, high_ - low_ + 2 * pad, highest * 1.08));
}

QColor Histogram::color_of(int distribution) const {
  const int color = distributions_[distribution].color;
  return color == -1   ? colors(palette()).normal
         : color == -2 ? colors(palette()).alarm
                       : category(palette(), color);
}

void Histogram::paint_distribution(QPainter& painter, int index) const {
  const std::vector<double>& shares = shares_[index];
  const double width = (high_ - low_) / bins_;
  QPainterPath path(to_pixel({low_, 0}));
  for (int bin = 0; bin < bins_; ++bin) {
    path.lineTo(to_pixel({low_ + bin * width, shares[bin]}));
    path.lineTo(to_pixel({low_ + (bin + 1) * width, shares[bin]}));
  }
  path.lineTo(to_pixel({high_, 0}));
  QColor fill = color_of(index);
  fill.setAlpha(150);
  painter.fillPath(path, QBrush(fill, hatches[index % 4]));
  painter.setPen(QPen(color_of(index), 2, dashes[index % 4]));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(path);
}

void Histogram::paint_legend(QPainter& painter) const {
  const QRectF plot = plot_rect();
  const int line = fontMetrics().height() + 4;
  int widest = 0;
  for (const Distribution& distribution : distributions_)
    widest = std::max(widest, fontMetrics().horizontalAdvance(distribution.name));
  const double left = plot.right() - widest - 52;
  QColor back = colors(palette()).surface;
  back.setAlpha(220);
  painter.fillRect(QRectF(left - 6, plot.top() + 4, widest + 52, line * double(distributions_.size()) + 4),
                   back);
  for (int i = 0; i < static_cast<int>(distributions_.size()); ++i) {
    const double y = plot.top() + 6 + line * i;
    const QRectF swatch(left, y + 3, 30, line - 8);
    painter.fillRect(swatch, QBrush(color_of(i), hatches[i % 4]));
    painter.setPen(QPen(color_of(i), 2, dashes[i % 4]));
    painter.drawRect(swatch);
    painter.setPen(colors(palette()).text);
    painter.drawText(QRectF(left + 38, y, widest + 4, line), Qt::AlignVCenter, distributions_[i].name);
  }
}

void Histogram::paint_picture(QPainter& painter) {
  painter.save();
  painter.setClipRect(plot_rect());
  for (int i = 0; i < static_cast<int>(distributions_.size()); ++i)
    if (!distributions_[i].values.empty())
      paint_distribution(painter, i);
  if (threshold_) {
    const double x = to_pixel({*threshold_, 0}).x();
    painter.setPen(QPen(colors(palette()).accent, 2));
    painter.drawLine(QPointF(x, plot_rect().top()), QPointF(x, plot_rect().bottom()));
    const int width = fontMetrics().horizontalAdvance(threshold_name_);
    const bool room = x + width + 12 < plot_rect().right();
    painter.drawText(
        QRectF(room ? x + 6 : x - width - 10, plot_rect().top() + 4, width + 4, fontMetrics().height()),
        Qt::AlignLeft, threshold_name_);
  }
  if (!distributions_.empty())
    paint_legend(painter);
  painter.restore();
}

} // namespace andon::ui
