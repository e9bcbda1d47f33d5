#include "ui/pages/page.h"

#include <QEvent>

namespace andon::ui {

void Page::open_files(const QStringList&) {}

void Page::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange)
    retranslate();
  QWidget::changeEvent(event);
}

} // namespace andon::ui
