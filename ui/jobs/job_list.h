#pragma once
#include "core/base/error.h"
#include "core/base/guard.h"
#include "core/base/progress.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace andon::ui {

class SharedJob;
enum class Lane { compute, io };
enum class JobState { waiting, running, finished, failed, cancelled };

/// Snapshot of one job for the panel and the status bar.
struct JobInfo {
  int id = 0;
  QString title, stage, message;
  JobState state = JobState::waiting;
  bool cancelling = false;          ///< asked to stop, not there yet
  std::int64_t done = 0, total = 0; ///< total 0 = indefinite
  double seconds = 0;
  double seconds_left = -1; ///< -1 = unknown
};

/// The only place that knows threads. Lanes: compute 1, io 2. A job is a pure function of a Progress and a
/// stop token; its result is delivered on the GUI thread while `guard` lives, and dropped otherwise.
/// Destruction cancels and waits. Progress is throttled to one update each 100 ms. Threads: GUI.
class JobList : public QObject {
  Q_OBJECT
public:
  /// program "" = `andon` beside this application.
  explicit JobList(QObject* parent = nullptr, QString program = {});
  ~JobList() override;

  /// work runs in the lane's thread; done runs here. Returns the job's id. A job without a title is short and
  /// not listed.
  template <class T>
  int run(const QString& title, Lane lane, QObject* guard,
          std::function<Result<T>(Progress&, std::stop_token)> work, std::function<void(Result<T>)> done) {
    auto result = std::make_shared<Result<T>>(fail(ErrorCode::cancelled, "cancelled"));
    return enqueue(
        title, lane, guard,
        [result, work = std::move(work)](Progress& progress, std::stop_token stop) -> Result<void> {
          *result = ::andon::guard("job", [&] { return work(progress, stop); });
          if (!*result)
            return fail(result->error());
          return {};
        },
        [result, done = std::move(done)] { done(std::move(*result)); });
  }
  /// Training: `andon train …` as a child process with JSON progress lines, so a crash there costs nothing
  /// here. done gets the JSON object the child printed, or the error.
  int run_child(const QString& title, const QStringList& arguments, QObject* guard,
                std::function<void(Result<QByteArray>)> done);

  void cancel(int id);
  void cancel_all();
  std::vector<JobInfo> jobs() const; ///< newest first, at most 100 ended ones kept
  bool busy() const;                 ///< something waits or runs
  void clear_ended();
  const QString& program() const; ///< the command line tool that children run

Q_SIGNALS:
  void changed(); ///< any snapshot changed
  void ended(const andon::ui::JobInfo& job);
  /// At most 200 points of a name in 100 ms; the newest point always arrives.
  void metric(int id, const QString& name, qint64 step, double value);

private:
  int enqueue(const QString& title, Lane lane, QObject* guard,
              std::function<Result<void>(Progress&, std::stop_token)> work, std::function<void()> done);
  void start_next(Lane lane);
  void deliver(int id);
  void publish();
  void publish_metrics(SharedJob& job);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace andon::ui
