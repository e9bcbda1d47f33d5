#pragma once
#include <QByteArray>
#include <QIconEngine>

namespace andon::ui {

/// Draws an SVG whose strokes say `currentColor` in the colours that the application's theme has at that
/// moment: text when idle, accent when on, disabled grey when disabled. Threads: GUI.
class IconEngine : public QIconEngine {
public:
  explicit IconEngine(const QString& path);
  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
  QIconEngine* clone() const override;
  bool isNull() override { return source_.isEmpty(); }

private:
  QByteArray source_;
};

} // namespace andon::ui
