#pragma once
#include "core/base/options.h"
#include "core/workflow/runs.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/page.h"

#include <QStringList>

namespace andon::ui {

/// What can be done with runs. Each is a job; its outcome is told in the message bar and by done(). Threads:
/// GUI.
class RunCommands : public QObject {
  Q_OBJECT
public:
  RunCommands(PageContext& context, QWidget* window);
  /// In a child process: a crash there costs nothing here.
  void train(const workflow::TrainIn& in);
  void resume(const QString& run);
  void evaluate(const QString& run);
  void fit_threshold(const QString& run, const QString& method);
  /// Writes report.html into the run's folder and opens it.
  void report(const QString& run);
  void rerun(const QString& run);
  /// Asks first, naming the runs.
  void remove(const QStringList& runs);
  bool is_training(int job) const { return training_.contains(job); }
  bool any_training() const { return !training_.isEmpty(); }

Q_SIGNALS:
  /// `run` is the one to look at now, "" = no change.
  void done(const QString& run);

private:
  template <class Out>
  void run_job(const QString& title, Lane lane,
               std::function<Result<Out>(workflow::Workspace&, Progress&, std::stop_token)> work,
               std::function<void(const Out&)> tell);
  void start_child(const QString& title, QStringList arguments);
  void remove_now(const QStringList& runs);
  PageContext& context_;
  QWidget* window_;
  QList<int> training_;
};

} // namespace andon::ui
