#pragma once
#include "core/workflow/about.h"
#include "core/workflow/runs.h"

#include <QDialog>

#include <vector>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QStackedWidget;

namespace andon::ui {

class WeightsNote;

/// What to train: model, data set, name, seed and every described option of the model with its range and
/// meaning. Threads: GUI.
class TrainDialog : public QDialog {
  Q_OBJECT
public:
  TrainDialog(std::vector<workflow::DescribedEntry> models, const QStringList& data_sets,
              QWidget* parent = nullptr);
  /// Only options that differ from their default are given.
  workflow::TrainIn request() const;
  /// "" or why training cannot start.
  QString problem() const;

private:
  void check();
  std::vector<workflow::DescribedEntry> models_;
  QComboBox* model_;
  QComboBox* data_;
  QLineEdit* name_;
  QSpinBox* seed_;
  QStackedWidget* options_; ///< a form a model
  WeightsNote* weights_;    ///< beside methods that take a pre-trained network, where none is at hand
  bool weights_missing_;
  QLabel* problem_;
  QDialogButtonBox* buttons_;
};

} // namespace andon::ui
