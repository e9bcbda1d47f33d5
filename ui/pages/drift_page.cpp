#include "ui/pages/drift_page.h"

#include "core/workflow/item_id.h"
#include "core/workflow/views.h"
#include "ui/forms/option_form.h"
#include "ui/jobs/job_list.h"
#include "ui/models/moved_model.h"
#include "ui/pages/candidate_desk.h"
#include "ui/pages/page_states.h"
#include "ui/plot/curve_chart.h"
#include "ui/plot/scatter.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr const char* parts[] = {"all", "train", "val", "test"};

std::vector<OptionInfo> form_options() {
  std::vector<OptionInfo> all;
  for (OptionInfo& each : workflow::drift_options())
    if (each.key != "run_length")
      all.push_back(std::move(each));
  return all;
}

} // namespace

DriftPage::DriftPage(PageContext& context)
    : Page(context), candidates_(new CandidateDesk(context, this)), chart_(new CurveChart),
      scatter_(new Scatter), model_(new MovedModel(this)), proxy_(new QSortFilterProxyModel(this)),
      table_(new QTableView), sentence_(new QLabel), answer_(new QLabel), part_label_(new QLabel),
      run_length_label_(new QLabel), no_features_(new QLabel), part_(new QComboBox),
      run_length_(new QSpinBox), adapt_button_(new QPushButton), owned_inspector_(new QWidget),
      inspector_(owned_inspector_.get()), form_(new OptionForm(form_options())) {
  build();
  add_actions();
  connect(adapt_button_, &QPushButton::clicked, adapt_, &QAction::trigger);
  connect(candidates_, &CandidateDesk::running_changed, this, [this] { show_adapt(); });
  connect(candidates_, &CandidateDesk::switched, this, [this] { load(true); });
  connect(part_, &QComboBox::currentIndexChanged, this, [this] {
    if (isVisible())
      load(true);
  });
  connect(table_, &QTableView::activated, this, [this] { step_alarm(1); });
  connect(scatter_, &Scatter::activated, this, [this](int point) {
    const auto first = static_cast<int>(out_->scatter.reference);
    if (point >= first)
      open_item(out_->scatter.rows[std::size_t(point - first)]);
  });
  connect(&this->context().selection, &Selection::changed, this,
          [this](const Selection::State& now, const Selection::State& before) {
            if (isVisible() && (now.run != before.run || now.data != before.data))
              load(false);
          });
  connect(&this->context().selection, &Selection::workspace_changed, this, [this] {
    if (isVisible())
      load(true);
  });
  retranslate();
}

DriftPage::~DriftPage() = default;

void DriftPage::build_table() {
  proxy_->setSourceModel(model_);
  proxy_->setSortRole(sort_role);
  table_->setModel(proxy_);
  table_->setSortingEnabled(true);
  table_->sortByColumn(MovedModel::distance, Qt::DescendingOrder);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setTabKeyNavigation(false);
  table_->setAlternatingRowColors(true);
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setStretchLastSection(true);
}

void DriftPage::build() {
  build_table();
  for (int i = 0; i < 4; ++i)
    part_->addItem(QString());
  part_->setCurrentIndex(3);
  run_length_->setRange(100, 10'000'000);
  run_length_->setValue(static_cast<int>(RunLengthOptions{}.run_length));
  run_length_->setGroupSeparatorShown(true);
  part_label_->setBuddy(part_);
  run_length_label_->setBuddy(run_length_);
  for (QLabel* label : {sentence_, answer_, no_features_})
    label->setWordWrap(true);
  QFont large = font();
  large.setPointSizeF(large.pointSizeF() * 1.3);
  sentence_->setFont(large);
  scatter_->set_ticks_visible(false);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(space);
  bar->addWidget(answer_, 1);
  bar->addWidget(adapt_button_);
  for (QWidget* each : std::initializer_list<QWidget*>{part_label_, part_, run_length_label_, run_length_})
    bar->addWidget(each);
  auto* features = new QWidget;
  auto* stack = new QVBoxLayout(features);
  stack->setContentsMargins(0, 0, 0, 0);
  stack->addWidget(no_features_);
  stack->addWidget(scatter_, 1);
  auto* lower = new QSplitter;
  lower->addWidget(table_);
  lower->addWidget(features);
  lower->setStretchFactor(0, 3);
  lower->setStretchFactor(1, 2);
  lower->setChildrenCollapsible(false);
  auto* split = new QSplitter(Qt::Vertical);
  split->addWidget(chart_);
  split->addWidget(lower);
  split->setStretchFactor(0, 1);
  split->setStretchFactor(1, 1);
  split->setChildrenCollapsible(false);
  auto* content = new QWidget;
  auto* inner = new QVBoxLayout(content);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->setSpacing(space);
  inner->addWidget(sentence_);
  inner->addLayout(bar);
  inner->addWidget(split, 1);
  states_ = new PageStates(content, this);
  connect(states_, &PageStates::action_wanted, this, [this] {
    Selection::State next = context().selection.state();
    next.page = QStringLiteral("runs");
    context().selection.select(next);
  });
  connect(states_, &PageStates::retry_wanted, this, [this] { load(true); });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->addWidget(states_, 1);
  auto* place = new QVBoxLayout(inspector_);
  place->setContentsMargins(0, 0, 0, 0);
  place->addWidget(form_);
}

void DriftPage::add_actions() {
  ActionRegistry& actions = context().actions;
  const auto add = [&](const char* id, const char* text, const char* tip, const char* keys, auto trigger) {
    actions.add({id, "drift", text, tip, QKeySequence(QLatin1String(keys))}, this, trigger);
  };
  add("drift.watch", QT_TRANSLATE_NOOP("actions", "Look for drift"),
      QT_TRANSLATE_NOOP("actions", "Calibrate the detectors and run them over the data again"), "Ctrl+Return",
      [this] { load(true); });
  add("drift.next", QT_TRANSLATE_NOOP("actions", "Next drift alarm"),
      QT_TRANSLATE_NOOP("actions", "Choose the next alarm's item on every page"), "N",
      [this] { step_alarm(1); });
  add("drift.previous", QT_TRANSLATE_NOOP("actions", "Previous drift alarm"),
      QT_TRANSLATE_NOOP("actions", "Choose the alarm's item before"), "P", [this] { step_alarm(-1); });
  adapt_ =
      actions.add({"drift.adapt", "drift", QT_TRANSLATE_NOOP("actions", "Adapt to the new condition…"),
                   QT_TRANSLATE_NOOP("actions", "Learn from the recent data without labels; the result waits "
                                                "for you to accept it"),
                   QKeySequence(QLatin1String("T"))},
                  this, [this] { ask_to_adapt(); });
  add("drift.fit", QT_TRANSLATE_NOOP("actions", "Fit the timeline"),
      QT_TRANSLATE_NOOP("actions", "Show every item"), "F", [this] { chart_->fit(); });
}

QWidget* DriftPage::inspector() {
  owned_inspector_.release(); // the dock takes it
  return inspector_;
}

void DriftPage::activated() {
  load(false);
}

void DriftPage::load(bool anew) {
  const Selection::State& now = context().selection.state();
  const QString key = QStringLiteral("%1\n%2\n%3").arg(now.run, now.data).arg(part_->currentIndex());
  if (key == wanted_key_ && !anew && states_->state() != PageStates::State::empty)
    return;
  wanted_key_ = key;
  workflow::DriftIn in;
  in.part = parts[part_->currentIndex()];
  in.options = form_->changed_values();
  in.options["run_length"] = static_cast<std::int64_t>(run_length_->value());
  context().jobs.cancel(job_);
  states_->show_busy(tr("Calibrating the detectors on the run's own data …"));
  job_ = context().jobs.run<workflow::DriftOut>(
      tr("Drift"), Lane::compute, this,
      [folder = context().workspace, in, run = now.run.toStdString(), data = now.data.toStdString()](
          Progress& progress, std::stop_token stop) mutable -> Result<workflow::DriftOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        ANDON_ASSIGN(const workflow::EmbeddingIn resolved, workflow::resolve_view(workspace, {run, data}));
        in.run = resolved.run;
        in.data = resolved.data;
        // Scores are enough where the data have gone.
        if (!workspace.locate_data(in.data) && workflow::stored_scores(workspace, in.run))
          in.data.clear();
        return workflow::drift(workspace, in, progress, stop);
      },
      [this, key](Result<workflow::DriftOut> out) {
        if (key != wanted_key_)
          return;
        if (out)
          show_result(std::move(*out));
        else
          show_failure(out.error());
      });
}

void DriftPage::show_failure(const Error& error) {
  out_.reset();
  show_adapt();
  if (error.code == ErrorCode::not_found && context().selection.state().run.isEmpty())
    states_->show_state(PageStates::State::empty);
  else
    states_->show_failed(error.code == ErrorCode::cancelled ? tr("Cancelled.")
                                                            : QString::fromStdString(error.message));
}

void DriftPage::show_result(workflow::DriftOut out) {
  out_ = std::move(out);
  alarm_ = -1;
  show_sentence();
  show_chart();
  show_moved();
  show_scatter();
  show_answer();
  show_adapt();
  states_->show_state(PageStates::State::filled);
}

void DriftPage::show_sentence() {
  const QString basis = tr("%1 reference items").arg(count_text(double(out_->reference_items)));
  if (out_->alarms.empty())
    return sentence_->setText(tr("No drift in %1 items (detectors: %2, from %3).")
                                  .arg(count_text(double(out_->rows.size())))
                                  .arg(out_->tracks.size())
                                  .arg(basis));
  const auto alarmed = std::count_if(out_->tracks.begin(), out_->tracks.end(),
                                     [](const workflow::DriftTrack& track) { return !track.alarms.empty(); });
  const workflow::DriftAlarm& first = out_->alarms.front();
  sentence_->setText(tr("Drift since item %1 of %2 (%3, %4; %5 of %6 detectors, from %7).")
                         .arg(count_text(double(first.row + 1)), count_text(double(out_->rows.size())),
                              QString::fromStdString(first.item), QString::fromStdString(first.detector))
                         .arg(alarmed)
                         .arg(out_->tracks.size())
                         .arg(basis));
}

void DriftPage::show_chart() {
  std::vector<Curve> curves;
  int color = 0;
  double last = 1;
  for (const workflow::DriftTrack& track : out_->tracks) {
    Curve curve{QString::fromStdString(track.detector), {}, color++, true};
    for (std::size_t i = 0; i < track.statistic.size(); ++i)
      if (std::isfinite(track.statistic[i]) && track.limit > 0 && std::isfinite(track.limit))
        curve.points.emplace_back(double(i + 1), track.statistic[i] / track.limit);
    last = std::max(last, double(track.statistic.size()));
    curves.push_back(std::move(curve));
  }
  curves.push_back({tr("limit"), {QPointF(1, 1), QPointF(last, 1)}, 7, true});
  chart_->set_curves(std::move(curves));
}

void DriftPage::show_moved() {
  const std::pair<const char*, QString> kinds[] = {
      {"score", tr("score")}, {"sensor", tr("sensor")}, {"feature", tr("feature")}};
  auto rows = std::make_shared<std::vector<MovedRow>>();
  for (const workflow::DriftGroup& group : out_->moved)
    for (const MovedColumn& column : group.columns)
      for (const auto& [id, text] : kinds)
        if (group.kind == id)
          rows->push_back({text, column});
  model_->set_rows(rows);
  table_->resizeColumnsToContents();
}

void DriftPage::show_scatter() {
  const workflow::DriftScatter& shown = out_->scatter;
  const bool any = !shown.xy.empty();
  no_features_->setVisible(!any);
  scatter_->setVisible(any);
  if (!any)
    return;
  ScatterLook look;
  look.groups = {{tr("reference"), GroupColor::normal},
                 {tr("before the change")},
                 {tr("since the change"), GroupColor::alarm}};
  look.group.assign(shown.reference, 0);
  look.shape.assign(shown.reference, 0);
  for (const std::size_t row : shown.rows) {
    const int group = row < out_->changed_at ? 1 : 2;
    look.group.push_back(group);
    look.shape.push_back(group);
  }
  scatter_->set_points(shown.xy);
  scatter_->set_look(std::move(look));
}

void DriftPage::show_answer() {
  const workflow::DriftQuestion& question = out_->question;
  if (out_->alarms.empty())
    return answer_->setText(tr("Nothing to explain: no detector has reached its limit."));
  const QString verdict = question.answer == "new condition" ? tr("new condition")
                          : question.answer == "new fault"   ? tr("new fault")
                                                             : tr("undecided");
  QString text = tr("New condition or new fault? <b>%1</b> — flagged since the change: %2, judged normal %3, "
                    "abnormal %4.")
                     .arg(verdict)
                     .arg(question.flagged)
                     .arg(question.normal)
                     .arg(question.abnormal);
  if (question.answer == "undecided")
    text += QStringLiteral(" ") + tr("Judge some of the flagged items on the Review page.");
  answer_->setText(text);
}

void DriftPage::show_adapt() {
  QString reason;
  if (candidates_->running())
    reason = tr("The adaptation is running");
  else if (!out_ || out_->alarms.empty())
    reason = tr("No drift was found: there is nothing to adapt to");
  else if (out_->question.answer == "new fault")
    reason = tr(
        "People call the flagged items abnormal: let the model learn from their labels on the Review page");
  else if (!out_->can_adapt)
    reason = tr("This model, or these data, cannot be adapted without labels");
  ActionRegistry::set_disabled_reason(adapt_, reason);
  adapt_button_->setEnabled(reason.isEmpty());
  adapt_button_->setToolTip(adapt_->toolTip());
}

QMessageBox* DriftPage::ask_to_adapt() {
  const QString text =
      out_->modality == "images"
          ? tr("A candidate of %1 will take the images of %2 that nobody called defective for good, beside "
               "those "
               "that it knows; then the threshold is fitted again. Defects that hide among the recent images "
               "would be taken for normal. A quarter of the images is held out and judges the candidate. The "
               "model in use stays until you accept it.")
          : tr("A candidate of %1 will learn from %2 without labels: normalisation is "
               "estimated anew and the upper layers "
               "move in tiny steps, on windows that nobody called abnormal and on healthy "
               "windows of the training beside "
               "them; then the threshold is fitted again. Faults that hide among the "
               "recent windows would be taken for "
               "normal. A quarter of the recordings is held out and judges the candidate. "
               "The model in use stays until "
               "you accept it.");
  auto* box = new QMessageBox(QMessageBox::Question, tr("Adapt to the new condition"),
                              text.arg(QString::fromStdString(out_->run), QString::fromStdString(out_->data)),
                              QMessageBox::NoButton, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  auto* yes = box->addButton(tr("&Adapt"), QMessageBox::AcceptRole);
  box->setDefaultButton(box->addButton(tr("&Not now"), QMessageBox::RejectRole));
  connect(yes, &QAbstractButton::clicked, this, [this] {
    candidates_->adapt(tr("Adapt to the new condition"),
                       {QString::fromStdString(out_->run), QStringLiteral("--recent"),
                        QString::fromStdString(out_->data), QStringLiteral("--part"),
                        QString::fromStdString(out_->part)});
  });
  box->open();
  return box;
}

QString DriftPage::answer() const {
  return answer_->text();
}
QString DriftPage::sentence() const {
  return sentence_->text();
}

void DriftPage::open_item(std::size_t row) {
  const workflow::ScoreRow& item = out_->rows[row];
  Selection::State next = context().selection.state();
  next.run = QString::fromStdString(out_->run);
  next.item = QString::fromStdString(workflow::scene_of(item.item));
  next.items = {QString::fromStdString(item.item)};
  next.start = item.start;
  next.end = item.end;
  next.page.clear();
  context().selection.select(next);
}

void DriftPage::step_alarm(int direction) {
  if (!out_ || out_->alarms.empty())
    return context().messages.show_message(MessageBar::Kind::note, tr("There is no drift alarm."));
  const int count = static_cast<int>(out_->alarms.size());
  alarm_ = alarm_ < 0 && direction < 0 ? count - 1 : (alarm_ + direction + count) % count;
  const workflow::DriftAlarm& alarm = out_->alarms[std::size_t(alarm_)];
  context().messages.show_message(MessageBar::Kind::note, tr("Alarm %1 of %2: %3 at %4")
                                                              .arg(alarm_ + 1)
                                                              .arg(count)
                                                              .arg(QString::fromStdString(alarm.detector),
                                                                   QString::fromStdString(alarm.item)));
  open_item(alarm.row);
}

void DriftPage::retranslate() {
  part_label_->setText(tr("Pa&rt"));
  adapt_button_->setText(tr("Adapt to the new condition…"));
  show_adapt();
  run_length_label_->setText(tr("&Items per false alarm"));
  const QStringList names{tr("all"), tr("training"), tr("validation"), tr("test")};
  for (int i = 0; i < names.size(); ++i)
    part_->setItemText(i, names[i]);
  part_->setAccessibleName(tr("Part of the data"));
  run_length_->setAccessibleName(tr("Items between two false alarms of all detectors together"));
  run_length_->setToolTip(
      tr("The detectors together alarm falsely once in so many items, on average, while nothing changes"));
  table_->setAccessibleName(tr("What moved"));
  chart_->set_axis_titles(tr("Item"), tr("Statistic / limit"));
  chart_->setAccessibleName(tr("Drift statistics over their limits"));
  scatter_->set_axis_titles(tr("First component"), tr("Second component"));
  scatter_->setAccessibleName(tr("Features before and after"));
  no_features_->setText(tr("These items have no features; scores are watched."));
  states_->set_texts(
      tr("The scores and features of new items are compared here with what the run was trained on.\n"
         "There is no finished run yet: train a model first."),
      tr("Go to Runs"), tr("Try again"));
  if (out_) {
    show_sentence();
    show_chart();
    show_moved();
    show_scatter();
    show_answer();
  }
}

} // namespace andon::ui
