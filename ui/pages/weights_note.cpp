#include "ui/pages/weights_note.h"

#include <QEvent>

namespace andon::ui {

WeightsNote::WeightsNote(QWidget* parent) : QLabel(parent) {
  setObjectName(QStringLiteral("weights_note"));
  setWordWrap(true);
  setTextFormat(Qt::PlainText);
  setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  hide();
  show_text();
}

void WeightsNote::show_text() {
  setText(tr("No pre-trained weights are at hand. Without them, features are learnt from the normal "
             "images alone, which finds less.\n"
             "To add them, run scripts/fetch-weights, or: andon weights import FILE"));
  setAccessibleName(text());
}

void WeightsNote::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange)
    show_text();
  QLabel::changeEvent(event);
}

} // namespace andon::ui
