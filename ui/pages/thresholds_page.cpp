#include "ui/pages/thresholds_page.h"

#include "core/decision/threshold_table.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/promise.h"
#include "ui/forms/option_form.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/page_states.h"
#include "ui/pages/promise_text.h"
#include "ui/pages/thresholds_facts.h"
#include "ui/pages/thresholds_tail.h"
#include "ui/plot/axis.h"
#include "ui/plot/decision_histogram.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSplitter>
#include <QTimer>
#include <QToolBar>

#include <cmath>

namespace andon::ui {
namespace {

constexpr int settle_ms = 250;
constexpr const char* periods[] = {"hour", "shift", "day", "week"};

std::vector<double> finite(std::span<const double> values) {
  std::vector<double> result;
  for (const double value : values)
    if (std::isfinite(value))
      result.push_back(value);
  return result;
}

/// Options of a method and of the promise, without what the page asks for itself.
std::vector<OptionInfo> form_options(const std::string& method) {
  std::vector<OptionInfo> all;
  if (const auto row = threshold_methods().find(method))
    all = (*row)->options;
  for (OptionInfo& each : describe_defaults<workflow::PromiseOptions>())
    if (each.key != "budget.alarms" && each.key != "budget.period" && each.key != "budget.item")
      all.push_back(std::move(each));
  return all;
}

} // namespace

ThresholdsPage::ThresholdsPage(PageContext& context)
    : Page(context), histogram_(new DecisionHistogram), facts_(new ThresholdsFacts),
      tail_(new ThresholdsTail), title_(new QLabel), sentence_(new QLabel), method_label_(new QLabel),
      budget_label_(new QLabel), author_label_(new QLabel), reason_label_(new QLabel), bar_(new QToolBar),
      method_(new QComboBox), period_(new QComboBox), promise_(new QCheckBox), budget_(new QDoubleSpinBox),
      author_(new QLineEdit), reason_(new QLineEdit), owned_inspector_(new QWidget),
      inspector_(owned_inspector_.get()), form_place_(new QVBoxLayout(inspector_)),
      settle_(new QTimer(this)) {
  build();
  add_actions();
  settle_->setSingleShot(true);
  settle_->setInterval(settle_ms);
  connect(settle_, &QTimer::timeout, this, [this] { check_promise(); });
  connect(histogram_, &DecisionHistogram::moved, this, [this] {
    dragged_ = true;
    follow_line();
  });
  connect(histogram_, &DecisionHistogram::released, settle_, qOverload<>(&QTimer::start));
  connect(facts_, &ThresholdsFacts::costs_changed, this, [this] { follow_line(); });
  connect(tail_, &ThresholdsTail::version_wanted, this, [this](double line, double low) {
    dragged_ = true;
    set_line(line, std::isnan(low) ? std::nullopt : std::optional(low));
    settle_->start();
  });
  connect(tail_, &ThresholdsTail::start_moved, this,
          [this](double percentile) { set_tail_start(percentile); });
  connect(tail_, &ThresholdsTail::start_settled, this, [this] {
    keep_start();
    settle_tail();
  });
  connect(method_, &QComboBox::currentIndexChanged, this, [this] {
    show_method();
    settle_tail();
  });
  connect(promise_, &QCheckBox::toggled, this, [this](bool on) {
    budget_->setEnabled(on);
    period_->setEnabled(on);
  });
  connect(&this->context().selection, &Selection::changed, this,
          [this](const Selection::State& now, const Selection::State& before) {
            if (isVisible() && now.run != before.run)
              load();
          });
  connect(&this->context().selection, &Selection::workspace_changed, this, [this] {
    if (isVisible())
      load();
  });
  retranslate();
}

ThresholdsPage::~ThresholdsPage() = default;

QWidget* ThresholdsPage::build_controls() {
  auto* controls = new QWidget;
  auto* row = new QHBoxLayout(controls);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space);
  for (const ThresholdMethod& each : threshold_methods().rows())
    method_->addItem(QString::fromStdString(each.id), QString::fromStdString(each.title));
  method_->setCurrentText(QLatin1String(default_threshold_method));
  for (const char* period : periods)
    period_->addItem(QString(), QLatin1String(period));
  period_->setCurrentIndex(3);
  budget_->setRange(1e-6, 1e6);
  budget_->setDecimals(2);
  budget_->setValue(2);
  promise_->setChecked(true);
  author_->setText(qEnvironmentVariable("USER"));
  author_->setMaximumWidth(120);
  method_label_->setBuddy(method_);
  author_label_->setBuddy(author_);
  reason_label_->setBuddy(reason_);
  for (QWidget* each :
       std::initializer_list<QWidget*>{method_label_, method_, promise_, budget_, budget_label_, period_,
                                       author_label_, author_, reason_label_})
    row->addWidget(each);
  row->addWidget(reason_, 1);
  return controls;
}

void ThresholdsPage::build() {
  QFont large = font();
  large.setPointSizeF(large.pointSizeF() * 1.3);
  sentence_->setFont(large);
  sentence_->setWordWrap(true);
  sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  auto* left = new QSplitter(Qt::Vertical);
  left->addWidget(histogram_);
  left->addWidget(tail_);
  left->setStretchFactor(0, 3);
  left->setStretchFactor(1, 2);
  left->setSizes({540, 360});
  left->setChildrenCollapsible(false);
  auto* split = new QSplitter;
  split->addWidget(left);
  split->addWidget(facts_);
  split->setStretchFactor(0, 1);
  split->setSizes({640, 360});
  split->setChildrenCollapsible(false);
  auto* content = new QWidget;
  auto* inner = new QVBoxLayout(content);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->setSpacing(space);
  inner->addWidget(sentence_);
  inner->addWidget(build_controls());
  inner->addWidget(split, 1);
  states_ = new PageStates(content, this);
  connect(states_, &PageStates::action_wanted, this, [this] {
    Selection::State next = context().selection.state();
    next.page = QStringLiteral("runs");
    context().selection.select(next);
  });
  connect(states_, &PageStates::retry_wanted, this, [this] { load(); });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->setSpacing(space);
  title_->setWordWrap(true);
  bar_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  bar_->hide();
  auto* head = new QHBoxLayout;
  head->addWidget(title_, 1);
  head->addWidget(bar_);
  column->addLayout(head);
  column->addWidget(states_, 1);
  form_place_->setContentsMargins(0, 0, 0, 0);
  show_method();
}

void ThresholdsPage::add_actions() {
  ActionRegistry& actions = context().actions;
  const auto add = [&](const char* id, const char* text, const char* tip, const char* keys, auto trigger) {
    return actions.add({id, "thresholds", text, tip, QKeySequence(QLatin1String(keys))}, this, trigger);
  };
  bar_->addAction(
      add("thresholds.fit", QT_TRANSLATE_NOOP("actions", "Draw the line by the method"),
          QT_TRANSLATE_NOOP("actions", "Fit the chosen method to the promise and show where its line lies"),
          "Ctrl+Return", [this] { fit_line(); }));
  bar_->addAction(
      add("thresholds.save", QT_TRANSLATE_NOOP("actions", "Save as a new version"),
          QT_TRANSLATE_NOOP("actions", "Keep this line with author and reason; older versions stay"),
          "Ctrl+S", [this] { save_version(); }));
  add("thresholds.raise", QT_TRANSLATE_NOOP("actions", "Raise the line"),
      QT_TRANSLATE_NOOP("actions", "One pixel to the right"), "]", [this] { histogram_->step(false, 1); });
  add("thresholds.lower", QT_TRANSLATE_NOOP("actions", "Lower the line"),
      QT_TRANSLATE_NOOP("actions", "One pixel to the left"), "[", [this] { histogram_->step(false, -1); });
  bar_->addAction(add(
      "thresholds.band", QT_TRANSLATE_NOOP("actions", "Review band"),
      QT_TRANSLATE_NOOP("actions", "Show or hide a second, lower line: items between the two go to people"),
      "B", [this] { toggle_band(); }));
  add("thresholds.fit_plot", QT_TRANSLATE_NOOP("actions", "Fit the histogram"),
      QT_TRANSLATE_NOOP("actions", "Show every score"), "F", [this] { histogram_->fit(); });
}

QWidget* ThresholdsPage::inspector() {
  owned_inspector_.release(); // the dock takes it
  return inspector_;
}

void ThresholdsPage::activated() {
  const QString run = context().selection.state().run;
  if (!view_ || run != wanted_run_)
    load();
}

void ThresholdsPage::load() {
  wanted_run_ = context().selection.state().run;
  context().jobs.cancel(load_job_);
  if (!view_)
    states_->show_busy(tr("Reading scores …"));
  load_job_ = context().jobs.run<workflow::ThresholdView>(
      tr("Thresholds"), Lane::compute, this,
      [folder = context().workspace,
       run = wanted_run_.isEmpty() ? std::string("latest") : wanted_run_.toStdString()](
          Progress& progress, std::stop_token stop) -> Result<workflow::ThresholdView> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::threshold_view(workspace, run, progress, stop);
      },
      [this](Result<workflow::ThresholdView> view) {
        if (view)
          show_view(std::move(*view));
        else if (view.error().code != ErrorCode::cancelled)
          show_failure(view.error());
      });
}

void ThresholdsPage::show_failure(const Error& error) {
  view_.reset();
  bar_->hide();
  title_->clear();
  if (error.code == ErrorCode::not_found && context().selection.state().run.isEmpty())
    states_->show_state(PageStates::State::empty);
  else
    states_->show_failed(QString::fromStdString(error.message));
}

void ThresholdsPage::show_view(workflow::ThresholdView view) {
  view_ = std::move(view);
  std::vector<Distribution> shown;
  const SortedScores& labelled = *view_->labelled;
  if (labelled.normal().empty() && view_->unlabelled.empty())
    shown.push_back({tr("validation (%1)").arg(view_->calibration.size()), finite(view_->calibration), -1});
  if (!labelled.normal().empty())
    shown.push_back({tr("normal (%1)").arg(labelled.normal().size()), finite(labelled.normal()), -1});
  if (!labelled.abnormal().empty())
    shown.push_back({tr("abnormal (%1)").arg(labelled.abnormal().size()), finite(labelled.abnormal()), -2});
  if (!view_->unlabelled.empty())
    shown.push_back({tr("no label (%1)").arg(view_->unlabelled.size()), view_->unlabelled, 0});
  histogram_->set_distributions(std::move(shown));
  tail_->show_view(*view_);
  show_options();
  states_->show_state(PageStates::State::filled);
  bar_->show();
  for (const store::ThresholdVersion& version : view_->versions)
    if (!std::isnan(version.threshold)) {
      show_title(version);
      dragged_ = false;
      set_line(version.threshold, version.low);
      return show_promise(view_->promise);
    }
  title_->setText(tr("%1 · no line yet").arg(QString::fromStdString(view_->run)));
  title_->setToolTip({});
  show_promise({}, tr("There is no line yet: choose a method and draw the line by it."));
  histogram_->set_lines({});
  facts_->clear();
}

/// What the one line of the page leaves out is said beside its version.
void ThresholdsPage::show_title(const store::ThresholdVersion& version) {
  QString text = tr("%1 · version %2 (%3)")
                     .arg(QString::fromStdString(view_->run))
                     .arg(version.version)
                     .arg(QString::fromStdString(version.method));
  QStringList lines;
  const auto line = workflow::decision_line(version);
  if (line && line->groups) {
    text += tr(" · groups with their own line: %1; drawn is the line of all others")
                .arg(line->groups->lines.size());
    for (const auto& [group, threshold] : line->groups->lines)
      lines << tr("%1: %2").arg(QString::fromStdString(group), quantity_text(threshold, {}));
  } else if (line && line->stream) {
    text += tr(" · the line moves with the scores; drawn is where it starts");
  }
  title_->setText(text);
  title_->setToolTip(lines.join(QLatin1Char('\n')));
}

void ThresholdsPage::set_line(double line, std::optional<double> low) {
  histogram_->set_lines(line, low);
  follow_line();
}

void ThresholdsPage::follow_line() {
  if (!view_ || !histogram_->line())
    return;
  const workflow::LineFigures figures =
      workflow::figures_at(*view_, *histogram_->line(), histogram_->low(), facts_->costs(), alarm_logic());
  facts_->show_figures(figures);
  tail_->set_line(*histogram_->line(), figures.false_rate.value);
}

std::optional<double> ThresholdsPage::low_below(double line) const {
  if (!histogram_->low() || *histogram_->low() < line)
    return histogram_->low();
  return line - (*histogram_->line() - *histogram_->low());
}

void ThresholdsPage::toggle_band() {
  if (!histogram_->line())
    return;
  const double line = *histogram_->line();
  if (histogram_->low())
    histogram_->set_lines(line);
  else
    histogram_->set_lines(line, line - histogram_->visible_range().width() / 10);
  dragged_ = true;
  follow_line();
}

QString ThresholdsPage::sentence() const {
  return sentence_->text();
}

void ThresholdsPage::show_promise(const workflow::PromiseAnswer& answer, const QString& otherwise) {
  sentence_->setText(answer.promise
                         ? promise_text(*answer.promise, answer.audit, QString::fromStdString(answer.since))
                     : otherwise.isEmpty() ? tr("This line promises no false-alarm rate yet.")
                                           : otherwise);
}

void ThresholdsPage::show_method() {
  const OptionMap kept = form_ ? form_->changed_values() : OptionMap{};
  delete form_;
  form_ = new OptionForm(form_options(method_->currentText().toStdString()));
  form_->set_values(kept);
  form_place_->addWidget(form_);
  connect(form_, &OptionForm::edited, this, [this] {
    if (filling_form_ || !view_)
      return;
    settle_tail();
    follow_line();
  });
  method_->setToolTip(method_->currentData().toString());
}

workflow::ThresholdIn ThresholdsPage::request(bool keep) const {
  workflow::ThresholdIn in;
  in.run = view_->run;
  in.method = dragged_ ? "manual" : method_->currentText().toStdString();
  for (const auto& [key, value] : form_->changed_values())
    if (!dragged_ || key.find('.') != std::string::npos)
      in.options[key] = value;
  if (dragged_)
    in.options["line"] = *histogram_->line();
  const auto row = threshold_methods().find(in.method);
  if (row && (*row)->needs_labels) {
    // These methods choose by labels; the scores that have some are the stored ones.
    in.data = view_->data;
    in.part = "test";
  } else if (promise_->isChecked()) {
    in.alpha = budget_->value();
    in.per = period_->currentData().toString().toStdString();
  }
  in.low = histogram_->low();
  in.keep = keep;
  in.author = author_->text().toStdString();
  in.reason = reason_->text().toStdString();
  return in;
}

void ThresholdsPage::fit_line() {
  if (!view_)
    return;
  dragged_ = false;
  try_line(request(false), true);
}

void ThresholdsPage::check_promise() {
  if (view_ && histogram_->line() && promise_->isChecked())
    try_line(request(false), false);
}

void ThresholdsPage::try_line(const workflow::ThresholdIn& in, bool move) {
  struct Tried {
    workflow::ThresholdOut out;
    workflow::PromiseAnswer answer;
  };
  context().jobs.cancel(fit_job_);
  fit_job_ = context().jobs.run<Tried>(
      move ? tr("Fit a threshold") : QString(), Lane::compute, this,
      [folder = context().workspace,
       in = workflow::ThresholdIn(in)](Progress& progress, std::stop_token stop) mutable -> Result<Tried> {
        in.low.reset();
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        Tried tried;
        ANDON_ASSIGN(tried.out, workflow::fit_threshold(workspace, in, progress, stop));
        ANDON_ASSIGN(tried.answer, workflow::promise_answer(workspace, in.run, tried.out.version));
        return tried;
      },
      [this, move](Result<Tried> tried) {
        if (!tried) {
          if (tried.error().code != ErrorCode::cancelled)
            context().messages.show_error(tr("Fit a threshold"), tried.error());
          return;
        }
        show_promise(tried->answer, QString::fromStdString(tried->out.message));
        if (move && !std::isnan(tried->out.version.threshold))
          set_line(tried->out.version.threshold, low_below(tried->out.version.threshold));
      });
}

void ThresholdsPage::save_version() {
  if (!view_ || !histogram_->line())
    return context().messages.show_message(MessageBar::Kind::note, tr("There is no line to save yet."));
  context().jobs.cancel(save_job_);
  save_job_ = context().jobs.run<workflow::ThresholdOut>(
      tr("Save a threshold"), Lane::compute, this,
      [folder = context().workspace,
       in = request(true)](Progress& progress, std::stop_token stop) -> Result<workflow::ThresholdOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::fit_threshold(workspace, in, progress, stop);
      },
      [this](Result<workflow::ThresholdOut> out) {
        if (!out) {
          if (out.error().code != ErrorCode::cancelled)
            context().messages.show_error(tr("Save a threshold"), out.error());
          return;
        }
        if (out->version.version == 0)
          return context().messages.show_message(
              MessageBar::Kind::note, tr("Nothing was saved: these data do not support the promise."));
        reason_->clear();
        Q_EMIT context().selection.workspace_changed();
        load();
      });
}

void ThresholdsPage::retranslate() {
  method_label_->setText(tr("&Method"));
  promise_->setText(tr("&Promise at most"));
  budget_label_->setText(tr("false alarms per line per"));
  const QStringList names{tr("hour"), tr("shift"), tr("day"), tr("week")};
  for (int i = 0; i < names.size(); ++i)
    period_->setItemText(i, names[i]);
  bar_->setAccessibleName(tr("What can be done with the line"));
  author_label_->setText(tr("&Author"));
  reason_label_->setText(tr("&Reason"));
  reason_->setPlaceholderText(tr("Why this line?"));
  for (auto& [widget, name] : std::initializer_list<std::pair<QWidget*, QString>>{
           {budget_, tr("False alarms that are promised at most")},
           {period_, tr("Period of the promise")},
           {method_, tr("Method that draws the line")},
           {author_, tr("Who decides")},
           {reason_, tr("Why this line?")},
           {tail_, tr("Can the tail be believed?")},
           {sentence_, tr("Promise of this line")},
           {histogram_, tr("Anomaly scores by class with the decision line")}})
    widget->setAccessibleName(name);
  histogram_->setAccessibleDescription(tr("[ and ] move the line, B shows a review band."));
  histogram_->set_axis_titles(tr("Anomaly score"), tr("Share of its class (%)"));
  histogram_->set_band_text(tr("review"));
  facts_->retranslate();
  tail_->retranslate();
  states_->set_texts(
      tr("The scores of a run are shown here with the line that decides, to choose where it lies and "
         "what it will cost.\nThere is no finished run yet: train a model first."),
      tr("Go to Runs"), tr("Try again"));
  if (view_)
    show_view(*view_);
}

} // namespace andon::ui
