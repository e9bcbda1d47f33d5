#pragma once
#include "ui/pages/page.h"

#include <QObject>

namespace andon::workflow {
struct AdaptOut;
}

namespace andon::ui {

class CandidateReport;

/// Where a model is adapted: a job that ends in a candidate, its report, and a person who decides. Threads:
/// GUI.
class CandidateDesk : public QObject {
  Q_OBJECT
public:
  /// `page` is what reports are shown over; it owns this.
  CandidateDesk(PageContext& context, QWidget* page);

  bool running() const { return job_ != 0; }
  /// Runs `andon adapt` with these arguments as a job (one at a time) and shows the candidate's report.
  void adapt(const QString& title, const QStringList& arguments);
  /// Opens the report of a candidate; returns the dialog.
  CandidateReport* show_candidate(const workflow::AdaptOut& report);
  /// Accepts the candidate `run`, or rolls back the line of `run`.
  void switch_model(bool accept, const QString& run);

Q_SIGNALS:
  void running_changed();
  void switched();
  void made(); ///< a candidate

private:
  void load_candidate(const QString& run);
  PageContext& context_;
  QWidget* page_;
  int job_ = 0;
};

} // namespace andon::ui
