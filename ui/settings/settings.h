#pragma once
#include "core/base/error.h"

#include <QObject>
#include <QString>
#include <QVariant>

#include <filesystem>
#include <map>
#include <span>

class QTimer;

namespace andon::ui {

/// One setting: everything about it is in the row of the table.
struct SettingRow {
  const char* key;
  QVariant default_value; ///< its type is the setting's type
  const char* title;      ///< QT_TRANSLATE_NOOP("settings", …)
};
std::span<const SettingRow> settings_table();

/// What a person chose, kept in `settings.json` of the configuration folder and written whole within 1 s of a
/// change. An unreadable file gives the defaults and a sentence in notice(). Threads: GUI.
class Settings : public QObject {
  Q_OBJECT
public:
  /// folder "" = the desktop's configuration folder for Andon.
  explicit Settings(std::filesystem::path folder = {}, QObject* parent = nullptr);
  ~Settings() override;

  /// requires a key of the table.
  QVariant value(const QString& key) const;
  QString text(const QString& key) const { return value(key).toString(); }
  bool flag(const QString& key) const { return value(key).toBool(); }
  /// requires a key of the table and a value of its type.
  void set(const QString& key, const QVariant& value);
  void reset();
  /// Errors: io. Called by itself after a change and at destruction.
  Result<void> save();
  const QString& notice() const { return notice_; }
  const std::filesystem::path& folder() const { return folder_; }

  /// Newest first, at most 10; the last opened one leads.
  QStringList recent_workspaces() const;
  void remember_workspace(const QString& folder);
  void forget_workspace(const QString& folder);

Q_SIGNALS:
  void changed(const QString& key);

private:
  void load();
  std::filesystem::path folder_;
  std::map<QString, QVariant> values_;
  QTimer* timer_;
  QString notice_;
  bool dirty_ = false;
};

} // namespace andon::ui
