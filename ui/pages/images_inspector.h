#pragma once
#include "core/workflow/images.h"
#include "ui/pages/images_loader.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace andon::ui {

/// Facts of the image that is shown, the nearest good patch, and the training images that deserve a look.
/// Threads: GUI.
class ImagesInspector : public QWidget {
  Q_OBJECT
public:
  explicit ImagesInspector(QWidget* parent = nullptr);
  void show_view(const workflow::ImageView& view, const workflow::GalleryRow* row,
                 const workflow::Gallery& gallery, const std::string& summary);
  void show_nearest(const NearestShown& nearest);
  void show_suspicious(const std::vector<workflow::SuspiciousImage>& images);
  void clear();
  void retranslate();
  QString facts_text() const;
  QLabel& nearest_picture() { return *picture_; }
  QListWidget& suspicious() { return *suspicious_; }
  QPushButton& judge_button(int index) { return *judge_[index]; } ///< 0 normal, 1 abnormal
  void show_label(const QString& id, const QString& label);       ///< of a suspicious image

Q_SIGNALS:
  void suspicious_chosen(const QString& id, const std::filesystem::path& path);
  void suspicious_judged(const QString& id, double score, const QString& label);

private:
  void judge(const QString& label);
  QLabel* heading_;
  QLabel* facts_;
  QLabel* nearest_heading_;
  QLabel* picture_;
  QLabel* nearest_;
  QLabel* suspicious_heading_;
  QListWidget* suspicious_;
  QPushButton* judge_[2] = {};
  std::vector<workflow::SuspiciousImage> images_; ///< as listed
};

} // namespace andon::ui
