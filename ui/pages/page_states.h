#pragma once
#include <QStackedWidget>

class QLabel;
class QPushButton;

namespace andon::ui {

/// The four states of a page around its picture: empty (what belongs here and an action), busy, filled,
/// failed (a sentence and "Try again"). Threads: GUI.
class PageStates : public QStackedWidget {
  Q_OBJECT
public:
  enum class State { empty, busy, filled, failed };
  explicit PageStates(QWidget* picture, QWidget* parent = nullptr);
  State state() const { return static_cast<State>(currentIndex()); }
  void show_state(State state) { setCurrentIndex(static_cast<int>(state)); }
  void show_busy(const QString& text);
  void show_failed(const QString& sentence);
  void set_texts(const QString& empty, const QString& empty_action, const QString& retry);

Q_SIGNALS:
  void action_wanted();
  void retry_wanted();

private:
  QLabel* add_state(QPushButton* action);
  QPushButton* empty_action_;
  QPushButton* retry_;
  QLabel* empty_;
  QLabel* busy_;
  QLabel* failed_;
};

} // namespace andon::ui
