#pragma once
#include <QPalette>
#include <QRectF>
#include <QString>

class QPainter;

namespace andon::ui {

/// A vertical viridis bar with round ticks to its right and its title (with the unit) along it. Needs
/// `color_bar_width` px.
inline constexpr int color_bar_width = 96;
void draw_color_bar(QPainter& painter, const QRectF& bar, double low, double high, const QString& title,
                    const QPalette& palette);

} // namespace andon::ui
