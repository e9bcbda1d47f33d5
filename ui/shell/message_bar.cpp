#include "ui/shell/message_bar.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QTimer>
#include <QToolButton>

namespace andon::ui {

namespace {

constexpr int note_ms = 8000, icon_size = 18;

QString icon_name(MessageBar::Kind kind) {
  switch (kind) {
  case MessageBar::Kind::error:
    return QStringLiteral("error");
  case MessageBar::Kind::warning:
    return QStringLiteral("warning");
  case MessageBar::Kind::note:
    break;
  }
  return QStringLiteral("note");
}

} // namespace

MessageBar::MessageBar(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("message_bar"));
  setAttribute(Qt::WA_StyledBackground);
  icon_ = new QLabel(this);
  text_ = new QLabel(this);
  action_ = new QPushButton(this);
  details_ = new QToolButton(this);
  close_ = new QToolButton(this);
  timer_ = new QTimer(this);
  timer_->setSingleShot(true);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text_->setWordWrap(true);
  details_->setPopupMode(QToolButton::InstantPopup);
  details_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  details_->setMenu(new QMenu(this));
  close_->setAutoRaise(true);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(space_group, space_small, space, space_small);
  row->setSpacing(space);
  row->addWidget(icon_);
  row->addWidget(text_, 1);
  row->addWidget(action_);
  row->addWidget(details_);
  row->addWidget(close_);
  connect(action_, &QPushButton::clicked, this, [this] {
    const auto trigger = entries_.empty() ? nullptr : entries_.back().trigger;
    dismiss();
    if (trigger)
      trigger();
  });
  connect(close_, &QToolButton::clicked, this, [this] { dismiss(); });
  connect(timer_, &QTimer::timeout, this, [this] { dismiss(); });
  retranslate();
  hide();
}

void MessageBar::show_message(Kind kind, const QString& text, const QString& details) {
  push({kind, text, details, {}, nullptr});
}

void MessageBar::show_message(Kind kind, const QString& text, const QString& action,
                              std::function<void()> trigger) {
  push({kind, text, {}, action, std::move(trigger)});
}

void MessageBar::show_error(const QString& what, const Error& error) {
  if (error.code == ErrorCode::cancelled) {
    push({Kind::note, tr("%1: cancelled.").arg(what), QString::fromStdString(error.message), {}, nullptr});
    return;
  }
  const QString sentence = QString::fromStdString(error.message);
  const QString code = QString::fromStdString(std::string(to_string(error.code)));
  push({Kind::error,
        tr("%1 failed: %2").arg(what, sentence),
        QStringLiteral("%1\n%2\n[%3]").arg(what, sentence, code),
        {},
        nullptr});
}

QString MessageBar::text() const {
  return entries_.empty() ? QString() : entries_.back().text;
}

MessageBar::Kind MessageBar::kind() const {
  return entries_.empty() ? Kind::note : entries_.back().kind;
}

void MessageBar::dismiss() {
  if (!entries_.empty())
    entries_.pop_back();
  show_top();
}

void MessageBar::push(Entry entry) {
  std::erase_if(entries_, [&](const Entry& old) { return old.kind == Kind::note || old.text == entry.text; });
  entries_.push_back(std::move(entry));
  show_top();
}

void MessageBar::show_top() {
  timer_->stop();
  setVisible(!entries_.empty());
  if (entries_.empty())
    return;
  const Entry& top = entries_.back();
  const QString count = entries_.size() > 1 ? tr(" (1 of %1)").arg(entries_.size()) : QString();
  text_->setText(top.text + count);
  setAccessibleName(top.text);
  action_->setText(top.action);
  action_->setAccessibleName(top.action.isEmpty() ? tr("Action of the message") : top.action);
  action_->setVisible(top.trigger != nullptr);
  details_->setVisible(!top.details.isEmpty());
  details_->menu()->clear();
  const QString details = top.details;
  for (const QString& line : details.split(QLatin1Char('\n')))
    details_->menu()->addAction(line)->setEnabled(false);
  details_->menu()->addSeparator();
  details_->menu()->addAction(tr("Copy details"), this,
                              [details] { QApplication::clipboard()->setText(details); });
  show_look();
  if (top.kind == Kind::note)
    timer_->start(note_ms);
}

void MessageBar::show_look() {
  icon_->setPixmap(icon(icon_name(kind()), palette()).pixmap(icon_size, icon_size));
  close_->setIcon(icon(QStringLiteral("close"), palette()));
  setProperty("kind", icon_name(kind()));
  style()->unpolish(this);
  style()->polish(this);
}

void MessageBar::retranslate() {
  details_->setText(tr("Details"));
  details_->setAccessibleName(tr("Details of the message"));
  close_->setToolTip(tr("Dismiss"));
  close_->setAccessibleName(tr("Dismiss the message"));
  icon_->setAccessibleName(tr("Kind of the message"));
  text_->setAccessibleName(tr("Message"));
  action_->setAccessibleName(tr("Action of the message"));
}

void MessageBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange)
    retranslate();
  if (event->type() == QEvent::PaletteChange)
    icon_->setPixmap(icon(icon_name(kind()), palette()).pixmap(icon_size, icon_size));
  QWidget::changeEvent(event);
}

} // namespace andon::ui
