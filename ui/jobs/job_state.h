#pragma once
#include "ui/jobs/job_list.h"

#include <chrono>
#include <mutex>

namespace andon::ui {

struct MetricEvent {
  QString name;
  qint64 step = 0;
  double value = 0;
};

/// What the worker and the window share about one job; the worker never sees a QObject. Threads: any.
class SharedJob : public Progress {
public:
  SharedJob(int id, QString title, Lane lane);

  void stage(std::string_view name, std::int64_t total) override;
  void advance(std::int64_t done) override;
  void metric(std::string_view name, std::int64_t step, double value) override;
  void message(std::string_view text) override;

  void start();
  void request_cancel();
  void finish(JobState state, const std::string& error);
  JobInfo info() const;
  /// Takes the metrics of the last interval, thinned to 200 a name with the newest kept.
  std::vector<MetricEvent> take_metrics();
  /// True once after something changed.
  bool take_dirty();
  bool ended() const;

  const int id;
  const Lane lane;
  std::stop_source stop;

private:
  double estimate_left() const;
  using Clock = std::chrono::steady_clock;
  mutable std::mutex mutex_;
  JobInfo info_;
  std::vector<MetricEvent> metrics_;
  Clock::time_point started_, stage_started_;
  bool dirty_ = true;
};

} // namespace andon::ui
