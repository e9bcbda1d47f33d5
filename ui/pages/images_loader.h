#pragma once
#include "core/workflow/images.h"
#include "ui/models/gallery_model.h"
#include "ui/pages/page.h"

#include <QObject>
#include <QPoint>

#include <memory>

namespace andon::ui {

/// A good patch with its image.
struct NearestShown {
  workflow::NearestGood good;
  QImage image; ///< null when the file is not there any more
  QPoint asked; ///< the pixel it was looked up for
};

/// Everything that the Images page waits for, in the job lanes: galleries and thumbnails in io, the detector,
/// views and nearest patches in compute. Answers that nobody waits for any more are dropped. Threads: GUI.
class ImagesLoader : public QObject {
  Q_OBJECT
public:
  using Desk = std::shared_ptr<workflow::ImageDesk>;
  using View = std::shared_ptr<const workflow::ImageView>;
  ImagesLoader(PageContext& context, GalleryModel& model, QObject* parent);
  void load_gallery(const QString& run);
  /// Judges files that belong to no data set; gallery_loaded shows them.
  void load_files(const QString& run, const QStringList& files);
  /// An image of the gallery.
  void load_view(const QString& id);
  /// A training image; it need not be in the data set that was scored.
  void load_file(const QString& id, const std::filesystem::path& path);
  /// Writes the label of a training image to the log.
  void give_label(const QString& id, double score, const QString& label);
  void load_nearest(View view, const QPoint& pixel);

Q_SIGNALS:
  void gallery_loaded(std::shared_ptr<const workflow::Gallery> gallery);
  void suspicious_loaded(const std::vector<workflow::SuspiciousImage>& images);
  void gallery_failed(const andon::Error& error);
  void files_refused(const QStringList& reasons); ///< some of the files of load_files
  void view_loaded(View view, Desk desk);
  void view_failed(const andon::Error& error);
  void label_given(const QString& id, const QString& label);
  void nearest_loaded(const NearestShown& nearest);

private:
  using Show = std::function<Result<workflow::ImageView>(const workflow::ImageDesk&)>;
  void load_shown(Show show);
  void load_thumbnails();
  PageContext& context_;
  GalleryModel& model_;
  QString run_, data_;
  Desk desk_;
  int gallery_job_ = 0, view_job_ = 0, nearest_job_ = 0, thumbnail_job_ = 0;
  bool loading_thumbnails_ = false;
};

} // namespace andon::ui
