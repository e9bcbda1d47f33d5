#include "ui/shell/action_registry.h"

#include "core/base/assert.h"
#include "ui/settings/settings.h"
#include "ui/shell/language.h"

#include <QCoreApplication>
#include <QPointer>
#include <QWidget>

namespace andon::ui {

namespace {

constexpr char id_property[] = "andon_id", context_property[] = "andon_context",
               reason_property[] = "andon_reason", text_property[] = "andon_text",
               tooltip_property[] = "andon_tooltip";
const QString shortcuts_key = QStringLiteral("shortcuts");

/// Page actions carry the titles of the page table, which are translated in the context "pages".
QString translated(const QByteArray& source) {
  const QString text = QCoreApplication::translate("actions", source);
  return text == QString::fromUtf8(source) ? QCoreApplication::translate("pages", source) : text;
}

QString in_korean(const QByteArray& source) {
  const QString text = korean("actions", source);
  return text == QString::fromUtf8(source) ? korean("pages", source) : text;
}

QString text_with_reason(const QAction* action) {
  const QString tip = translated(action->property(tooltip_property).toByteArray());
  const QString keys = action->shortcut().toString(QKeySequence::NativeText);
  const QString reason = ActionRegistry::disabled_reason(action);
  QString text = keys.isEmpty() ? tip : tip + QStringLiteral(" (%1)").arg(keys);
  return reason.isEmpty() ? text : text + QStringLiteral("\n") + reason;
}

bool overlap(const QString& a, const QString& b) {
  return a.isEmpty() || b.isEmpty() || a == b;
}

} // namespace

struct ActionRegistry::Entry {
  QString id;
  QPointer<QAction> action;
  QKeySequence default_shortcut;
};

ActionRegistry::ActionRegistry(QObject* parent) : QObject(parent) {}
ActionRegistry::~ActionRegistry() = default;

void ActionRegistry::use_settings(Settings& settings) {
  settings_ = &settings;
}

QAction* ActionRegistry::add(const ActionSpec& spec, QWidget* owner, std::function<void()> trigger) {
  const QString id = QString::fromLatin1(spec.id);
  ANDON_ASSERT(find(id) == nullptr);
  auto* action = new QAction(owner);
  action->setObjectName(id);
  action->setProperty(id_property, id);
  action->setProperty(context_property, QString::fromLatin1(spec.context));
  action->setProperty(text_property, QByteArray(spec.text));
  action->setProperty(tooltip_property, QByteArray(spec.tooltip));
  const QVariantMap changed_keys = settings_ ? settings_->value(shortcuts_key).toMap() : QVariantMap();
  action->setShortcut(changed_keys.contains(id)
                          ? QKeySequence(changed_keys[id].toString(), QKeySequence::PortableText)
                          : spec.shortcut);
  action->setShortcutContext(*spec.context ? Qt::WidgetWithChildrenShortcut : Qt::WindowShortcut);
  owner->addAction(action);
  connect(action, &QAction::triggered, owner, [trigger = std::move(trigger)] { trigger(); });
  std::erase_if(entries_, [](const auto& entry) { return !entry->action; });
  entries_.push_back(std::make_unique<Entry>(Entry{id, action, spec.shortcut}));
  show_texts(*entries_.back());
  Q_EMIT changed();
  return action;
}

ActionRegistry::Entry* ActionRegistry::entry(const QString& id) const {
  for (const auto& entry : entries_)
    if (entry->action && entry->id == id)
      return entry.get();
  return nullptr;
}

QAction* ActionRegistry::find(const QString& id) const {
  const Entry* found = entry(id);
  return found ? found->action.data() : nullptr;
}

QList<QAction*> ActionRegistry::actions() const {
  QList<QAction*> result;
  for (const auto& entry : entries_)
    if (entry->action)
      result << entry->action;
  return result;
}

QList<QAction*> ActionRegistry::actions_in(const QString& context) const {
  QList<QAction*> result;
  for (QAction* action : actions())
    if (const QString own = context_of(action); own.isEmpty() || own == context)
      result << action;
  return result;
}

QString ActionRegistry::id_of(const QAction* action) {
  return action->property(id_property).toString();
}
QString ActionRegistry::context_of(const QAction* action) {
  return action->property(context_property).toString();
}

QStringList ActionRegistry::search_texts(const QAction* action) {
  const QByteArray source = action->property(text_property).toByteArray();
  return {QString::fromUtf8(source).remove(QLatin1Char('&')), in_korean(source).remove(QLatin1Char('&'))};
}

QKeySequence ActionRegistry::default_shortcut(const QString& id) const {
  const Entry* found = entry(id);
  return found ? found->default_shortcut : QKeySequence();
}

QAction* ActionRegistry::conflict(const QString& id, const QKeySequence& keys) const {
  const QAction* mine = find(id);
  if (!mine || keys.isEmpty())
    return nullptr;
  for (QAction* other : actions())
    if (other != mine && other->shortcut() == keys && overlap(context_of(mine), context_of(other)))
      return other;
  return nullptr;
}

QString ActionRegistry::set_shortcut(const QString& id, const QKeySequence& keys) {
  Entry* found = entry(id);
  if (!found)
    return tr("There is no action '%1'.").arg(id);
  if (const QAction* other = conflict(id, keys))
    return tr("%1 belongs to '%2' already; change or clear that one first.")
        .arg(keys.toString(QKeySequence::NativeText), other->text());
  found->action->setShortcut(keys);
  if (settings_) {
    QVariantMap stored = settings_->value(shortcuts_key).toMap();
    if (keys == found->default_shortcut)
      stored.remove(id);
    else
      stored[id] = keys.toString(QKeySequence::PortableText);
    settings_->set(shortcuts_key, stored);
  }
  show_texts(*found);
  Q_EMIT changed();
  return {};
}

void ActionRegistry::set_disabled_reason(QAction* action, const QString& reason) {
  action->setProperty(reason_property, reason);
  action->setEnabled(reason.isEmpty());
  action->setToolTip(text_with_reason(action));
}

QString ActionRegistry::disabled_reason(const QAction* action) {
  return action->property(reason_property).toString();
}

void ActionRegistry::show_texts(Entry& entry) {
  QAction* action = entry.action;
  action->setText(translated(action->property(text_property).toByteArray()));
  action->setToolTip(text_with_reason(action));
  action->setStatusTip(translated(action->property(tooltip_property).toByteArray()));
}

void ActionRegistry::retranslate() {
  for (const auto& entry : entries_)
    if (entry->action)
      show_texts(*entry);
  Q_EMIT changed();
}

} // namespace andon::ui
