#pragma once
#include "core/workflow/review_view.h"

#include <QWidget>

class QLabel;

namespace andon::ui {

class ReviewWave;

/// One item full size: the window with its context, why it is shown, the nearest normal example; an image as
/// it is. Threads: GUI.
class ReviewPanel : public QWidget {
  Q_OBJECT
public:
  explicit ReviewPanel(QWidget* parent = nullptr);
  void show_item(const workflow::ReviewItem& item);
  void show_waiting(); ///< the item is being read
  void set_why(const QString& why);
  ReviewWave& wave() { return *wave_; }
  ReviewWave& normal_wave() { return *normal_; }
  void retranslate();

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  void show_image(const std::filesystem::path& file);
  QLabel* why_;
  ReviewWave* wave_;
  QLabel* image_;
  QLabel* normal_title_;
  ReviewWave* normal_;
  QLabel* alike_;
  QPixmap picture_;
};

} // namespace andon::ui
