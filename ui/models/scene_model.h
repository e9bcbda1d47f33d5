#pragma once
#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace andon::ui {

struct SceneRow {
  QString id, part;
  int label = -1;              ///< 1 abnormal, 0 normal, -1 unknown
  std::optional<double> score; ///< highest of its windows
  bool flagged = false;
};

/// Scenes of a data set with their scores, shown whole. Threads: GUI.
class SceneModel : public QAbstractTableModel {
  Q_OBJECT
public:
  enum Column { scene_column, score_column, label_column, column_count };
  enum Role { sort_role = Qt::UserRole, id_role };

  using QAbstractTableModel::QAbstractTableModel;
  void set_rows(std::vector<SceneRow> rows);
  const std::vector<SceneRow>& rows() const { return rows_; }
  int row_of(const QString& id) const; ///< -1 when there is none
  void retranslate();

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  static QString label_text(int label);

private:
  std::vector<SceneRow> rows_;
};

} // namespace andon::ui
