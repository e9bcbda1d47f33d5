#include "ui/pages/review_page.h"

#include "core/workflow/item_id.h"
#include "ui/pages/agreement_view.h"
#include "ui/pages/candidate_desk.h"
#include "ui/pages/mask_painter.h"
#include "ui/pages/page_states.h"
#include "ui/pages/proposal_banner.h"
#include "ui/pages/review_panel.h"
#include "ui/plot/axis.h"
#include "ui/plot/image_canvas.h"
#include "ui/plot/review_wave.h"
#include "ui/settings/settings.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr int touch_height = 56, least_touch_height = 48;
constexpr int fewest_audited = 20; ///< labels of a random sample from which its shares say anything
constexpr const char* verdict_ids[] = {"normal", "abnormal", "unsure"};
constexpr const char* policies[] = {"mixed", "top", "uncertain", "diverse", "audit", "second", "repeat"};

QString percent(double share) {
  return QString::number(100 * share, 'g', 3);
}

} // namespace

ReviewPage::ReviewPage(PageContext& context)
    : Page(context), desk_(new ReviewDesk(context, this)), candidates_(new CandidateDesk(context, this)),
      proposal_(new ProposalBanner(context.settings, this)), agreement_(new AgreementView(context, this)),
      painter_(new MaskPainter(context, this, "review")), panel_(new ReviewPanel), title_(new QLabel),
      policy_(new QComboBox), policy_label_(new QLabel), progress_(new QProgressBar), audit_(new QLabel),
      bar_(new QToolBar) {
  build();
  add_actions();
  build_buttons();
  connect_desk();
  retranslate();
}

ReviewPage::~ReviewPage() = default;

void ReviewPage::build() {
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_InputMethodEnabled, false);
  for (const char* policy : policies)
    policy_->addItem(QString(), QLatin1String(policy));
  policy_->setFocusPolicy(Qt::ClickFocus);
  policy_label_->setBuddy(policy_);
  progress_->setMaximumWidth(260);
  bar_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  bar_->setStyleSheet(QStringLiteral("QToolButton { min-height: %1px; }").arg(least_touch_height));
  audit_->setWordWrap(true);
  auto* line = new QHBoxLayout;
  line->setSpacing(space);
  line->addWidget(title_, 1);
  line->addWidget(policy_label_);
  line->addWidget(policy_);
  line->addWidget(progress_);
  states_ = new PageStates(panel_, this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->setSpacing(space);
  column->addLayout(line);
  column->addWidget(bar_);
  column->addWidget(proposal_);
  column->addWidget(painter_);
  panel_->canvas().set_editor(&painter_->editor());
  auto* middle = new QHBoxLayout;
  middle->setSpacing(space_group);
  middle->addWidget(states_, 2);
  middle->addWidget(agreement_, 1);
  agreement_->hide();
  column->addLayout(middle, 1);
  connect(states_, &PageStates::action_wanted, this, [this] {
    Selection::State next = context().selection.state();
    next.page = QStringLiteral("runs");
    context().selection.select(next);
  });
  connect(states_, &PageStates::retry_wanted, this, [this] { reload(); });
  connect(policy_, &QComboBox::activated, this, [this] {
    setFocus();
    reload();
  });
}

/// Large buttons with their keys below the picture.
void ReviewPage::build_buttons() {
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(space);
  for (int i = 0; i < 3; ++i) {
    verdicts_[i] = new QPushButton;
    verdicts_[i]->setMinimumHeight(touch_height);
    verdicts_[i]->setFocusPolicy(Qt::NoFocus); // Space stays "skip"
    connect(verdicts_[i], &QPushButton::clicked, verdict_actions_[i], &QAction::trigger);
    buttons->addWidget(verdicts_[i], 1);
  }
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->addLayout(buttons);
  column->addWidget(audit_);
}

QAction* ReviewPage::add_action(const char* id, const char* text, const char* tip, const QKeySequence& keys,
                                std::function<void()> trigger) {
  QAction* action = context().actions.add({id, "review", text, tip, keys}, this, std::move(trigger));
  action->setAutoRepeat(false); // a key held down judges one item
  return action;
}

void ReviewPage::add_actions() {
  verdict_actions_[0] = add_action("review.normal", QT_TRANSLATE_NOOP("actions", "Normal"),
                                   QT_TRANSLATE_NOOP("actions", "This item is normal"), QKeySequence("1"),
                                   [this] { desk_->verdict(QStringLiteral("normal")); });
  verdict_actions_[1] = add_action("review.abnormal", QT_TRANSLATE_NOOP("actions", "Abnormal"),
                                   QT_TRANSLATE_NOOP("actions", "This item is abnormal"), QKeySequence("2"),
                                   [this] { desk_->verdict(QStringLiteral("abnormal")); });
  verdict_actions_[2] = add_action("review.unsure", QT_TRANSLATE_NOOP("actions", "Unsure"),
                                   QT_TRANSLATE_NOOP("actions", "Nobody can tell from this item"),
                                   QKeySequence("3"), [this] { desk_->verdict(QStringLiteral("unsure")); });
  bar_->addAction(add_action("review.previous", QT_TRANSLATE_NOOP("actions", "Previous item"),
                             QT_TRANSLATE_NOOP("actions", "Go back without a verdict"), QKeySequence("Left"),
                             [this] { desk_->step(-1); }));
  bar_->addAction(add_action("review.next", QT_TRANSLATE_NOOP("actions", "Next item"),
                             QT_TRANSLATE_NOOP("actions", "Go on without a verdict"), QKeySequence("Right"),
                             [this] { desk_->step(1); }));
  bar_->addAction(add_action("review.skip", QT_TRANSLATE_NOOP("actions", "Skip"),
                             QT_TRANSLATE_NOOP("actions", "Leave this item for later"), QKeySequence("Space"),
                             [this] { desk_->skip(); }));
  bar_->addAction(add_action("review.undo", QT_TRANSLATE_NOOP("actions", "Undo label"),
                             QT_TRANSLATE_NOOP("actions", "Take back the last label, also after a restart"),
                             QKeySequence("Z"), [this] { desk_->undo(); }));
  bar_->addAction(add_action("review.redo", QT_TRANSLATE_NOOP("actions", "Redo label"),
                             QT_TRANSLATE_NOOP("actions", "Give the label again that was taken back"),
                             QKeySequence("Shift+Z"), [this] { desk_->redo(); }));
  bar_->addAction(add_action("review.heat", QT_TRANSLATE_NOOP("actions", "Heatmap on or off"),
                             QT_TRANSLATE_NOOP("actions", "Show the image with and without its heatmap"),
                             QKeySequence("H"), [this] { panel_->toggle_heat(); }));
  bar_->addAction(context().actions.find(QStringLiteral("review.paint")));
  bar_->addSeparator();
  bar_->addAction(add_action("review.reload", QT_TRANSLATE_NOOP("actions", "New queue"),
                             QT_TRANSLATE_NOOP("actions", "Ask again what to review"), QKeySequence("R"),
                             [this] { reload(); }));
  bar_->addAction(add_action("review.agreement", QT_TRANSLATE_NOOP("actions", "Agreement"),
                             QT_TRANSLATE_NOOP("actions", "Show or hide how far labels agree, contradictions "
                                                          "and unlikely labels"),
                             QKeySequence("A"), [this] {
                               agreement_->setVisible(agreement_->isHidden());
                               if (!agreement_->isHidden())
                                 agreement_->reload();
                             }));
  adapt_ =
      add_action("review.adapt", QT_TRANSLATE_NOOP("actions", "Fine-tune"),
                 QT_TRANSLATE_NOOP("actions", "Learn from the labels; the result waits for you to accept it"),
                 QKeySequence("T"), [this] { fine_tune(); });
  bar_->addAction(adapt_);
  bar_->addAction(add_action("review.rollback", QT_TRANSLATE_NOOP("actions", "Roll back"),
                             QT_TRANSLATE_NOOP("actions", "Use the model before the last accepted one again"),
                             QKeySequence("Ctrl+Shift+B"), [this] {
                               const bool line = shown_run_.isEmpty() && desk_->loaded();
                               candidates_->switch_model(
                                   false, line ? QString::fromStdString(desk_->queue().run) : shown_run_);
                             }));
}

void ReviewPage::connect_desk() {
  connect(desk_, &ReviewDesk::loading, this, [this] { states_->show_busy(tr("Choosing what to review …")); });
  connect(desk_, &ReviewDesk::queue_changed, this, [this] {
    states_->show_state(desk_->size() > 0 ? PageStates::State::filled : PageStates::State::empty);
    show_facts();
  });
  connect(desk_, &ReviewDesk::shown, this,
          [this](std::shared_ptr<const workflow::ReviewItem> item) { show_item(item); });
  connect(desk_, &ReviewDesk::labels_changed, this, [this] {
    show_facts();
    if (!agreement_->isHidden())
      agreement_->reload();
  });
  connect(desk_, &ReviewDesk::finished, this, [this] {
    context().messages.show_message(MessageBar::Kind::note, tr("Every item of this queue has a label."));
  });
  connect(desk_, &ReviewDesk::failed, this, [this](const Error& error, bool queue_lost) {
    const bool nothing = error.code == ErrorCode::not_found && context().selection.state().run.isEmpty();
    if (queue_lost && nothing)
      states_->show_state(PageStates::State::empty);
    else if (queue_lost)
      states_->show_failed(error.code == ErrorCode::cancelled ? tr("Cancelled.")
                                                              : QString::fromStdString(error.message));
    else
      context().messages.show_error(tr("The label was not saved"), error);
  });
  connect(candidates_, &CandidateDesk::running_changed, this, [this] {
    show_facts();
    ActionRegistry::set_disabled_reason(adapt_,
                                        candidates_->running() ? tr("Fine-tuning is running") : QString());
  });
  connect(candidates_, &CandidateDesk::switched, this, [this] { reload(); });
  connect(candidates_, &CandidateDesk::made, this, [this] {
    desk_->forget_fresh();
    show_facts();
  });
  connect(painter_, &MaskPainter::saved, desk_, &ReviewDesk::count_region);
  connect(proposal_, &ProposalBanner::accepted, this, [this] { fine_tune(); });
  connect_agreement();
  connect(&panel_->wave(), &ReviewWave::interval_marked, desk_, &ReviewDesk::mark);
}

/// The lists of the agreement become the queue.
void ReviewPage::connect_agreement() {
  connect(agreement_, &AgreementView::items_wanted, this,
          [this](const QString& data_path, const QStringList& items, int first) {
            const QString run = desk_->loaded() ? QString::fromStdString(desk_->queue().run) : shown_run_;
            desk_->load({.run = run,
                         .data = data_path,
                         .part = QStringLiteral("all"),
                         .policy = QStringLiteral("top"),
                         .items = items,
                         .first = first});
            setFocus();
          });
}

void ReviewPage::show_item(const std::shared_ptr<const workflow::ReviewItem>& item) {
  shown_ = item;
  item ? panel_->show_item(*item) : panel_->show_waiting();
  const bool picture = item && item->image;
  if (picture)
    painter_->show_view(item->image, QString::fromStdString(desk_->queue().context.data_path),
                        QString::fromStdString(desk_->queue().run));
  context().actions.find(QStringLiteral("review.paint"))->setEnabled(picture);
  show_facts();
}

void ReviewPage::activated() {
  const Selection::State& now = context().selection.state();
  setFocus();
  if (!desk_->loaded() || now.run != shown_run_ || now.data != shown_data_)
    reload();
}

void ReviewPage::reload() {
  const Selection::State& now = context().selection.state();
  shown_run_ = now.run;
  shown_data_ = now.data;
  desk_->load({now.run, now.data, QStringLiteral("all"), policy_->currentData().toString()});
}

QString ReviewPage::audit_text() const {
  const AuditEstimate& audit = desk_->queue().audit;
  if (audit.audited < fewest_audited || !std::isfinite(audit.missed_share.value))
    return tr("Audit: label random items (policy «audit») to learn how many faults are missed.");
  return tr("Audit of %1 random items: %2 % of what is not flagged is abnormal [%3, %4]; false alarms %5 % "
            "of "
            "normal items [%6, %7] (95 % intervals).")
      .arg(audit.audited)
      .arg(percent(audit.missed_share.value), percent(audit.missed_share.low),
           percent(audit.missed_share.high), percent(audit.false_alarm_rate.value),
           percent(audit.false_alarm_rate.low), percent(audit.false_alarm_rate.high));
}

void ReviewPage::show_facts() {
  if (!desk_->loaded())
    return;
  show_progress();
  audit_->setText(audit_text());
  const QString undo = desk_->undo_text();
  context()
      .actions.find(QStringLiteral("review.undo"))
      ->setToolTip(undo.isEmpty() ? tr("Take back the last label, also after a restart")
                                  : tr("Undo the label of %1").arg(undo));
  const workflow::QueuedItem* const item = desk_->current();
  if (!item)
    return title_->setText(tr("Nothing left to review in this queue"));
  title_->setText(tr("%1 · item %2 of %3")
                      .arg(QString::fromStdString(desk_->queue().run))
                      .arg(desk_->index() + 1)
                      .arg(desk_->size()));
  const QString label = desk_->label_of(desk_->index());
  const int policy = policy_->findData(QString::fromStdString(item->policy));
  const QString how = policy < 0 ? tr("the list of agreement") : policy_->itemText(policy);
  const double threshold = desk_->queue().threshold;
  panel_->set_why(tr("%1 · score %2, threshold %3 (%4) · chosen by: %5")
                      .arg(QString::fromStdString(workflow::id_of(item->row)))
                      .arg(quantity_text(item->row.score, {}))
                      .arg(quantity_text(threshold, {}))
                      .arg(item->row.decision == 1 ? tr("flagged") : tr("not flagged"))
                      .arg(how));
  for (int i = 0; i < 3; ++i)
    verdicts_[i]->setDown(label == QLatin1String(verdict_ids[i]));
  panel_->wave().set_marks(desk_->marks_of_current());
}

/// Labels until the model should learn from them, and the proposal when there are enough.
void ReviewPage::show_progress() {
  const int goal = context().settings.value(QStringLiteral("review_goal")).toInt(), fresh = desk_->fresh();
  progress_->setRange(0, std::max(1, goal));
  progress_->setValue(std::clamp(fresh, 0, std::max(1, goal)));
  progress_->setFormat(tr("%1 of %2 labels").arg(fresh).arg(goal));
  const workflow::FeedbackState& state = desk_->queue().feedback;
  proposal_->consider(QString::fromStdString(context().workspace.string() + "\n" + state.line), fresh, goal,
                      state.can_adapt && !candidates_->running());
}

void ReviewPage::fine_tune() {
  if (desk_->loaded())
    candidates_->adapt(tr("Fine-tune"), {QString::fromStdString(desk_->queue().run)});
}

void ReviewPage::keyPressEvent(QKeyEvent* event) {
  const bool patch = event->key() == Qt::Key_B, normal = event->key() == Qt::Key_N;
  if (!patch && !normal)
    return Page::keyPressEvent(event);
  if (!event->isAutoRepeat())
    panel_->compare(normal ? ReviewPanel::Beside::normal : ReviewPanel::Beside::good_patch);
}

void ReviewPage::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_B && event->key() != Qt::Key_N)
    return Page::keyReleaseEvent(event);
  if (!event->isAutoRepeat())
    panel_->compare(ReviewPanel::Beside::nothing);
}

void ReviewPage::retranslate() {
  const QString names[] = {tr("mixed"),
                           tr("highest scores"),
                           tr("nearest to the threshold"),
                           tr("unlike each other"),
                           tr("audit: random"),
                           tr("second review"),
                           tr("repeat my own")};
  for (int i = 0; i < policy_->count(); ++i)
    policy_->setItemText(i, names[i]);
  policy_label_->setText(tr("&Queue"));
  policy_->setAccessibleName(tr("How items are chosen"));
  progress_->setAccessibleName(tr("Labels until fine-tuning"));
  const QString verdicts[] = {tr("1  Normal"), tr("2  Abnormal"), tr("3  Unsure")};
  for (int i = 0; i < 3; ++i)
    verdicts_[i]->setText(verdicts[i]);
  panel_->retranslate();
  painter_->retranslate();
  agreement_->retranslate();
  if (shown_)
    panel_->show_item(*shown_);
  states_->set_texts(tr("Items that people should look at appear here, one at a time.\n"
                        "Nothing is left to review, or there is no finished run yet."),
                     tr("Go to Runs"), tr("Try again"));
  show_facts();
}

} // namespace andon::ui
