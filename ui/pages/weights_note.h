#pragma once
#include <QLabel>

namespace andon::ui {

/// What is lost without pre-trained weights and how they are added, in the language of the window. Hidden
/// until shown. Threads: GUI.
class WeightsNote : public QLabel {
  Q_OBJECT
public:
  explicit WeightsNote(QWidget* parent);

protected:
  void changeEvent(QEvent* event) override;

private:
  void show_text();
};

} // namespace andon::ui
