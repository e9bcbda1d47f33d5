#include "ui/shell/status_row.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QThread>
#include <QToolButton>

#include <cmath>

namespace andon::ui {

namespace {
constexpr int bar_width = 160, bar_height = 14;
}

QString time_left_text(double seconds) {
  if (seconds < 0)
    return {};
  const int whole = int(std::lround(seconds));
  return QCoreApplication::translate("jobs", "%1:%2 left")
      .arg(whole / 60)
      .arg(whole % 60, 2, 10, QLatin1Char('0'));
}

StatusRow::StatusRow(JobList& jobs, QWidget* parent)
    : QWidget(parent), jobs_(jobs), workspace_(new QLabel(this)), device_(new QLabel(this)),
      title_(new QToolButton(this)), bar_(new QProgressBar(this)), left_(new QLabel(this)),
      cancel_(new QToolButton(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(space, 2, space, 2);
  row->setSpacing(space_group);
  title_->setObjectName(QStringLiteral("status_jobs"));
  title_->setAutoRaise(true);
  bar_->setFixedSize(bar_width, bar_height);
  bar_->setTextVisible(false);
  cancel_->setObjectName(QStringLiteral("status_cancel"));
  cancel_->setAutoRaise(true);
  row->addWidget(workspace_);
  row->addWidget(device_);
  row->addStretch(1);
  for (QWidget* part : std::initializer_list<QWidget*>{title_, bar_, left_, cancel_})
    row->addWidget(part);
  connect(title_, &QToolButton::clicked, this, &StatusRow::jobs_wanted);
  connect(cancel_, &QToolButton::clicked, this, [this] { jobs_.cancel(shown_); });
  connect(&jobs_, &JobList::changed, this, [this] { show_jobs(); });
  retranslate();
}

void StatusRow::set_workspace(const QString& folder) {
  folder_ = folder;
  workspace_->setText(folder);
}

void StatusRow::show_jobs() {
  const std::vector<JobInfo> all = jobs_.jobs();
  const JobInfo* running = nullptr;
  int waiting = 0;
  for (const JobInfo& job : all) {
    if (job.state == JobState::running)
      running = &job;
    waiting += job.state == JobState::waiting ? 1 : 0;
  }
  bar_->setVisible(running != nullptr);
  left_->setVisible(running != nullptr);
  cancel_->setVisible(running != nullptr);
  shown_ = running ? running->id : 0;
  if (!running) {
    title_->setText(tr("No jobs running"));
    return;
  }
  QString text =
      running->stage.isEmpty() ? running->title : running->title + QStringLiteral(" · ") + running->stage;
  if (waiting > 0)
    text += tr(" (+%1 waiting)").arg(waiting);
  title_->setText(text);
  bar_->setRange(0, running->total > 0 ? 1000 : 0);
  if (running->total > 0)
    bar_->setValue(int(1000 * double(running->done) / double(running->total)));
  left_->setText(running->cancelling ? tr("cancelling…") : time_left_text(running->seconds_left));
  cancel_->setEnabled(!running->cancelling);
}

void StatusRow::retranslate() {
  setAccessibleName(tr("Status"));
  workspace_->setAccessibleName(tr("Workspace"));
  workspace_->setToolTip(tr("The workspace: the folder that keeps data sets, runs and results"));
  device_->setAccessibleName(tr("Device"));
  device_->setText(tr("CPU, %1 threads").arg(QThread::idealThreadCount()));
  title_->setAccessibleName(tr("Running job"));
  title_->setToolTip(tr("Show or hide the list of jobs"));
  bar_->setAccessibleName(tr("Progress of the running job"));
  left_->setAccessibleName(tr("Time left"));
  cancel_->setAccessibleName(tr("Cancel the running job"));
  cancel_->setToolTip(tr("Cancel the running job"));
  cancel_->setIcon(icon(QStringLiteral("cancel"), palette()));
  show_jobs();
}

void StatusRow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
    retranslate();
  QWidget::changeEvent(event);
}

} // namespace andon::ui
