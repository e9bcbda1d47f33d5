#include "ui/shell/corner_switches.h"

#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

namespace andon::ui {

namespace {
constexpr int button_height = 24;
}

CornerSwitches::CornerSwitches(MainWindow& window)
    : QWidget(&window), window_(window), english_(new QToolButton(this)), korean_(new QToolButton(this)),
      theme_(new QToolButton(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 2, space, 2);
  row->setSpacing(0);
  auto* group = new QButtonGroup(this);
  for (QToolButton* button : {english_, korean_}) {
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFixedHeight(button_height);
    group->addButton(button);
    row->addWidget(button);
  }
  english_->setObjectName(QStringLiteral("language_en"));
  korean_->setObjectName(QStringLiteral("language_ko"));
  english_->setText(QStringLiteral("EN"));
  korean_->setText(QStringLiteral("KO"));
  row->addSpacing(space);
  theme_->setObjectName(QStringLiteral("theme_switch"));
  theme_->setAutoRaise(true);
  theme_->setFixedHeight(button_height);
  row->addWidget(theme_);
  connect(english_, &QToolButton::clicked, this, [this] { window_.set_language(QStringLiteral("en")); });
  connect(korean_, &QToolButton::clicked, this, [this] { window_.set_language(QStringLiteral("ko")); });
  connect(theme_, &QToolButton::clicked, this, [this] { window_.toggle_theme(); });
  retranslate();
  show_state();
}

void CornerSwitches::show_state() {
  english_->setChecked(window_.language().current() == QLatin1String("en"));
  korean_->setChecked(window_.language().current() == QLatin1String("ko"));
  theme_->setIcon(icon(QStringLiteral("theme"), palette()));
}

void CornerSwitches::retranslate() {
  setAccessibleName(tr("Language and theme"));
  english_->setAccessibleName(tr("English"));
  english_->setToolTip(tr("Show the window in English"));
  korean_->setAccessibleName(tr("Korean"));
  korean_->setToolTip(tr("Show the window in Korean"));
  theme_->setAccessibleName(tr("Light or dark theme"));
  theme_->setToolTip(tr("Switch between light and dark"));
}

void CornerSwitches::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange)
    retranslate();
  if (event->type() == QEvent::PaletteChange)
    show_state();
  QWidget::changeEvent(event);
}

} // namespace andon::ui
