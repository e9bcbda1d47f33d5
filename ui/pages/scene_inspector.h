#pragma once
#include "ui/models/scene_model.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace andon::ui {

class AugmentPreview;
class DecodeDraft;
class DecodeEditor;

/// Which scene, what the chosen sensor means, and what training may do to it. Threads: GUI.
class SceneInspector : public QWidget {
  Q_OBJECT
public:
  explicit SceneInspector(DecodeDraft& draft, QWidget* parent = nullptr);
  void retranslate();
  void set_scenes(std::vector<SceneRow> rows);
  void set_current_scene(const QString& id);
  /// The scene `step` rows below the current one as listed; "" at the end.
  QString scene_beside(int step) const;
  DecodeEditor& editor() { return *editor_; }
  AugmentPreview& preview() { return *preview_; }

Q_SIGNALS:
  void scene_chosen(const QString& id);

private:
  QLabel* scenes_title_;
  QLineEdit* filter_;
  SceneModel* scenes_;
  QSortFilterProxyModel* sorted_;
  QTreeView* view_;
  DecodeEditor* editor_;
  AugmentPreview* preview_;
  bool setting_ = false;
};

} // namespace andon::ui
