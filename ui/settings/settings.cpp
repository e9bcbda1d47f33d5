#include "ui/settings/settings.h"

#include "core/base/assert.h"
#include "core/base/atomic_file.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTimer>

namespace andon::ui {

std::span<const SettingRow> settings_table() {
  static const SettingRow rows[] = {
      {"language", QStringLiteral("system"), QT_TRANSLATE_NOOP("settings", "Language")},
      {"theme", QStringLiteral("follow"), QT_TRANSLATE_NOOP("settings", "Theme")},
      {"restore_session", true, QT_TRANSLATE_NOOP("settings", "Restore the last session at start")},
      {"recent_workspaces", QStringList(), QT_TRANSLATE_NOOP("settings", "Recent workspaces")},
      {"shortcuts", QVariantMap(), QT_TRANSLATE_NOOP("settings", "Changed keyboard shortcuts")},
      {"reviewer", QString(), QT_TRANSLATE_NOOP("settings", "Name of the reviewer; empty = the user's")},
      {"review_goal", 200, QT_TRANSLATE_NOOP("settings", "Labels before fine-tuning is proposed")},
      {"proposals_put_off", QVariantMap(),
       QT_TRANSLATE_NOOP("settings", "Proposals to fine-tune that were put off")},
      {"review_bounce_ms", 150,
       QT_TRANSLATE_NOOP("settings",
                         "A second press of the same verdict within so many milliseconds is ignored")},
      {"takt_ms", 0, QT_TRANSLATE_NOOP("settings", "Takt of the line in ms; 0 = none")},
      {"last_folder", QString(), QT_TRANSLATE_NOOP("settings", "Folder of the last file dialog")},
  };
  return rows;
}

namespace {

constexpr int most_recent = 10;

const SettingRow* row_of(const QString& key) {
  for (const SettingRow& row : settings_table())
    if (key == QLatin1String(row.key))
      return &row;
  return nullptr;
}

std::filesystem::path configuration_folder() {
  return std::filesystem::path(
      QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation).toStdString());
}

} // namespace

Settings::Settings(std::filesystem::path folder, QObject* parent)
    : QObject(parent), folder_(folder.empty() ? configuration_folder() : std::move(folder)),
      timer_(new QTimer(this)) {
  timer_->setSingleShot(true);
  timer_->setInterval(500);
  connect(timer_, &QTimer::timeout, this, [this] {
    if (auto saved = save(); !saved)
      notice_ = QString::fromStdString(saved.error().message);
  });
  load();
}

Settings::~Settings() {
  if (dirty_)
    (void)save();
}

void Settings::load() {
  const auto bytes = read_file(folder_ / "settings.json", 1 << 20);
  if (!bytes) {
    if (bytes.error().code != ErrorCode::not_found)
      notice_ = tr("Your settings could not be read, so the defaults are used: %1")
                    .arg(QString::fromStdString(bytes.error().message));
    return;
  }
  QJsonParseError problem;
  const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(*bytes), &problem);
  if (!document.isObject()) {
    notice_ = tr("Your settings file is damaged, so the defaults are used: %1, at byte %2 of %3")
                  .arg(problem.errorString())
                  .arg(problem.offset)
                  .arg(QString::fromStdString((folder_ / "settings.json").string()));
    return;
  }
  const QVariantMap stored = document.object().toVariantMap();
  for (const SettingRow& row : settings_table()) {
    QVariant value = stored.value(QLatin1String(row.key));
    if (value.isValid() && value.convert(row.default_value.metaType()))
      values_[QLatin1String(row.key)] = value;
  }
}

QVariant Settings::value(const QString& key) const {
  if (const auto found = values_.find(key); found != values_.end())
    return found->second;
  const SettingRow* row = row_of(key);
  ANDON_ASSERT(row != nullptr);
  return row ? row->default_value : QVariant();
}

void Settings::set(const QString& key, const QVariant& value) {
  ANDON_ASSERT(row_of(key) != nullptr);
  if (this->value(key) == value)
    return;
  values_[key] = value;
  dirty_ = true;
  timer_->start();
  Q_EMIT changed(key);
}

void Settings::reset() {
  for (const SettingRow& row : settings_table())
    set(QLatin1String(row.key), row.default_value);
}

Result<void> Settings::save() {
  QJsonObject object;
  for (const auto& [key, value] : values_)
    object[key] = QJsonValue::fromVariant(value);
  std::error_code ignored;
  std::filesystem::create_directories(folder_, ignored);
  ANDON_TRY(write_atomic(folder_ / "settings.json", QJsonDocument(object).toJson().toStdString()));
  dirty_ = false;
  return {};
}

QStringList Settings::recent_workspaces() const {
  return value(QStringLiteral("recent_workspaces")).toStringList();
}

void Settings::remember_workspace(const QString& folder) {
  QStringList recent = recent_workspaces();
  recent.removeAll(folder);
  recent.prepend(folder);
  set(QStringLiteral("recent_workspaces"), QStringList(recent.mid(0, most_recent)));
}

void Settings::forget_workspace(const QString& folder) {
  QStringList recent = recent_workspaces();
  recent.removeAll(folder);
  set(QStringLiteral("recent_workspaces"), recent);
}

} // namespace andon::ui
