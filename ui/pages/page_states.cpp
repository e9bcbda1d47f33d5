#include "ui/pages/page_states.h"

#include "ui/theme/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace andon::ui {

PageStates::PageStates(QWidget* picture, QWidget* parent)
    : QStackedWidget(parent), empty_action_(new QPushButton(this)), retry_(new QPushButton(this)) {
  empty_ = add_state(empty_action_);
  busy_ = add_state(nullptr);
  addWidget(picture);
  failed_ = add_state(retry_);
  failed_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  connect(empty_action_, &QPushButton::clicked, this, &PageStates::action_wanted);
  connect(retry_, &QPushButton::clicked, this, &PageStates::retry_wanted);
}

QLabel* PageStates::add_state(QPushButton* action) {
  auto* widget = new QWidget(this);
  auto* text = new QLabel(widget);
  auto* layout = new QVBoxLayout(widget);
  layout->setSpacing(space_group);
  layout->addStretch(2);
  text->setAlignment(Qt::AlignCenter);
  text->setWordWrap(true);
  layout->addWidget(text);
  if (action)
    layout->addWidget(action, 0, Qt::AlignCenter);
  layout->addStretch(3);
  addWidget(widget);
  return text;
}

void PageStates::show_busy(const QString& text) {
  busy_->setText(text);
  show_state(State::busy);
}

void PageStates::show_failed(const QString& sentence) {
  failed_->setText(sentence);
  show_state(State::failed);
}

void PageStates::set_texts(const QString& empty, const QString& empty_action, const QString& retry) {
  empty_->setText(empty);
  empty_action_->setText(empty_action);
  retry_->setText(retry);
}

} // namespace andon::ui
