#pragma once
#include <QDialog>
#include <QPointer>

class QAction;
class QLineEdit;
class QListWidget;

namespace andon::ui {

class MainWindow;

/// Finds a command by letters of its English or Korean text, shows its key, and says why a disabled one is
/// disabled. Up and Down move, Enter runs, Esc closes. Threads: GUI.
class CommandPalette : public QDialog {
  Q_OBJECT
public:
  explicit CommandPalette(MainWindow& window);
  void open_at_top();
  /// Actions now listed, best first.
  QList<QAction*> listed() const { return listed_; }

protected:
  bool eventFilter(QObject* receiver, QEvent* event) override;

private:
  void refill(const QString& pattern);
  void run_current();
  MainWindow& window_;
  QLineEdit* input_;
  QListWidget* list_;
  QList<QAction*> listed_;
};

} // namespace andon::ui
