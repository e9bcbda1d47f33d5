#pragma once
#include "ui/pages/decode_draft.h"

#include <QWidget>

#include <array>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace andon::ui {

/// What the chosen sensor means: other half and order, bits, type, byte order. Every control is a change of
/// the draft. Threads: GUI.
class DecodeEditor : public QWidget {
  Q_OBJECT
public:
  explicit DecodeEditor(DecodeDraft& draft, QWidget* parent = nullptr);
  void choose(const QString& sensor);
  const QString& sensor() const { return sensor_; }
  void retranslate();
  /// With the sensor of the list as the other half; the chosen one is the low half.
  void pair();
  void pair_with(const QString& low, const QString& high);
  void exchange_halves();
  void take_apart();
  void toggle_bit(int bit);
  void set_saving(bool saving);

Q_SIGNALS:
  void save_wanted();
  void refused(const QString& sentence);

private:
  void build();
  void show_sensor();
  void fill_others(const SensorInfo& sensor);
  void apply(const DecodeChange& change);
  DecodeDraft& draft_;
  QString sensor_;
  bool setting_ = false, saving_ = false;
  QLabel* title_;
  QLabel* name_;
  QLabel* type_label_;
  QComboBox* type_;
  QCheckBox* swapped_;
  QLabel* other_label_;
  QComboBox* other_;
  QPushButton* pair_;
  QPushButton* exchange_;
  QPushButton* apart_;
  QLabel* bits_label_;
  std::array<QToolButton*, 16> bits_{};
  QPushButton* undo_;
  QPushButton* redo_;
  QPushButton* save_;
  QLabel* note_;
};

} // namespace andon::ui
