#pragma once
#include "core/workflow/adapt.h"

#include <QDialog>

class QTableWidget;

namespace andon::ui {

/// Before and after of a candidate on the locked hold-out, and the items whose verdict changes. A person
/// decides. Threads: GUI.
class CandidateReport : public QDialog {
  Q_OBJECT
public:
  explicit CandidateReport(const workflow::AdaptOut& report, QWidget* parent = nullptr);
  QTableWidget& figures() { return *figures_; }
  QTableWidget& changes() { return *changes_; }

Q_SIGNALS:
  void accepted_candidate(const QString& run);

private:
  static QString lesson(const workflow::AdaptOut& report);
  void fill_figures(const workflow::AdaptOut& report);
  void fill_changes(const workflow::AdaptOut& report);
  QTableWidget* figures_;
  QTableWidget* changes_;
};

} // namespace andon::ui
