#pragma once
#include "core/workflow/images.h"
#include "ui/pages/images_loader.h"

#include <QWidget>

#include <map>
#include <optional>

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
                 const workflow::Gallery& gallery, std::vector<DetectorFact> detector);
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
  /// What is shown, so that it can be said again in another language.
  struct Shown {
    std::string id;
    int width = 0, height = 0;
    double score = 0, p_value = 1;
    std::size_t regions = 0;
    std::optional<workflow::GalleryRow> row;
    std::optional<double> threshold;
    std::int64_t threshold_version = 0;
    std::vector<DetectorFact> detector;
  };
  void judge(const QString& label);
  void write_facts();
  void write_nearest();
  void write_suspicious(int row);
  QLabel* heading_;
  QLabel* facts_;
  QLabel* nearest_heading_;
  QLabel* picture_;
  QLabel* nearest_;
  QLabel* suspicious_heading_;
  QListWidget* suspicious_;
  QPushButton* judge_[2] = {};
  std::optional<Shown> shown_;
  std::optional<NearestShown> found_;             ///< the nearest good patch
  std::vector<workflow::SuspiciousImage> images_; ///< as listed
  std::map<std::string, QString> labels_;         ///< of those that were judged, by id
};

} // namespace andon::ui
