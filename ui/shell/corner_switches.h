#pragma once
#include <QWidget>

class QToolButton;

namespace andon::ui {

class MainWindow;

/// EN | KO and the theme at the top right. Threads: GUI.
class CornerSwitches : public QWidget {
  Q_OBJECT
public:
  explicit CornerSwitches(MainWindow& window);
  void show_state();

protected:
  void changeEvent(QEvent* event) override;

private:
  void retranslate();
  MainWindow& window_;
  QToolButton* english_;
  QToolButton* korean_;
  QToolButton* theme_;
};

} // namespace andon::ui
