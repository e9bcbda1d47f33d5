#pragma once
#include "core/workflow/images.h"

#include <QAbstractListModel>
#include <QCache>
#include <QImage>
#include <QSortFilterProxyModel>

#include <memory>

namespace andon::ui {

/// Images of a run, the most anomalous first. Thumbnails arrive later; missing ones are asked for by
/// wanted(). Threads: GUI.
class GalleryModel : public QAbstractListModel {
  Q_OBJECT
public:
  enum Role {
    id_role = Qt::UserRole + 1,
    score_role,
    decision_role,
    label_role,
    defect_role,
    wrong_role,
    review_role
  };
  static constexpr int thumbnail_side = 96;
  /// Thumbnails kept in memory; others are read from the cache on disk again when they come into sight.
  static constexpr int most_thumbnails = 2000;
  explicit GalleryModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}
  void set_gallery(std::shared_ptr<const workflow::Gallery> gallery);
  const workflow::Gallery* gallery() const { return gallery_.get(); }
  void set_thumbnail(int row, const QImage& image);
  /// Rows that were painted without a thumbnail since the last call, the newest first.
  std::vector<int> take_wanted();
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
  void thumbnails_wanted();

private:
  const workflow::GalleryRow* row(const QModelIndex& index) const;
  std::shared_ptr<const workflow::Gallery> gallery_;
  QCache<int, QImage> thumbnails_{most_thumbnails};
  mutable std::vector<int> wanted_;
};

/// What of the gallery is shown. Threads: GUI.
class GalleryFilter : public QSortFilterProxyModel {
  Q_OBJECT
public:
  enum class Show { all, flagged, passed, review, wrong };
  explicit GalleryFilter(QObject* parent = nullptr) : QSortFilterProxyModel(parent) {}
  void set_show(Show show);
  void set_defect(const QString& defect); ///< "" = every kind

protected:
  bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
  Show show_ = Show::all;
  QString defect_;
};

} // namespace andon::ui
