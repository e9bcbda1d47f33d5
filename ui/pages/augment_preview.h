#pragma once
#include "core/base/error.h"
#include "core/signal/series.h"

#include <QWidget>

#include <cstdint>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace andon::ui {

/// Shows what an augmentation does to the chosen sensor: which one, how strong, another draw. Threads: GUI.
class AugmentPreview : public QWidget {
  Q_OBJECT
public:
  explicit AugmentPreview(QWidget* parent = nullptr);
  void retranslate();
  /// Whether an augmentation is chosen.
  bool on() const;
  void choose(const QString& id, double strength);
  /// The sensor's samples as training may see them; the reason when the augmentation does not fit it. Sets
  /// the note. Cost: one pass over the samples. Errors: invalid_argument (does not fit), those of augmented.
  Result<Series> apply(const SensorInfo& sensor, const Series& recorded);

Q_SIGNALS:
  void changed();

private:
  void show_strength();
  QLabel* title_;
  QComboBox* kind_;
  QDoubleSpinBox* strength_;
  QPushButton* again_;
  QLabel* note_;
  std::uint64_t draw_ = 1;
};

} // namespace andon::ui
