#pragma once
#include "core/workflow/labels.h"
#include "ui/pages/page.h"

#include <QWidget>

class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace andon::ui {

/// Can the labels be trusted? How reviewers agree with each other and with themselves, contradictions, and
/// labels that the scores speak against; a click opens the item. Threads: GUI.
class AgreementView : public QWidget {
  Q_OBJECT
public:
  AgreementView(PageContext& context, QWidget* parent);
  /// Compares all labels of the workspace anew, in a job.
  void reload();
  void show_agreement(const workflow::AgreementOut& agreement);
  QTreeWidget& list() { return *list_; }
  QString note() const;
  void retranslate();

Q_SIGNALS:
  /// The items of the list that was clicked, of one data set, and which of them.
  void items_wanted(const QString& data_path, const QStringList& items, int first);

private:
  QTreeWidgetItem* add_group(const QString& title);
  void add_pairs(const QString& title, const std::vector<workflow::ReviewerPair>& pairs);
  void add_item(QTreeWidgetItem& group, const std::string& data_path, const std::string& item,
                const QString& what);
  void open(QTreeWidgetItem* row);
  PageContext& context_;
  QLabel* title_;
  QLabel* note_;
  QTreeWidget* list_;
  workflow::AgreementOut shown_;
  bool loaded_ = false;
  int job_ = 0;
};

} // namespace andon::ui
