#include "ui/theme/icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace andon::ui {

IconEngine::IconEngine(const QString& path, const Colors& colors) : colors_(colors) {
  QFile file(path);
  if (file.open(QIODevice::ReadOnly))
    source_ = file.readAll();
}

void IconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) {
  QColor color = colors_.text;
  if (mode == QIcon::Disabled)
    color = colors_.disabled;
  else if (state == QIcon::On)
    color = colors_.accent;
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
