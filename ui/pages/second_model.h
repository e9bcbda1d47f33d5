#pragma once
#include "ui/pages/images_loader.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace andon::ui {

class ImageCanvas;

/// The image that is shown, as another run sees it: the same part of it at the same zoom, with score and
/// verdict of both runs above. Threads: GUI.
class SecondModel : public QWidget {
  Q_OBJECT
public:
  SecondModel(PageContext& context, ImageCanvas& first, QWidget* page);
  QComboBox& choice() { return *choice_; } ///< stands in the page's bar
  ImageCanvas& canvas() { return *canvas_; }
  QString facts_text() const;
  /// The runs to choose from are read again.
  void set_gallery(const QString& run, const QString& data);
  void show_view(const ImagesLoader::View& view, const ImagesLoader::Desk& desk);
  void retranslate();

private:
  void choose(const QString& run);
  void load();
  void show_facts();
  static QString verdict(const workflow::ImageView& view, const workflow::ImageDesk& desk);

  PageContext& context_;
  ImageCanvas& first_;
  QComboBox* choice_;
  QLabel* facts_;
  ImageCanvas* canvas_;
  QString run_, data_, chosen_;
  ImagesLoader::View view_, own_;
  ImagesLoader::Desk desk_, own_desk_;
  int runs_job_ = 0, view_job_ = 0;
};

} // namespace andon::ui
