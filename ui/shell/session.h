#pragma once
#include <QByteArray>
#include <QObject>
#include <QRect>

#include <filesystem>
#include <vector>

class QTimer;

namespace andon::ui {

class MainWindow;

/// Geometry, docks, page and selection, written whole to `session.json` within 2 s of a change, not only at
/// exit. Threads: GUI.
class Session : public QObject {
  Q_OBJECT
public:
  Session(MainWindow& window, std::filesystem::path file);
  /// returns "" when restored or when there was none, else a sentence for the message bar; then nothing was
  /// changed.
  QString restore();
  void touch(); ///< something changed: save soon
  void save();
  void stop(); ///< no more saves: the window goes away

private:
  MainWindow& window_;
  std::filesystem::path file_;
  QTimer* timer_;
  bool active_ = true;
};

/// `wanted` moved and shrunk so that it lies within one of `screens` (available areas); the first one when it
/// touches none. requires at least one screen.
QRect on_screen(const QRect& wanted, const std::vector<QRect>& screens);

} // namespace andon::ui
