#pragma once
#include "core/base/error.h"

#include <QWidget>

#include <functional>
#include <vector>

class QLabel;
class QPushButton;
class QTimer;
class QToolButton;

namespace andon::ui {

/// One line above the status bar. Errors stay until dismissed; notes leave after 8 s. Details and "Copy"
/// behind a button. Threads: GUI.
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

  Kind kind() const;
  /// Removes the newest message and shows the one below it.
  void dismiss();

protected:
  void changeEvent(QEvent* event) override;

private:
  struct Entry {
    Kind kind = Kind::note;
    QString text, details, action;
    std::function<void()> trigger;
  };
  void push(Entry entry);
  void show_top();
  void show_look();
  void retranslate();
  QLabel* icon_ = nullptr;
  QLabel* text_ = nullptr;
  QPushButton* action_ = nullptr;
  QToolButton* details_ = nullptr;
  QToolButton* close_ = nullptr;
  QTimer* timer_ = nullptr;
  std::vector<Entry> entries_;
};

} // namespace andon::ui
