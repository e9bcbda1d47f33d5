#pragma once
#include <QDialog>

namespace andon::ui {

class ActionRegistry;

/// The keys that work on one page and everywhere, in two columns; any key or click closes it. Threads: GUI.
class KeyOverlay : public QDialog {
  Q_OBJECT
public:
  KeyOverlay(const ActionRegistry& actions, const QString& page, QWidget* parent);

protected:
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
};

} // namespace andon::ui
