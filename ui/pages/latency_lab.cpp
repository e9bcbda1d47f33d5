#include "ui/pages/latency_lab.h"

#include "ui/jobs/job_list.h"
#include "ui/models/latency_model.h"
#include "ui/pages/page_states.h"
#include "ui/plot/axis.h"
#include "ui/plot/latency_plot.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr int longest_takt_ms = 600'000, fewest = 20, most = 1'000'000, default_repeats = 1000;
const QString takt_setting = QStringLiteral("takt_ms");

QString milliseconds(double value) {
  return quantity_text(value, QStringLiteral("ms"));
}

/// A round number, as it was typed.
QString takt_text(double value) {
  return count_text(value) + QStringLiteral("\u202fms");
}

} // namespace

LatencyLab::LatencyLab(PageContext& context, QWidget* parent)
    : QWidget(parent), context_(context), takt_label_(new QLabel), takt_(new QSpinBox),
      repeats_label_(new QLabel), repeats_(new QSpinBox), button_(new QPushButton), verdict_(new QLabel),
      facts_(new QLabel), plot_(new LatencyPlot), model_(new LatencyModel(this)), table_(new QTableView) {
  build();
  connect(takt_, &QSpinBox::valueChanged, this, [this](int value) {
    context_.settings.set(takt_setting, value);
    plot_->set_takt(value);
    show_verdict();
  });
  connect(button_, &QPushButton::clicked, this, [this] { measure(); });
  connect(states_, &PageStates::action_wanted, this, [this] { measure(); });
  connect(states_, &PageStates::retry_wanted, this, [this] { measure(); });
  connect(&context_.jobs, &JobList::changed, this, [this] {
    if (job_ != 0)
      show_busy();
  });
  retranslate();
}

void LatencyLab::build() {
  takt_->setObjectName(QStringLiteral("takt"));
  takt_->setRange(0, longest_takt_ms);
  takt_->setValue(context_.settings.value(takt_setting).toInt());
  plot_->set_takt(takt_->value());
  repeats_->setObjectName(QStringLiteral("latency_images"));
  repeats_->setRange(fewest, most);
  repeats_->setValue(default_repeats);
  repeats_->setGroupSeparatorShown(true);
  button_->setObjectName(QStringLiteral("measure_latency"));
  takt_label_->setBuddy(takt_);
  repeats_label_->setBuddy(repeats_);
  table_->setModel(model_);
  table_->verticalHeader()->hide();
  table_->setTabKeyNavigation(false);
  table_->setSelectionMode(QAbstractItemView::NoSelection);
  table_->setFocusPolicy(Qt::ClickFocus);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setSectionResizeMode(LatencyModel::stage, QHeaderView::Stretch);
  verdict_->setWordWrap(true);
  facts_->setWordWrap(true);
  QFont bold = verdict_->font();
  bold.setBold(true);
  verdict_->setFont(bold);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(space);
  for (QWidget* each : std::initializer_list<QWidget*>{takt_label_, takt_, repeats_label_, repeats_, button_})
    bar->addWidget(each);
  bar->addStretch(1);
  auto* content = new QWidget;
  auto* inner = new QVBoxLayout(content);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->setSpacing(space);
  inner->addWidget(verdict_);
  inner->addWidget(plot_, 3);
  inner->addWidget(table_, 2);
  inner->addWidget(facts_);
  states_ = new PageStates(content, this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, space, 0, 0);
  column->setSpacing(space);
  column->addLayout(bar);
  column->addWidget(states_, 1);
}

void LatencyLab::set_subject(const QString& run, const QString& data) {
  if (run == run_ && data == data_)
    return;
  run_ = run;
  data_ = data;
  context_.jobs.cancel(job_);
  job_ = 0;
  out_.reset();
  states_->show_state(PageStates::State::empty);
  show_button();
}

void LatencyLab::measure() {
  if (job_ != 0)
    context_.jobs.cancel(job_);
  else if (!run_.isEmpty())
    start();
}

void LatencyLab::start() {
  const workflow::LatencyIn in{run_.toStdString(), data_.toStdString(), double(takt_->value()),
                               repeats_->value()};
  job_ = context_.jobs.run<workflow::LatencyOut>(
      tr("Latency of %1").arg(run_), Lane::compute, this,
      [folder = context_.workspace, in](Progress& progress,
                                        std::stop_token stop) -> Result<workflow::LatencyOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::latency(workspace, in, progress, stop);
      },
      [this, run = run_, data = data_](Result<workflow::LatencyOut> out) {
        if (run != run_ || data != data_)
          return; // another run was chosen meanwhile
        job_ = 0;
        show_button();
        if (out) {
          out_ = std::move(*out);
          show_result();
        } else if (out.error().code == ErrorCode::cancelled) {
          states_->show_state(out_ ? PageStates::State::filled : PageStates::State::empty);
        } else {
          states_->show_failed(QString::fromStdString(out.error().message));
        }
      });
  show_busy();
  show_button();
}

void LatencyLab::show_busy() {
  QString text = tr("Opening the model …");
  for (const JobInfo& job : context_.jobs.jobs())
    if (job.id == job_ && job.state == JobState::waiting)
      text = tr("Waiting for another job …");
    else if (job.id == job_ && job.total > 0)
      text = tr("Timing image %1 of %2 …").arg(count_text(double(job.done)), count_text(double(job.total)));
  states_->show_busy(text);
}

void LatencyLab::show_button() {
  button_->setText(job_ != 0 ? tr("Cancel") : tr("Measure"));
  button_->setAccessibleName(button_->text());
  button_->setEnabled(!run_.isEmpty());
  repeats_->setEnabled(job_ == 0);
}

void LatencyLab::show_result() {
  QStringList stages;
  const std::pair<QString, double workflow::StageLatency::*> columns[] = {
      {tr("first image"), &workflow::StageLatency::cold},
      {QStringLiteral("p50"), &workflow::StageLatency::p50},
      {QStringLiteral("p95"), &workflow::StageLatency::p95},
      {QStringLiteral("p99"), &workflow::StageLatency::p99},
      {QStringLiteral("p99.9"), &workflow::StageLatency::p999}};
  for (const workflow::StageLatency& stage : out_->stages)
    if (stage.stage != "total")
      stages << LatencyModel::stage_name(stage.stage);
  std::vector<LatencyPlot::Bar> bars;
  for (const auto& [name, column] : columns) {
    LatencyPlot::Bar bar{name, {}, out_->stages.back().*column};
    for (const workflow::StageLatency& stage : out_->stages)
      if (stage.stage != "total")
        bar.stages.push_back(stage.*column);
    if (std::isfinite(bar.total))
      bars.push_back(std::move(bar));
  }
  plot_->set_bars(stages, std::move(bars));
  model_->set_rows(std::make_shared<const std::vector<workflow::StageLatency>>(out_->stages));
  table_->setMinimumHeight(table_->horizontalHeader()->height() +
                           table_->rowHeight(0) * int(out_->stages.size()) + space_small);
  facts_->setText(tr("%1 · %2 · %3, %4 threads · %5 images in turn · model opened in %6")
                      .arg(QString::fromStdString(out_->run), QString::fromStdString(out_->model),
                           QString::fromStdString(out_->device).toUpper())
                      .arg(out_->threads)
                      .arg(out_->images)
                      .arg(milliseconds(out_->open_ms)));
  show_verdict();
  states_->show_state(PageStates::State::filled);
}

void LatencyLab::show_verdict() {
  if (!out_)
    return;
  const double takt = takt_->value();
  const workflow::StageLatency& total = out_->stages.back();
  if (takt <= 0)
    return verdict_->setText(
        tr("Half of the images take less than %1, 19 of 20 less than %2. Type the takt of "
           "the line to see whether it holds.")
            .arg(milliseconds(total.p50), milliseconds(total.p95)));
  const auto late =
      std::count_if(out_->totals.begin(), out_->totals.end(), [&](double each) { return each > takt; });
  const QString text =
      late == 0 ? tr("The takt of %1 held for all %2 images; the slowest took %3.")
                      .arg(takt_text(takt), count_text(double(out_->totals.size())),
                           milliseconds(out_->totals.back()))
                : tr("The takt of %1 was missed by %2 of %3 images; the slowest took %4.")
                      .arg(takt_text(takt), count_text(double(late)), count_text(double(out_->totals.size())),
                           milliseconds(out_->totals.back()));
  verdict_->setText(text);
}

QString LatencyLab::verdict() const {
  return verdict_->text();
}

void LatencyLab::retranslate() {
  takt_label_->setText(tr("Takt"));
  takt_->setSuffix(QStringLiteral("\u202fms"));
  takt_->setSpecialValueText(tr("none"));
  takt_->setAccessibleName(tr("Takt: milliseconds that the line gives an image"));
  takt_->setToolTip(takt_->accessibleName());
  repeats_label_->setText(tr("Images to time"));
  repeats_->setAccessibleName(repeats_label_->text());
  repeats_->setToolTip(tr("p99 needs at least 100, p99.9 at least 1,000"));
  table_->setAccessibleName(tr("Milliseconds of every stage"));
  plot_->setAccessibleName(tr("Times of the stages beside the takt"));
  plot_->setToolTip(tr("Each bar puts the percentiles of the stages beside each other; the mark is the "
                       "percentile of the whole, which may be less than their sum."));
  states_->set_texts(tr("How long one image takes from file to verdict is shown here, stage by stage, beside "
                        "the takt of the line.\nOther work on this computer makes the times longer."),
                     tr("Measure"), tr("Try again"));
  show_button();
  if (out_)
    show_result();
}

} // namespace andon::ui
