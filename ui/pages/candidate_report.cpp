#include "ui/pages/candidate_report.h"

#include "ui/plot/axis.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <cmath>

namespace andon::ui {
namespace {

QString text_of(const workflow::Metrics& metrics, const char* name) {
  const auto found = metrics.find(name);
  if (found == metrics.end() || !std::isfinite(found->second.value))
    return QStringLiteral("–");
  const Estimate& e = found->second;
  return QStringLiteral("%1  [%2, %3]")
      .arg(quantity_text(e.value, {}), quantity_text(e.low, {}), quantity_text(e.high, {}));
}

QTableWidget* table(const QStringList& columns) {
  auto* result = new QTableWidget(0, static_cast<int>(columns.size()));
  result->setHorizontalHeaderLabels(columns);
  result->verticalHeader()->hide();
  result->setEditTriggers(QAbstractItemView::NoEditTriggers);
  result->setSelectionBehavior(QAbstractItemView::SelectRows);
  result->setTabKeyNavigation(false);
  return result;
}

void add_row(QTableWidget& table, const QStringList& cells) {
  const int row = table.rowCount();
  table.insertRow(row);
  for (int column = 0; column < cells.size(); ++column)
    table.setItem(row, column, new QTableWidgetItem(cells[column]));
}

} // namespace

/// What it learnt from and what judges it.
QString CandidateReport::lesson(const workflow::AdaptOut& report) {
  if (!report.without_labels)
    return tr("Learnt from %1 abnormal and %2 normal labels and %3 marked intervals. Judged on %4 held-out "
              "labels "
              "(%5 abnormal), which it never saw, and on the healthy validation items of the first training.")
        .arg(report.abnormal)
        .arg(report.normal)
        .arg(report.marks)
        .arg(report.holdout)
        .arg(report.holdout_abnormal);
  const workflow::AdaptCondition& recent = report.conditions.back();
  return tr("Adapted to %1 recent items of %2 without labels; %3 were left out as not normal. Judged on %4 "
            "recent "
            "items and %5 labels (%6 abnormal), all held out, and on the healthy validation items known "
            "before. "
            "Figures that need labels of both kinds are missing where there are none.")
      .arg(recent.learnt)
      .arg(QString::fromStdString(recent.data))
      .arg(recent.left_out)
      .arg(recent.held)
      .arg(report.holdout)
      .arg(report.holdout_abnormal);
}

CandidateReport::CandidateReport(const workflow::AdaptOut& report, QWidget* parent) : QDialog(parent) {
  const QString candidate = QString::fromStdString(report.candidate);
  setWindowTitle(tr("Candidate %1").arg(candidate));
  auto* learnt = new QLabel(lesson(report));
  learnt->setWordWrap(true);
  figures_ = table({tr("Figure"), tr("In use: %1").arg(QString::fromStdString(report.before.run)),
                    tr("Candidate: %1").arg(candidate)});
  changes_ = table({tr("Item"), tr("Score before"), tr("Score after"), tr("Verdict before"),
                    tr("Verdict after"), tr("People said")});
  figures_->setAccessibleName(tr("Figures before and after"));
  changes_->setAccessibleName(tr("Items whose verdict changes"));
  fill_figures(report);
  fill_changes(report);
  auto* accept = new QPushButton(tr("&Use the candidate"));
  auto* keep = new QPushButton(tr("&Keep the model in use"));
  accept->setMinimumHeight(48);
  keep->setMinimumHeight(48);
  keep->setDefault(true);
  connect(accept, &QPushButton::clicked, this, [this, candidate] {
    Q_EMIT accepted_candidate(candidate);
    QDialog::accept();
  });
  connect(keep, &QPushButton::clicked, this, &QDialog::reject);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  buttons->addWidget(keep);
  buttons->addWidget(accept);
  auto* column = new QVBoxLayout(this);
  column->setSpacing(space);
  column->addWidget(learnt);
  for (const std::string& note : report.notes) {
    auto* label = new QLabel(QString::fromStdString(note));
    label->setWordWrap(true);
    column->addWidget(label);
  }
  column->addWidget(figures_, 2);
  column->addWidget(new QLabel(tr("%1 verdicts change").arg(report.changed_total)));
  column->addWidget(changes_, 3);
  column->addLayout(buttons);
  resize(820, 600);
}

void CandidateReport::fill_figures(const workflow::AdaptOut& report) {
  const std::pair<const char*, QString> shares[] = {
      {"flagged_recent", tr("Flagged of the held-out recent items")},
      {"flagged_healthy", tr("Flagged of the healthy items known before")}};
  for (const auto& [name, title] : shares)
    if (report.after.metrics.contains(name))
      add_row(*figures_, {title, text_of(report.before.metrics, name), text_of(report.after.metrics, name)});
  const std::pair<const char*, QString> rows[] = {{"recall", tr("Faults found (recall)")},
                                                  {"overkill_rate", tr("False alarms (share of normal)")},
                                                  {"auroc", QStringLiteral("AUROC")},
                                                  {"precision", tr("Precision")},
                                                  {"f1", QStringLiteral("F1")}};
  for (const auto& [name, title] : rows)
    if (!report.without_labels || report.after.metrics.contains(name))
      add_row(*figures_, {title, text_of(report.before.metrics, name), text_of(report.after.metrics, name)});
  add_row(*figures_, {tr("Threshold"), quantity_text(report.before.threshold, {}),
                      quantity_text(report.after.threshold, {})});
  add_row(*figures_, {tr("Flagged of all items"), QString::number(report.before.flagged),
                      QString::number(report.after.flagged)});
  figures_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
}

void CandidateReport::fill_changes(const workflow::AdaptOut& report) {
  const auto decision = [](int value) { return value == 1 ? tr("flagged") : tr("passed"); };
  for (const workflow::ChangedItem& each : report.changed) {
    const QString said = each.label == "normal"     ? tr("normal")
                         : each.label == "abnormal" ? tr("abnormal")
                         : each.label == "unsure"   ? tr("unsure")
                                                    : QString();
    add_row(*changes_, {QString::fromStdString(each.item), quantity_text(each.score_before, {}),
                        quantity_text(each.score_after, {}), decision(each.decision_before),
                        decision(each.decision_after), said});
  }
  changes_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
}

} // namespace andon::ui
