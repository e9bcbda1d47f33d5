#include "ui/pages/start_page.h"

#include "core/workflow/weights.h"
#include "ui/jobs/child_training.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/weights_note.h"
#include "ui/settings/settings.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/selection.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace andon::ui {

namespace {

constexpr int least_card_width = 176, card_height = 320, content_width = 1360, card_icon = 32,
              list_row_height = 40;

} // namespace

StartPage::StartPage(PageContext& context)
    : Page(context), heading_(new QLabel(this)), sentence_(new QLabel(this)), weights_(new WeightsNote(this)),
      demo_(new QPushButton(this)), images_(new QPushButton(this)), import_(new QPushButton(this)),
      recent_(new QListWidget(this)), open_(new QPushButton(this)), forget_(new QPushButton(this)) {
  setFocusPolicy(Qt::StrongFocus);
  demo_->setObjectName(QStringLiteral("motor_demo"));
  images_->setObjectName(QStringLiteral("image_demo"));
  import_->setObjectName(QStringLiteral("import_data"));
  recent_->setObjectName(QStringLiteral("recent_workspaces"));
  sentence_->setWordWrap(true);
  QFont large = heading_->font();
  large.setPointSizeF(18);
  large.setBold(true);
  heading_->setFont(large);
  auto* recent_content = new QWidget(this);
  build_recent(recent_content);
  demo_card_ = add_card(QStringLiteral("motor"), demo_);
  image_card_ = add_card(QStringLiteral("images"), images_);
  data_card_ = add_card(QStringLiteral("import"), import_);
  recent_card_ = add_card(QStringLiteral("open"), recent_content);
  auto* content = new QWidget(this);
  content->setMaximumWidth(content_width);
  auto* cards = new QHBoxLayout;
  cards->setSpacing(space_group);
  for (const Card& card : {demo_card_, image_card_, data_card_, recent_card_})
    cards->addWidget(card.frame, 1);
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(space_section, 0, space_section, 0);
  column->setSpacing(space);
  column->addStretch(2);
  column->addWidget(heading_);
  column->addWidget(sentence_);
  column->addSpacing(space_group);
  column->addLayout(cards);
  column->addSpacing(space);
  column->addWidget(weights_);
  column->addStretch(3);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->addStretch(1);
  row->addWidget(content, 100);
  row->addStretch(1);
  connect(demo_, &QPushButton::clicked, this, [this] { run_motor_demo(); });
  connect(images_, &QPushButton::clicked, this, [this] { run_image_demo(); });
  connect(import_, &QPushButton::clicked, this, [this] {
    if (QAction* action = this->context().actions.find(QStringLiteral("file.import")))
      action->trigger();
  });
  connect(&this->context().settings, &Settings::changed, this, [this] { show_recent(); });
  this->context().actions.add(
      {"start.motor_demo", "start", QT_TRANSLATE_NOOP("actions", "Run the motor demonstration"),
       QT_TRANSLATE_NOOP("actions", "Simulate a motor with dull tools, train, and show the first find"),
       QKeySequence("Ctrl+D")},
      this, [this] { run_motor_demo(); });
  this->context().actions.add(
      {"start.image_demo", "start", QT_TRANSLATE_NOOP("actions", "Run the image demonstration"),
       QT_TRANSLATE_NOOP("actions", "Simulate parts with defects, train, and show the first find"),
       QKeySequence("Ctrl+Shift+D")},
      this, [this] { run_image_demo(); });
}

StartPage::Card StartPage::add_card(const QString& icon_name, QWidget* content) {
  Card card{new QFrame(this), nullptr, nullptr, nullptr, icon_name};
  card.frame->setObjectName(QStringLiteral("card"));
  card.frame->setMinimumSize(least_card_width, card_height);
  card.icon = new QLabel(card.frame);
  card.title = new QLabel(card.frame);
  card.text = new QLabel(card.frame);
  card.text->setWordWrap(true);
  card.text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  QFont font = card.title->font();
  font.setPointSizeF(12);
  font.setBold(true);
  card.title->setFont(font);
  auto* column = new QVBoxLayout(card.frame);
  column->setContentsMargins(space_group, space_group, space_group, space_group);
  column->setSpacing(space);
  column->addWidget(card.icon);
  column->addWidget(card.title);
  column->addWidget(card.text, content->layout() ? 0 : 1);
  column->addWidget(content, content->layout() ? 1 : 0);
  return card;
}

void StartPage::build_recent(QWidget* content) {
  recent_->setTextElideMode(Qt::ElideMiddle);
  recent_->setMinimumHeight(list_row_height);
  recent_->setMaximumHeight(3 * list_row_height);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(open_);
  buttons->addWidget(forget_);
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space);
  column->addWidget(recent_, 1);
  column->addLayout(buttons);
  connect(recent_, &QListWidget::itemActivated, this, [this] { open_recent(); });
  connect(recent_, &QListWidget::currentRowChanged, this, [this](int row) {
    const QListWidgetItem* item = recent_->item(row);
    forget_->setEnabled(item != nullptr);
    open_->setEnabled(item != nullptr && item->data(Qt::UserRole + 1).toBool());
  });
  connect(open_, &QPushButton::clicked, this, [this] { open_recent(); });
  connect(forget_, &QPushButton::clicked, this, [this] { forget_recent(); });
}

void StartPage::activated() {
  show_recent();
  look_for_weights();
}

void StartPage::look_for_weights() {
  context().jobs.run<bool>(
      QString(), Lane::io, this,
      [](Progress&, std::stop_token) -> Result<bool> { return workflow::weights_at_hand(); },
      [this](Result<bool> at_hand) { weights_->setVisible(at_hand && !*at_hand); });
}

void StartPage::show_recent() {
  recent_->clear();
  for (const QString& folder : context().settings.recent_workspaces()) {
    const bool there = QFileInfo::exists(folder);
    auto* item = new QListWidgetItem(there ? folder : tr("%1 (missing)").arg(folder), recent_);
    item->setData(Qt::UserRole, folder);
    item->setData(Qt::UserRole + 1, there);
    item->setToolTip(folder);
    item->setSizeHint(QSize(0, list_row_height));
    if (!there)
      item->setForeground(colors(QApplication::palette()).disabled);
  }
  forget_->setEnabled(false);
  open_->setEnabled(false);
  if (recent_->count() > 0)
    recent_->setCurrentRow(0);
}

void StartPage::open_recent() {
  const QListWidgetItem* item = recent_->currentItem();
  if (item && item->data(Qt::UserRole + 1).toBool() && context().open_workspace)
    context().open_workspace(item->data(Qt::UserRole).toString().toStdString());
}

void StartPage::forget_recent() {
  if (const QListWidgetItem* item = recent_->currentItem())
    context().settings.forget_workspace(item->data(Qt::UserRole).toString());
}

void StartPage::run_demo(const QString& title, Demo demo,
                         std::function<void(const workflow::DemoOut&)> show) {
  set_demos_enabled(false);
  context().jobs.run<workflow::DemoOut>(
      title, Lane::compute, this,
      [folder = context().workspace, demo, trainer = trainer_in_child(context().jobs.program())](
          Progress& progress, std::stop_token stop) -> Result<workflow::DemoOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return demo(workspace, {.trainer = trainer}, progress, stop);
      },
      [this, title, show = std::move(show)](Result<workflow::DemoOut> out) {
        set_demos_enabled(true);
        if (!out)
          return context().messages.show_error(title, out.error());
        Q_EMIT context().selection.workspace_changed();
        Selection::State next;
        next.data = QString::fromStdString(out->data);
        next.run = QString::fromStdString(out->run);
        next.item = QString::fromStdString(out->top.item);
        next.page = out->top.path.empty() ? QStringLiteral("signals") : QStringLiteral("images");
        if (out->top.path.empty()) {
          next.start = out->top.start;
          next.end = out->top.end;
        }
        context().selection.select(next);
        show(*out);
      });
}

void StartPage::set_demos_enabled(bool enabled) {
  demo_->setEnabled(enabled);
  images_->setEnabled(enabled);
}

void StartPage::run_motor_demo() {
  run_demo(tr("Motor demonstration"), &workflow::motor_demo, [this](const workflow::DemoOut& out) {
    context().messages.show_message(
        MessageBar::Kind::note,
        tr("Found in %1 s: %2 of %3 windows are flagged; this is the one with the highest anomaly score.")
            .arg(out.seconds, 0, 'f', 0)
            .arg(out.flagged)
            .arg(out.rows.size()));
  });
}

void StartPage::run_image_demo() {
  run_demo(tr("Image demonstration"), &workflow::surface_demo, [this](const workflow::DemoOut& out) {
    context().messages.show_message(
        MessageBar::Kind::note,
        tr("Found in %1 s: %2 of %3 images are flagged; this is the one with the highest anomaly score.")
            .arg(out.seconds, 0, 'f', 0)
            .arg(out.flagged)
            .arg(out.rows.size()));
  });
}

void StartPage::retranslate() {
  heading_->setText(tr("Find what is wrong in factory signals and images"));
  sentence_->setText(
      tr("Andon learns from healthy recordings and good parts, and shows you what does not fit."));
  demo_card_.title->setText(tr("Try the motor demo"));
  demo_card_.text->setText(
      tr("Simulates a motor axis that sometimes cuts with a dull tool, learns what is normal, and "
         "opens the first find. Takes less than a minute."));
  demo_->setText(tr("Run the motor demo"));
  image_card_.title->setText(tr("Try the image demo"));
  image_card_.text->setText(
      tr("Draws stamped parts, some with scratches, dents or stains, learns from the good ones, and shows "
         "where the others differ. Takes about a minute."));
  images_->setText(tr("Run the image demo"));
  data_card_.title->setText(tr("Open my data"));
  data_card_.text->setText(
      tr("Drop CSV, HDF5, WAV or MAT files, a folder of images or single images anywhere in this window, "
         "or choose them. A column map "
         "names channels, rates and units; without one Andon guesses and tells you."));
  import_->setText(tr("Choose files…"));
  recent_card_.title->setText(tr("Recent workspaces"));
  recent_card_.text->setText(tr("A workspace is a folder with data sets, runs and results."));
  open_->setText(tr("Open"));
  forget_->setText(tr("Remove from list"));
  recent_->setAccessibleName(tr("Recent workspaces"));
  for (QPushButton* button : {demo_, images_, import_, open_, forget_})
    button->setAccessibleName(button->text());
  show_recent();
  show_icons();
}

void StartPage::show_icons() {
  for (const Card& card : {demo_card_, image_card_, data_card_, recent_card_})
    card.icon->setPixmap(
        icon(card.icon_name, palette()).pixmap(QSize(card_icon, card_icon), QIcon::Normal, QIcon::On));
}

void StartPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    show_icons();
    show_recent();
  }
  Page::changeEvent(event);
}

} // namespace andon::ui
