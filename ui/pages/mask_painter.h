#pragma once
#include "ui/pages/images_loader.h"
#include "ui/plot/mask_editor.h"

#include <QWidget>

#include <map>

class QLabel;
class QToolBar;

namespace andon::ui {

/// The tools to paint ground truth over the image that is shown. What is painted is kept for every image
/// until it is saved; only saving writes. Threads: GUI.
class MaskPainter : public QWidget {
  Q_OBJECT
public:
  /// `home` begins the ids of its actions: "images" or "review".
  MaskPainter(PageContext& context, QWidget* page, const char* home);
  MaskEditor& editor() { return editor_; }
  void show_view(const ImagesLoader::View& view, const QString& data, const QString& run);
  bool painting() const { return editor_.tool() != MaskEditor::Tool::none; }
  void retranslate();

Q_SIGNALS:
  void saved(const QString& id);

private:
  void add_tools(QWidget* page, const std::string& home);
  void choose(MaskEditor::Tool tool);
  void show_facts();
  void save();

  PageContext& context_;
  MaskEditor editor_;
  QToolBar* bar_;
  QLabel* facts_;
  ImagesLoader::View view_;
  QString data_, run_;
  std::map<std::string, MaskEditor::Sheet> unsaved_; ///< of images that are not shown
  bool saving_ = false;
};

} // namespace andon::ui
