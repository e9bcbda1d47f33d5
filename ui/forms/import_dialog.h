#pragma once
#include <QDialog>
#include <QStringList>

#include <vector>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace andon::ui {

struct PageContext;

/// What can be imported, and what can be done with it then.
struct ImportOffer {
  struct Row {
    QString path;
    bool images = false;
  };
  std::vector<Row> rows;
  QStringList taken;  ///< names of data sets that there are
  QStringList models; ///< runs that can judge images, the newest first
  QString model;      ///< of `models`, proposed for judging the imported images; "" = none
};

/// Imports the given files and folders, each as one data set: names can be edited, one column map serves all,
/// and images can be judged by a model at once. Every row is a job of its own, so a bad file does not stop
/// the others; bad ones are listed with reasons in the message bar. Threads: GUI.
class ImportDialog : public QDialog {
  Q_OBJECT
public:
  ImportDialog(PageContext& context, const ImportOffer& offer, QWidget* parent = nullptr);
  /// "2026 Messung.csv" becomes "2026-messung"; letters, digits, '-' and '_' stay, Hangul too. A name of
  /// `taken` gets a number.
  static QString name_from(const QString& path, const QStringList& taken = {});

private:
  void build();
  void fill_table();
  QHBoxLayout* map_row();
  QHBoxLayout* model_row();
  void choose_map();
  void start();
  PageContext& context_;
  ImportOffer offer_;
  QTableWidget* table_;
  QLineEdit* map_;
  QComboBox* model_;
  QCheckBox* replace_;
  QPushButton* start_;
};

} // namespace andon::ui
