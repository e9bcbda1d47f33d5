#include "ui/shell/hangul_keys.h"

#include "ui/shell/action_registry.h"

#include <QApplication>
#include <QKeyEvent>
#include <QWidget>

#include <iterator>
#include <string_view>

namespace andon::ui {

namespace {

constexpr std::u16string_view jamo = u"ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ";
constexpr std::string_view letters = "QWERTYUIOPASDFGHJKLZXCVBNMQWERTOP";
static_assert(jamo.size() == letters.size());

struct ScanRow {
  quint32 first;
  std::string_view keys;
};
/// X11 and evdev scan codes of the letter and digit rows of any layout.
constexpr ScanRow scan_rows[] = {{10, "1234567890"}, {24, "QWERTYUIOP"}, {38, "ASDFGHJKL"}, {52, "ZXCVBNM"}};

int key_of_scan_code(quint32 code) {
  for (const ScanRow& row : scan_rows)
    if (code >= row.first && code < row.first + row.keys.size())
      return row.keys[code - row.first];
  return 0;
}

bool types_text(const QObject* receiver) {
  const auto* widget = qobject_cast<const QWidget*>(receiver);
  return widget && widget->testAttribute(Qt::WA_InputMethodEnabled);
}

} // namespace

int latin_key(const QKeyEvent& event) {
  const QString text = event.text();
  if (text.size() == 1)
    if (const std::size_t index = jamo.find(text[0].unicode()); index != std::u16string_view::npos)
      return letters[index];
  if (const std::size_t index = jamo.find(char16_t(event.key()));
      event.key() > 0x3000 && event.key() < 0x4000 && index != std::u16string_view::npos)
    return letters[index];
  const bool unknown = event.key() == Qt::Key_unknown || event.key() == 0;
  return unknown ? key_of_scan_code(event.nativeScanCode()) : 0;
}

HangulKeys::HangulKeys(ActionRegistry& actions, QObject* parent) : QObject(parent), actions_(actions) {
  qApp->installEventFilter(this);
}

bool HangulKeys::trigger(QObject* receiver, int key, Qt::KeyboardModifiers modifiers) {
  const QKeySequence pressed(QKeyCombination(modifiers & ~Qt::KeypadModifier, Qt::Key(key)));
  const auto* focus = qobject_cast<const QWidget*>(receiver);
  for (QAction* action : actions_.actions()) {
    if (action->shortcut() != pressed || !action->isEnabled())
      continue;
    const auto* owner = qobject_cast<const QWidget*>(action->parent());
    if (!owner || !focus || (owner != focus && !owner->isAncestorOf(focus) && owner != focus->window()))
      continue;
    action->trigger();
    return true;
  }
  return false;
}

bool HangulKeys::eventFilter(QObject* receiver, QEvent* event) {
  const bool press = event->type() == QEvent::KeyPress, release = event->type() == QEvent::KeyRelease;
  if (sending_ || (!press && !release) || !qobject_cast<QWidget*>(receiver) || types_text(receiver))
    return false;
  const auto& typed = *static_cast<QKeyEvent*>(event);
  const int key = latin_key(typed);
  if (key == 0)
    return false;
  if (press && trigger(receiver, key, typed.modifiers()))
    return true;
  const bool shifted = typed.modifiers().testFlag(Qt::ShiftModifier);
  const QChar letter = shifted ? QChar(key) : QChar(key).toLower();
  QKeyEvent latin(event->type(), key, typed.modifiers(), QString(letter), typed.isAutoRepeat(),
                  quint16(typed.count()));
  sending_ = true;
  QCoreApplication::sendEvent(receiver, &latin);
  sending_ = false;
  return true;
}

} // namespace andon::ui
