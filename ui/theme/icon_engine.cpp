#include "ui/theme/icon_engine.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace andon::ui {

IconEngine::IconEngine(const QString& path) {
  QFile file(path);
  if (file.open(QIODevice::ReadOnly))
    source_ = file.readAll();
}

void IconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) {
  const Colors& theme = colors(QApplication::palette());
  QColor color = theme.text;
  if (mode == QIcon::Disabled)
    color = theme.disabled;
  else if (state == QIcon::On)
    color = theme.accent;
  QByteArray colored = source_;
  colored.replace("currentColor", color.name().toLatin1());
  QSvgRenderer(colored).render(painter, QRectF(rect));
}

QPixmap IconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) {
  QPixmap result(size);
  result.fill(Qt::transparent);
  QPainter painter(&result);
  paint(&painter, QRect(QPoint(0, 0), size), mode, state);
  return result;
}

QIconEngine* IconEngine::clone() const {
  return new IconEngine(*this);
}

} // namespace andon::ui
