#pragma once
#include "core/base/error.h"

#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace andon::ui {

/// One line above the status bar. Errors stay until dismissed; notes leave after 8 s. Details and "Copy" behind a button.
/// Threads: GUI.
class MessageBar : public QWidget {
  Q_OBJECT
public:
  enum class Kind { note, warning, error };
  explicit MessageBar(QWidget* parent = nullptr);
  void show_message(Kind kind, const QString& text, const QString& details = {});
  void show_message(Kind kind, const QString& text, const QString& action, std::function<void()> trigger);
  /// "Training failed: <sentence>" with the code in the details.
  void show_error(const QString& what, const Error& error);
  QString text() const;

private:
  QLabel* icon_ = nullptr;
  QLabel* text_ = nullptr;
  QPushButton* action_ = nullptr;
  QToolButton* details_ = nullptr;
  QToolButton* close_ = nullptr;
  QString details_text_;
  std::function<void()> trigger_;
};

} // namespace andon::ui
