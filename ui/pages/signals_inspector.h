#pragma once
#include "ui/models/scene_model.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;
class QTreeWidget;
class QTreeWidgetItem;

namespace andon::ui {

struct SensorRow {
  QString id, unit, role;
  double rate = 1;
};

/// Which scene, which sensors, and what is known of the selected window. Threads: GUI.
class SignalsInspector : public QWidget {
  Q_OBJECT
public:
  explicit SignalsInspector(QWidget* parent = nullptr);
  void retranslate();

  /// Highest score first when there are scores, else in the order of the data set.
  void set_scenes(std::vector<SceneRow> rows);
  void set_current_scene(const QString& id);
  /// The scene `step` rows below the current one as listed; "" at the end.
  QString scene_beside(int step) const;
  const SceneModel& scenes() const { return *scenes_; }

  /// Keeps what was checked when ids are the same; otherwise the first eight are.
  void set_sensors(const std::vector<SensorRow>& rows);
  QStringList checked_sensors() const;
  /// Name and value, shown in order.
  void set_facts(const std::vector<std::pair<QString, QString>>& facts);
  QString facts_text() const;

Q_SIGNALS:
  void scene_chosen(const QString& id);
  void sensors_checked(const QStringList& ids);

private:
  void filter_sensors(const QString& text);
  SceneModel* scenes_;
  QSortFilterProxyModel* sorted_;
  QLabel* scenes_title_;
  QLineEdit* scene_filter_;
  QTreeView* scene_view_;
  QLabel* sensors_title_;
  QLineEdit* sensor_filter_;
  QTreeWidget* sensors_;
  QStringList sensor_ids_;
  QLabel* facts_title_;
  QLabel* facts_;
  bool setting_ = false;
};

} // namespace andon::ui
