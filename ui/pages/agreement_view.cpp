#include "ui/pages/agreement_view.h"

#include "ui/jobs/job_list.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <cmath>

namespace andon::ui {
namespace {

constexpr int path_role = Qt::UserRole, item_role = Qt::UserRole + 1, least_width = 380;

QString number(double value) {
  return std::isfinite(value) ? QString::number(value, 'f', 2) : QStringLiteral("–");
}

QString word(const std::string& label) {
  return label == label_class::normal     ? AgreementView::tr("normal")
         : label == label_class::abnormal ? AgreementView::tr("abnormal")
                                          : AgreementView::tr("unsure");
}

} // namespace

AgreementView::AgreementView(PageContext& context, QWidget* parent)
    : QWidget(parent), context_(context), title_(new QLabel), note_(new QLabel), list_(new QTreeWidget) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space_small);
  setMinimumWidth(least_width);
  QFont bold = title_->font();
  bold.setBold(true);
  title_->setFont(bold);
  note_->setWordWrap(true);
  list_->setColumnCount(2);
  list_->setRootIsDecorated(true);
  list_->setUniformRowHeights(true);
  list_->setIndentation(space);
  list_->setTextElideMode(Qt::ElideLeft); // names differ at their ends
  list_->setFocusPolicy(Qt::ClickFocus);
  list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  list_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  list_->header()->setStretchLastSection(false);
  column->addWidget(title_);
  column->addWidget(note_);
  column->addWidget(list_, 1);
  connect(list_, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* row) { open(row); });
  connect(list_, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* row) { open(row); });
  retranslate();
}

void AgreementView::reload() {
  context_.jobs.cancel(job_);
  if (!loaded_)
    note_->setText(tr("Comparing labels …"));
  note_->setVisible(note_->isVisible() || !loaded_);
  job_ = context_.jobs.run<workflow::AgreementOut>(
      QString(), Lane::io, this,
      [folder = context_.workspace](Progress&, std::stop_token) -> Result<workflow::AgreementOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::label_agreement(workspace, "");
      },
      [this](Result<workflow::AgreementOut> out) {
        if (out)
          return show_agreement(*out);
        if (out.error().code == ErrorCode::cancelled)
          return;
        note_->setText(QString::fromStdString(out.error().message));
        note_->show();
      });
}

QTreeWidgetItem* AgreementView::add_group(const QString& title) {
  auto* group = new QTreeWidgetItem(list_, {title});
  group->setFirstColumnSpanned(true);
  group->setFlags(Qt::ItemIsEnabled);
  group->setExpanded(true);
  return group;
}

void AgreementView::add_pairs(const QString& title, const std::vector<workflow::ReviewerPair>& pairs) {
  if (pairs.empty())
    return;
  QTreeWidgetItem* const group = add_group(title);
  for (const workflow::ReviewerPair& pair : pairs) {
    const QString first = QString::fromStdString(pair.first), second = QString::fromStdString(pair.second);
    const Estimate& kappa = pair.agreement.kappa;
    auto* row =
        new QTreeWidgetItem(group, {first == second ? first : tr("%1 and %2").arg(first, second),
                                    tr("%1  [%2, %3], %4 items")
                                        .arg(number(kappa.value), number(kappa.low), number(kappa.high))
                                        .arg(pair.agreement.n)});
    row->setToolTip(1, tr("Cohen's kappa with its 95 % interval: 1 = always the same, 0 = as by chance. "
                          "Equal labels: %1 %")
                           .arg(100 * pair.agreement.observed, 0, 'f', 0));
    row->setFlags(Qt::ItemIsEnabled);
  }
}

void AgreementView::add_item(QTreeWidgetItem& group, const std::string& data_path, const std::string& item,
                             const QString& what) {
  auto* row = new QTreeWidgetItem(&group, {QString::fromStdString(item), what});
  row->setToolTip(0, QString::fromStdString(item));
  row->setData(0, path_role, QString::fromStdString(data_path));
  row->setData(0, item_role, QString::fromStdString(item));
}

void AgreementView::show_agreement(const workflow::AgreementOut& agreement) {
  shown_ = agreement;
  loaded_ = true;
  list_->clear();
  add_pairs(tr("Kappa of two reviewers"), shown_.pairs);
  add_pairs(tr("Kappa of first and repeated label"), shown_.repeats);
  if (!shown_.contradictions.empty()) {
    QTreeWidgetItem* const group = add_group(tr("Contradictions (%1)").arg(shown_.contradictions.size()));
    for (const workflow::Contradiction& each : shown_.contradictions) {
      QStringList said;
      for (const auto& [reviewer, label] : each.said)
        said << QStringLiteral("%1: %2").arg(QString::fromStdString(reviewer), word(label));
      add_item(*group, each.data_path, each.item, said.join(QStringLiteral(", ")));
    }
  }
  if (!shown_.unlikely.empty()) {
    QTreeWidgetItem* const group = add_group(tr("Unlikely labels (%1)").arg(shown_.unlikely.size()));
    for (const workflow::UnlikelyItem& each : shown_.unlikely)
      add_item(*group, each.data_path, each.item,
               tr("%1: %2, scores say %3")
                   .arg(QString::fromStdString(each.reviewer), word(each.given), word(each.likely)));
  }
  const bool nothing = list_->topLevelItemCount() == 0;
  note_->setText(
      nothing
          ? tr("Nothing to compare yet. Let a second person label the same items (queue «second review»), "
               "or label some of your own again («repeat my own»). Contradictions and labels that the "
               "scores speak against then appear here.")
      : shown_.unlikely.empty() && !shown_.unlikely_reason.empty()
          ? tr("Unlikely labels cannot be listed yet: at least some ten labels of both kinds are needed.")
          : tr("Click an item to look at it again."));
  note_->show();
  list_->setVisible(!nothing);
}

void AgreementView::open(QTreeWidgetItem* row) {
  const QString path = row->data(0, path_role).toString();
  if (path.isEmpty() || !row->parent())
    return;
  QStringList items;
  int first = 0;
  for (int i = 0; i < row->parent()->childCount(); ++i) {
    const QTreeWidgetItem* const each = row->parent()->child(i);
    if (each->data(0, path_role).toString() != path)
      continue;
    if (each == row)
      first = static_cast<int>(items.size());
    items << each->data(0, item_role).toString();
  }
  Q_EMIT items_wanted(path, items, first);
}

QString AgreementView::note() const {
  return note_->text();
}

void AgreementView::retranslate() {
  title_->setText(tr("Agreement"));
  list_->setHeaderLabels({tr("Item or reviewers"), tr("What was said")});
  list_->setAccessibleName(tr("Agreement of labels"));
  if (loaded_)
    show_agreement(workflow::AgreementOut(shown_));
}

} // namespace andon::ui
