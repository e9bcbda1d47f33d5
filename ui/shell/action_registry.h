#pragma once
#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace andon::ui {

class Settings;

/// One described command. Texts are translation sources (QT_TRANSLATE_NOOP("actions", …)); the registry
/// translates them on every language change and remembers both languages for the palette's search.
struct ActionSpec {
  const char* id;      ///< "signals.fit"
  const char* context; ///< "" everywhere, else a page id
  const char* text;
  const char* tooltip;
  QKeySequence shortcut;
};

/// Feeds menus, toolbars, command palette and shortcut editor. Threads: GUI.
class ActionRegistry : public QObject {
  Q_OBJECT
public:
  explicit ActionRegistry(QObject* parent = nullptr);
  ~ActionRegistry() override;
  /// Shortcuts people changed are read from and written to `settings`, which must outlive the registry.
  void use_settings(Settings& settings);
  /// Creates the action; `owner` (a page or the window) gets it added, so that its shortcut works where it
  /// has focus. requires a unique id. The action lives as long as owner.
  QAction* add(const ActionSpec& spec, QWidget* owner, std::function<void()> trigger);
  QAction* find(const QString& id) const;
  QList<QAction*> actions() const;
  static QString id_of(const QAction* action);
  static QString context_of(const QAction* action);
  /// Text in English and in Korean whatever the language of the window.
  static QStringList search_texts(const QAction* action);
  QKeySequence default_shortcut(const QString& id) const;
  /// The other action that has `keys` where `id` works too, nullptr when they are free.
  QAction* conflict(const QString& id, const QKeySequence& keys) const;
  /// Actions that work while `page` is shown: its own and those of context "".
  QList<QAction*> actions_in(const QString& context) const;
  /// Errors are a sentence naming the action that has the key already; "" when done. Saved in the settings.
  QString set_shortcut(const QString& id, const QKeySequence& keys);
  /// Why an action is disabled, shown in palette and tooltip; "" enables it.
  static void set_disabled_reason(QAction* action, const QString& reason);
  static QString disabled_reason(const QAction* action);
  void retranslate();

Q_SIGNALS:
  void changed();

private:
  struct Entry;
  Entry* entry(const QString& id) const;
  void show_texts(Entry& entry);
  std::vector<std::unique_ptr<Entry>> entries_;
  Settings* settings_ = nullptr;
};

} // namespace andon::ui
