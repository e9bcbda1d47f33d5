#pragma once
#include "ui/theme/theme.h"

#include <QByteArray>
#include <QIconEngine>

namespace andon::ui {

/// Draws an SVG whose strokes say `currentColor` in the theme's colours: text when idle, accent when on or
/// selected, disabled grey when disabled. Threads: GUI.
class IconEngine : public QIconEngine {
public:
  IconEngine(const QString& path, const Colors& colors);
  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
  QIconEngine* clone() const override;
  bool isNull() override { return source_.isEmpty(); }

private:
  QByteArray source_;
  Colors colors_;
};

} // namespace andon::ui
