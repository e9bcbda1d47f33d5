#pragma once
#include <QDialog>
#include <QStringList>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace andon::ui {

struct PageContext;

/// Imports the given files and folders, each as one data set: names can be edited, one column map serves all.
/// Every row is a job of its own, so a bad file does not stop the others; bad ones are listed with reasons in
/// the message bar. Threads: GUI.
class ImportDialog : public QDialog {
  Q_OBJECT
public:
  ImportDialog(PageContext& context, const QStringList& paths, QWidget* parent = nullptr);
  /// "2026 Messung.csv" becomes "2026-messung"; letters, digits, '-' and '_' stay, Hangul too.
  static QString name_from(const QString& path);

private:
  void build(const QStringList& paths);
  void choose_map();
  void start();
  PageContext& context_;
  QTableWidget* table_;
  QLineEdit* map_;
  QCheckBox* replace_;
  QPushButton* start_;
};

} // namespace andon::ui
