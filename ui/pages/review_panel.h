#pragma once
#include "core/workflow/review_view.h"

#include <QImage>
#include <QPoint>
#include <QWidget>

class QLabel;

namespace andon::ui {

class ImageCanvas;
class ReviewWave;

/// One item full size: the window with its context, why it is shown, the nearest normal example; an image
/// with its heatmap, and the nearest good patch and the nearest normal image to blink against. Threads: GUI.
class ReviewPanel : public QWidget {
  Q_OBJECT
public:
  explicit ReviewPanel(QWidget* parent = nullptr);
  void show_item(const workflow::ReviewItem& item);
  void show_waiting(); ///< the item is being read
  void set_why(const QString& why);
  ReviewWave& wave() { return *wave_; }
  ReviewWave& normal_wave() { return *normal_; }
  ImageCanvas& canvas() { return *image_; }
  void toggle_heat();
  /// What the picture is compared with while a key is held.
  enum class Beside { nothing, good_patch, normal };
  void compare(Beside with);
  QString alike_text() const; ///< neighbours, nearest good patch and nearest normal image in words
  void retranslate();

private:
  void show_image(const workflow::ReviewItem& item);
  void show_alike(const workflow::ReviewItem& item);
  QString normal_text(const workflow::ReviewItem& item) const;
  QImage good_, normal_picture_; ///< null = there is none
  QPoint good_offset_;
  QLabel* why_;
  ReviewWave* wave_;
  ImageCanvas* image_;
  QLabel* normal_title_;
  ReviewWave* normal_;
  QLabel* alike_;
};

} // namespace andon::ui
