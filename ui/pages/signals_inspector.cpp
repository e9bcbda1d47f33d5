#include "ui/pages/signals_inspector.h"

#include "ui/plot/axis.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTextDocument>
#include <QTreeView>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace andon::ui {
namespace {

constexpr int shown_at_first = 8;

QPixmap swatch(const QColor& color) {
  QPixmap pixmap(10, 10);
  pixmap.fill(color);
  return pixmap;
}

} // namespace

SignalsInspector::SignalsInspector(QWidget* parent)
    : QWidget(parent), scenes_(new SceneModel(this)), sorted_(new QSortFilterProxyModel(this)),
      scenes_title_(new QLabel(this)), scene_filter_(new QLineEdit(this)), scene_view_(new QTreeView(this)),
      sensors_title_(new QLabel(this)), sensor_filter_(new QLineEdit(this)), sensors_(new QTreeWidget(this)),
      facts_title_(new QLabel(this)), facts_(new QLabel(this)) {
  sorted_->setSourceModel(scenes_);
  sorted_->setSortRole(SceneModel::sort_role);
  sorted_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  scene_view_->setObjectName(QStringLiteral("scenes"));
  scene_view_->setModel(sorted_);
  scene_view_->setRootIsDecorated(false);
  scene_view_->setUniformRowHeights(true);
  scene_view_->setSortingEnabled(true);
  scene_view_->header()->setStretchLastSection(false);
  scene_view_->header()->setSectionResizeMode(SceneModel::scene_column, QHeaderView::Stretch);
  sensors_->setObjectName(QStringLiteral("sensors"));
  sensors_->setHeaderHidden(true);
  for (QLineEdit* filter : {scene_filter_, sensor_filter_})
    filter->setClearButtonEnabled(true);
  facts_->setWordWrap(true);
  facts_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  facts_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  for (QLabel* title : {scenes_title_, sensors_title_, facts_title_}) {
    QFont font = title->font();
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
  }

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space, space, space, space);
  layout->setSpacing(space_small);
  layout->addWidget(facts_title_);
  layout->addWidget(facts_);
  layout->addSpacing(space);
  layout->addWidget(scenes_title_);
  layout->addWidget(scene_filter_);
  layout->addWidget(scene_view_, 3);
  layout->addSpacing(space);
  layout->addWidget(sensors_title_);
  layout->addWidget(sensor_filter_);
  layout->addWidget(sensors_, 2);

  connect(scene_filter_, &QLineEdit::textChanged, sorted_, &QSortFilterProxyModel::setFilterFixedString);
  connect(sensor_filter_, &QLineEdit::textChanged, this, &SignalsInspector::filter_sensors);
  connect(scene_view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& now) {
            if (!setting_ && now.isValid())
              Q_EMIT scene_chosen(now.data(SceneModel::id_role).toString());
          });
  connect(sensors_, &QTreeWidget::itemChanged, this, [this] {
    if (!setting_)
      Q_EMIT sensors_checked(checked_sensors());
  });
  retranslate();
}

void SignalsInspector::retranslate() {
  facts_title_->setText(tr("Selected window"));
  scenes_title_->setText(tr("Scenes"));
  sensors_title_->setText(tr("Sensors"));
  scene_filter_->setPlaceholderText(tr("Filter scenes"));
  sensor_filter_->setPlaceholderText(tr("Filter sensors"));
  scene_filter_->setAccessibleName(tr("Filter scenes"));
  sensor_filter_->setAccessibleName(tr("Filter sensors"));
  scene_view_->setAccessibleName(tr("Scenes"));
  sensors_->setAccessibleName(tr("Sensors"));
  scenes_->retranslate();
}

void SignalsInspector::set_scenes(std::vector<SceneRow> rows) {
  setting_ = true;
  const bool scored = std::ranges::any_of(rows, [](const SceneRow& row) { return row.score.has_value(); });
  scenes_->set_rows(std::move(rows));
  scene_view_->sortByColumn(scored ? SceneModel::score_column : SceneModel::scene_column,
                            scored ? Qt::DescendingOrder : Qt::AscendingOrder);
  scene_view_->setColumnHidden(SceneModel::score_column, !scored);
  for (const int column : {SceneModel::score_column, SceneModel::label_column})
    scene_view_->resizeColumnToContents(column);
  setting_ = false;
}

void SignalsInspector::set_current_scene(const QString& id) {
  const int row = scenes_->row_of(id);
  const QModelIndex index = row < 0 ? QModelIndex() : sorted_->mapFromSource(scenes_->index(row, 0));
  setting_ = true;
  scene_view_->setCurrentIndex(index);
  if (index.isValid())
    scene_view_->scrollTo(index);
  setting_ = false;
}

QString SignalsInspector::scene_beside(int step) const {
  const QModelIndex next = sorted_->index(scene_view_->currentIndex().row() + step, 0);
  return next.isValid() ? next.data(SceneModel::id_role).toString() : QString();
}

void SignalsInspector::set_sensors(const std::vector<SensorRow>& rows) {
  QStringList ids;
  for (const SensorRow& row : rows)
    ids << row.id;
  if (ids == sensor_ids_)
    return;
  setting_ = true;
  sensor_ids_ = ids;
  sensors_->clear();
  std::map<QString, QTreeWidgetItem*> groups;
  int index = 0;
  for (const SensorRow& row : rows) {
    QTreeWidgetItem*& group = groups[row.role];
    if (!group) {
      group = new QTreeWidgetItem(sensors_, {row.role});
      group->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsAutoTristate);
    }
    const QString unit = row.unit.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(row.unit);
    auto* item =
        new QTreeWidgetItem(group, {tr("%1%2, %3").arg(row.id, unit, quantity_text(row.rate, tr("Hz")))});
    item->setData(0, Qt::UserRole, row.id);
    item->setIcon(0, swatch(category(palette(), index)));
    item->setCheckState(0, index < shown_at_first ? Qt::Checked : Qt::Unchecked);
    ++index;
  }
  sensors_->expandAll();
  setting_ = false;
  filter_sensors(sensor_filter_->text());
}

QStringList SignalsInspector::checked_sensors() const {
  QStringList ids;
  for (int g = 0; g < sensors_->topLevelItemCount(); ++g)
    for (int i = 0; i < sensors_->topLevelItem(g)->childCount(); ++i)
      if (const QTreeWidgetItem* item = sensors_->topLevelItem(g)->child(i);
          item->checkState(0) == Qt::Checked)
        ids << item->data(0, Qt::UserRole).toString();
  return ids;
}

void SignalsInspector::filter_sensors(const QString& text) {
  for (int g = 0; g < sensors_->topLevelItemCount(); ++g) {
    QTreeWidgetItem* group = sensors_->topLevelItem(g);
    bool any = false;
    for (int i = 0; i < group->childCount(); ++i) {
      const bool match =
          group->child(i)->data(0, Qt::UserRole).toString().contains(text, Qt::CaseInsensitive);
      group->child(i)->setHidden(!match);
      any = any || match;
    }
    group->setHidden(!any);
  }
}

void SignalsInspector::set_facts(const std::vector<std::pair<QString, QString>>& facts) {
  QString html = QStringLiteral("<table cellspacing=0 cellpadding=2>");
  const QString muted = colors(palette()).muted.name();
  for (const auto& [name, value] : facts)
    html += QStringLiteral("<tr><td style='color:%1; padding-right:12px'>%2</td><td>%3</td></tr>")
                .arg(muted, name.toHtmlEscaped(), value.toHtmlEscaped());
  facts_->setText(html + QStringLiteral("</table>"));
}

QString SignalsInspector::facts_text() const {
  QTextDocument document;
  document.setHtml(facts_->text());
  return document.toPlainText();
}

} // namespace andon::ui
