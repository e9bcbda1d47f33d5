#include "ui/shell/rail.h"

#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QCoreApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QToolButton>
#include <QVBoxLayout>

namespace andon::ui {

namespace {
constexpr int rail_width = 88, most_height = 60, least_height = 38, icon_size = 18, share = 100, gap = 1;
}

Rail::Rail(std::span<const PageEntry> pages, QWidget* parent)
    : QWidget(parent), pages_(pages), group_(new QButtonGroup(this)) {
  setObjectName(QStringLiteral("rail"));
  setAttribute(Qt::WA_StyledBackground);
  setFixedWidth(rail_width);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space_small, space, space_small, space);
  column->setSpacing(gap);
  for (const PageEntry& page : pages_) {
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("rail_") + QLatin1String(page.id));
    button->setCheckable(true);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setIconSize(QSize(icon_size, icon_size));
    button->setMinimumHeight(least_height);
    button->setMaximumHeight(most_height);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    group_->addButton(button, int(buttons_.size()));
    buttons_.push_back(button);
    column->addWidget(button, share);
  }
  column->addStretch(1);
  connect(group_, &QButtonGroup::idClicked, this,
          [this](int index) { Q_EMIT chosen(QLatin1String(pages_[std::size_t(index)].id)); });
  retranslate();
  show_icons();
}

void Rail::set_current(const QString& id) {
  for (std::size_t i = 0; i < pages_.size(); ++i)
    if (id == QLatin1String(pages_[i].id))
      buttons_[i]->setChecked(true);
}

void Rail::retranslate() {
  setAccessibleName(tr("Pages"));
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    const QString title = QCoreApplication::translate("pages", pages_[i].title);
    buttons_[i]->setText(title);
    buttons_[i]->setAccessibleName(title);
    const QString keys = i < 9 ? QStringLiteral(" (Ctrl+%1)").arg(i + 1) : QString();
    buttons_[i]->setToolTip(QCoreApplication::translate("pages", pages_[i].question) + keys);
  }
}

void Rail::show_icons() {
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    const QString file = QString::fromLatin1(pages_[i].icon);
    buttons_[i]->setIcon(icon(file.section(QLatin1Char('/'), -1).section(QLatin1Char('.'), 0, 0), palette()));
  }
}

void Rail::keyPressEvent(QKeyEvent* event) {
  const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
  if (step == 0)
    return QWidget::keyPressEvent(event);
  const int count = int(buttons_.size());
  const int next = (group_->checkedId() + step + count) % count;
  buttons_[std::size_t(next)]->setFocus();
  buttons_[std::size_t(next)]->click();
}

void Rail::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange)
    retranslate();
  QWidget::changeEvent(event);
}

} // namespace andon::ui
