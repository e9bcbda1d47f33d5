#pragma once
#include "core/base/error.h"

#include <QDialog>

#include <filesystem>

class QLabel;
class QLineEdit;
class QTableWidget;
class QKeySequenceEdit;
class QPushButton;

namespace andon::ui {

class ActionRegistry;
class MessageBar;

/// Changed shortcuts as JSON {"id": "Ctrl+K", …}; ids of the registry only.
Result<void> export_shortcuts(const ActionRegistry& actions, const std::filesystem::path& file);
/// Applies a file of export_shortcuts. returns the sentences of rows that were not applied (conflict, unknown
/// id). Errors: not_found, io, parse.
Result<QStringList> import_shortcuts(ActionRegistry& actions, const std::filesystem::path& file);

/// Table of all actions with their keys; a field records new keys, says whose they are already, and resets.
/// Threads: GUI.
class ShortcutEditor : public QDialog {
  Q_OBJECT
public:
  ShortcutEditor(ActionRegistry& actions, MessageBar& messages, QWidget* parent = nullptr);

private:
  void build();
  void refill();
  void show_current();
  void check_keys();
  void apply_keys();
  void reset(bool all);
  void export_to_file();
  void import_from_file();
  QString current_id() const;
  ActionRegistry& actions_;
  MessageBar& messages_;
  QLineEdit* filter_;
  QTableWidget* table_;
  QKeySequenceEdit* keys_;
  QLabel* note_;
  QPushButton* apply_;
};

} // namespace andon::ui
