#include "ui/models/gallery_model.h"

#include "ui/plot/axis.h"

#include <algorithm>

namespace andon::ui {

void GalleryModel::set_gallery(std::shared_ptr<const workflow::Gallery> gallery) {
  beginResetModel();
  gallery_ = std::move(gallery);
  thumbnails_.clear();
  wanted_.clear();
  endResetModel();
}

void GalleryModel::set_thumbnail(int row, const QImage& image) {
  if (row >= rowCount())
    return;
  thumbnails_.insert(row, new QImage(image));
  Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole});
}

std::vector<int> GalleryModel::take_wanted() {
  std::vector<int> rows;
  for (auto row = wanted_.rbegin(); row != wanted_.rend(); ++row)
    if (std::find(rows.begin(), rows.end(), *row) == rows.end())
      rows.push_back(*row);
  wanted_.clear();
  return rows;
}

int GalleryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !gallery_ ? 0 : int(gallery_->rows.size());
}

const workflow::GalleryRow* GalleryModel::row(const QModelIndex& index) const {
  const bool good = index.isValid() && index.row() >= 0 && index.row() < rowCount();
  return good ? &gallery_->rows[std::size_t(index.row())] : nullptr;
}

QVariant GalleryModel::data(const QModelIndex& index, int role) const {
  const workflow::GalleryRow* shown = row(index);
  if (!shown)
    return {};
  switch (role) {
  case Qt::DisplayRole:
    return quantity_text(shown->score, {});
  case Qt::ToolTipRole:
    return tr("%1\nscore %2").arg(QString::fromStdString(shown->id)).arg(quantity_text(shown->score, {}));
  case Qt::DecorationRole: {
    if (const QImage* found = thumbnails_.object(index.row()))
      return *found;
    if (wanted_.empty())
      QMetaObject::invokeMethod(const_cast<GalleryModel*>(this), &GalleryModel::thumbnails_wanted,
                                Qt::QueuedConnection);
    wanted_.push_back(index.row());
    return {};
  }
  case id_role:
    return QString::fromStdString(shown->id);
  case score_role:
    return shown->score;
  case decision_role:
    return shown->decision;
  case label_role:
    return shown->label;
  case defect_role:
    return QString::fromStdString(shown->defect);
  case wrong_role:
    return shown->wrong();
  case review_role:
    return shown->review;
  default:
    return {};
  }
}

void GalleryFilter::set_show(Show show) {
  show_ = show;
  invalidateFilter();
}

void GalleryFilter::set_defect(const QString& defect) {
  defect_ = defect;
  invalidateFilter();
}

bool GalleryFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
  const QModelIndex index = sourceModel()->index(row, 0, parent);
  if (!defect_.isEmpty() && index.data(GalleryModel::defect_role).toString() != defect_)
    return false;
  switch (show_) {
  case Show::flagged:
    return index.data(GalleryModel::decision_role).toInt() == 1;
  case Show::passed:
    return index.data(GalleryModel::decision_role).toInt() == 0;
  case Show::review:
    return index.data(GalleryModel::review_role).toBool();
  case Show::wrong:
    return index.data(GalleryModel::wrong_role).toBool();
  case Show::all:
    break;
  }
  return true;
}

} // namespace andon::ui
