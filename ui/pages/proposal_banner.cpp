#include "ui/pages/proposal_banner.h"

#include "ui/settings/settings.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace andon::ui {
namespace {
constexpr int touch_height = 48;
const auto put_off_key = QStringLiteral("proposals_put_off");
} // namespace

ProposalBanner::ProposalBanner(Settings& settings, QWidget* parent)
    : QFrame(parent), settings_(settings), text_(new QLabel), accept_(new QPushButton),
      later_(new QPushButton) {
  setObjectName(QStringLiteral("proposal"));
  setFrameShape(QFrame::StyledPanel);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(space, space_small, space, space_small);
  row->setSpacing(space);
  text_->setWordWrap(true);
  row->addWidget(text_, 1);
  for (QPushButton* button : {accept_, later_}) {
    button->setMinimumHeight(touch_height);
    button->setFocusPolicy(Qt::TabFocus); // keys go on judging items
    row->addWidget(button);
  }
  connect(accept_, &QPushButton::clicked, this, &ProposalBanner::accepted);
  connect(later_, &QPushButton::clicked, this, &ProposalBanner::put_off);
  hide();
  show_texts();
}

void ProposalBanner::consider(const QString& line, int fresh, int goal, bool possible) {
  line_ = line;
  fresh_ = fresh;
  goal_ = goal;
  int put_off = settings_.value(put_off_key).toMap().value(line).toInt();
  if (fresh < put_off)
    put_off = 0; // it has learnt since
  setVisible(possible && goal > 0 && fresh >= put_off + goal);
  show_texts();
}

void ProposalBanner::put_off() {
  QVariantMap all = settings_.value(put_off_key).toMap();
  all[line_] = fresh_;
  settings_.set(put_off_key, all);
  hide();
}

void ProposalBanner::show_texts() {
  text_->setText(
      tr("%1 labels were given since the model last learnt: enough to fine-tune it. The model in use "
         "stays until you accept the candidate.")
          .arg(fresh_));
  accept_->setText(tr("Fine-tune now"));
  later_->setText(tr("Not now"));
  later_->setToolTip(tr("Ask again after %1 more labels").arg(goal_));
}

void ProposalBanner::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange)
    show_texts();
  QFrame::changeEvent(event);
}

} // namespace andon::ui
