#include "ui/jobs/jobs_panel.h"

#include "ui/jobs/job_list.h"
#include "ui/models/job_model.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

namespace andon::ui {

namespace {

/// A quiet bar behind the percentage.
class ProgressPainter : public QStyledItemDelegate {
public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const int percent = index.data(JobModel::percent_role).toInt();
    if (percent >= 0) {
      QRect bar = option.rect.adjusted(2, space_small, -2, -space_small);
      painter->fillRect(bar, colors(option.palette).grid);
      bar.setWidth(bar.width() * percent / 100);
      painter->fillRect(bar, colors(option.palette).selection);
    }
    QStyledItemDelegate::paint(painter, option, index);
  }
};

} // namespace

JobsPanel::JobsPanel(JobList& jobs, QWidget* parent)
    : QWidget(parent), jobs_(jobs), model_(new JobModel(jobs, this)), table_(new QTableView(this)),
      empty_(new QLabel(this)), cancel_(new QPushButton(this)), clear_(new QPushButton(this)) {
  table_->setObjectName(QStringLiteral("job_table"));
  table_->setModel(model_);
  table_->setItemDelegateForColumn(JobModel::progress, new ProgressPainter(table_));
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setShowGrid(false);
  table_->setTabKeyNavigation(false);
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setStretchLastSection(true);
  table_->setColumnWidth(JobModel::title, 220);
  table_->setColumnWidth(JobModel::stage, 180);
  table_->setColumnWidth(JobModel::progress, 110);
  table_->setColumnWidth(JobModel::time, 110);
  empty_->setAlignment(Qt::AlignCenter);
  cancel_->setObjectName(QStringLiteral("job_cancel"));
  auto* buttons = new QVBoxLayout;
  buttons->addWidget(cancel_);
  buttons->addWidget(clear_);
  buttons->addStretch(1);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(space, space, space, space);
  row->setSpacing(space);
  row->addWidget(empty_, 1);
  row->addWidget(table_, 1);
  row->addLayout(buttons);
  connect(cancel_, &QPushButton::clicked, this, [this] {
    if (const JobInfo* job = model_->job(table_->currentIndex().row()))
      jobs_.cancel(job->id);
  });
  connect(clear_, &QPushButton::clicked, this, [this] { jobs_.clear_ended(); });
  connect(&jobs_, &JobList::changed, this, [this] { show_state(); });
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] { show_state(); });
  retranslate();
}

void JobsPanel::show_state() {
  const bool any = model_->rowCount() > 0;
  table_->setVisible(any);
  empty_->setVisible(!any);
  clear_->setEnabled(any);
  if (any && !table_->currentIndex().isValid())
    table_->selectRow(0);
  const JobInfo* job = model_->job(table_->currentIndex().row());
  cancel_->setEnabled(job && !job->cancelling &&
                      (job->state == JobState::running || job->state == JobState::waiting));
}

void JobsPanel::retranslate() {
  model_->retranslate();
  setAccessibleName(tr("Jobs"));
  table_->setAccessibleName(tr("Jobs"));
  empty_->setText(
      tr("Nothing has run yet. Training, imports and scoring are listed here with their progress."));
  empty_->setAccessibleName(empty_->text());
  cancel_->setText(tr("Cancel"));
  cancel_->setAccessibleName(tr("Cancel the selected job"));
  clear_->setText(tr("Clear ended"));
  clear_->setAccessibleName(tr("Remove ended jobs from the list"));
  show_state();
}

void JobsPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange)
    retranslate();
  QWidget::changeEvent(event);
}

} // namespace andon::ui
