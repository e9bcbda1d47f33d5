#include "ui/pages/scene_inspector.h"

#include "ui/pages/augment_preview.h"
#include "ui/pages/decode_editor.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace andon::ui {

SceneInspector::SceneInspector(DecodeDraft& draft, QWidget* parent)
    : QWidget(parent), scenes_title_(new QLabel(this)), filter_(new QLineEdit(this)),
      scenes_(new SceneModel(this)), sorted_(new QSortFilterProxyModel(this)), view_(new QTreeView(this)),
      editor_(new DecodeEditor(draft, this)), preview_(new AugmentPreview(this)) {
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  scenes_title_->setFont(bold);
  filter_->setClearButtonEnabled(true);
  sorted_->setSourceModel(scenes_);
  sorted_->setSortRole(SceneModel::sort_role);
  sorted_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  view_->setObjectName(QStringLiteral("scenes"));
  view_->setModel(sorted_);
  view_->setRootIsDecorated(false);
  view_->setUniformRowHeights(true);
  view_->setSortingEnabled(true);
  view_->sortByColumn(SceneModel::scene_column, Qt::AscendingOrder);
  view_->setColumnHidden(SceneModel::score_column, true);
  view_->header()->setStretchLastSection(false);
  view_->header()->setSectionResizeMode(SceneModel::scene_column, QHeaderView::Stretch);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space, space, space, space);
  layout->setSpacing(space_small);
  layout->addWidget(editor_);
  layout->addSpacing(space_group);
  layout->addWidget(preview_);
  layout->addSpacing(space_group);
  layout->addWidget(scenes_title_);
  layout->addWidget(filter_);
  layout->addWidget(view_, 1);
  connect(filter_, &QLineEdit::textChanged, sorted_, &QSortFilterProxyModel::setFilterFixedString);
  connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& now) {
            if (!setting_ && now.isValid())
              Q_EMIT scene_chosen(now.data(SceneModel::id_role).toString());
          });
  retranslate();
}

void SceneInspector::retranslate() {
  scenes_title_->setText(tr("Scenes"));
  filter_->setPlaceholderText(tr("Filter scenes"));
  filter_->setAccessibleName(tr("Filter scenes"));
  view_->setAccessibleName(tr("Scenes"));
  scenes_->retranslate();
  editor_->retranslate();
  preview_->retranslate();
}

void SceneInspector::set_scenes(std::vector<SceneRow> rows) {
  setting_ = true;
  scenes_->set_rows(std::move(rows));
  view_->resizeColumnToContents(SceneModel::label_column);
  setting_ = false;
}

void SceneInspector::set_current_scene(const QString& id) {
  const int row = scenes_->row_of(id);
  setting_ = true;
  view_->setCurrentIndex(row < 0 ? QModelIndex() : sorted_->mapFromSource(scenes_->index(row, 0)));
  view_->scrollTo(view_->currentIndex());
  setting_ = false;
}

QString SceneInspector::scene_beside(int step) const {
  const QModelIndex next = sorted_->index(view_->currentIndex().row() + step, 0);
  return next.isValid() ? next.data(SceneModel::id_role).toString() : QString();
}

} // namespace andon::ui
