#pragma once
#include "core/workflow/about.h"
#include "core/workflow/runs.h"

#include <QDialog>

#include <memory>
#include <vector>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QPushButton;
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
  /// The answer to forecast_asked().
  void show_forecast(const QString& text);

Q_SIGNALS:
  /// Of request(). `valid` lives as long as the choices stay those and nobody asks again.
  void forecast_asked(QObject* valid);

private:
  void check();
  void ask_forecast();
  std::vector<workflow::DescribedEntry> models_;
  QComboBox* model_;
  QComboBox* data_;
  QLineEdit* name_;
  QSpinBox* seed_;
  QStackedWidget* options_; ///< a form a model
  WeightsNote* weights_;    ///< beside methods that take a pre-trained network, where none is at hand
  bool weights_missing_;
  QLabel* problem_;
  QLabel* forecast_; ///< of the choices that are shown; empty when they change
  QPushButton* forecast_button_;
  std::unique_ptr<QObject> asked_;
  QDialogButtonBox* buttons_;
};

} // namespace andon::ui
