#pragma once
#include <QObject>

class QKeyEvent;

namespace andon::ui {

class ActionRegistry;

/// The Latin key of a key press in Hangul mode: from the jamo it typed (dubeolsik layout, ㅂ = Q), else from
/// the native scan code when the key is unknown. 0 when the press is not a Hangul one.
int latin_key(const QKeyEvent& event);

/// Makes one-letter shortcuts work in Hangul mode: installed on the application, it translates such presses
/// wherever no text is being typed, triggers the action that has the Latin key, and otherwise sends the Latin
/// key on. Threads: GUI.
class HangulKeys : public QObject {
  Q_OBJECT
public:
  explicit HangulKeys(ActionRegistry& actions, QObject* parent = nullptr);

protected:
  bool eventFilter(QObject* receiver, QEvent* event) override;

private:
  bool trigger(QObject* receiver, int key, Qt::KeyboardModifiers modifiers);
  ActionRegistry& actions_;
  bool sending_ = false;
};

} // namespace andon::ui
