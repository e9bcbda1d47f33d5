#include "ui/jobs/job_state.h"

#include <map>

namespace andon::ui {

namespace {

constexpr int points_per_interval = 200;
constexpr double seconds_before_estimate = 0.5;

double since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

QString text_of(std::string_view text) {
  return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

} // namespace

SharedJob::SharedJob(int id_in, QString title, Lane lane_in) : id(id_in), lane(lane_in) {
  info_.id = id_in;
  info_.title = std::move(title);
}

void SharedJob::stage(std::string_view name, std::int64_t total) {
  const std::lock_guard lock(mutex_);
  info_.stage = text_of(name);
  info_.done = 0;
  info_.total = total;
  stage_started_ = Clock::now();
  dirty_ = true;
}

void SharedJob::advance(std::int64_t done) {
  const std::lock_guard lock(mutex_);
  info_.done = done;
  dirty_ = true;
}

void SharedJob::metric(std::string_view name, std::int64_t step, double value) {
  const std::lock_guard lock(mutex_);
  metrics_.push_back({text_of(name), qint64(step), value});
}

void SharedJob::message(std::string_view text) {
  const std::lock_guard lock(mutex_);
  info_.message = text_of(text);
  dirty_ = true;
}

void SharedJob::start() {
  const std::lock_guard lock(mutex_);
  info_.state = JobState::running;
  started_ = stage_started_ = Clock::now();
  dirty_ = true;
}

void SharedJob::request_cancel() {
  stop.request_stop();
  const std::lock_guard lock(mutex_);
  info_.cancelling = true;
  dirty_ = true;
}

void SharedJob::finish(JobState state, const std::string& error) {
  const std::lock_guard lock(mutex_);
  if (info_.state == JobState::running)
    info_.seconds = since(started_);
  info_.state = state;
  info_.seconds_left = -1;
  info_.cancelling = false;
  if (!error.empty())
    info_.message = QString::fromStdString(error);
  dirty_ = true;
}

double SharedJob::estimate_left() const {
  const double spent = since(stage_started_);
  if (info_.total <= 0 || info_.done <= 0 || spent < seconds_before_estimate)
    return -1;
  return std::max(0.0, spent * double(info_.total - info_.done) / double(info_.done));
}

JobInfo SharedJob::info() const {
  const std::lock_guard lock(mutex_);
  JobInfo copy = info_;
  if (copy.state == JobState::running) {
    copy.seconds = since(started_);
    copy.seconds_left = estimate_left();
  }
  return copy;
}

std::vector<MetricEvent> SharedJob::take_metrics() {
  std::vector<MetricEvent> all;
  {
    const std::lock_guard lock(mutex_);
    all.swap(metrics_);
  }
  std::map<QString, int> counts, seen;
  for (const MetricEvent& event : all)
    ++counts[event.name];
  std::vector<MetricEvent> kept;
  for (MetricEvent& event : all) {
    const int step = (counts[event.name] + points_per_interval - 1) / points_per_interval;
    const int index = ++seen[event.name];
    if (index == counts[event.name] || index % step == 0)
      kept.push_back(std::move(event));
  }
  return kept;
}

bool SharedJob::take_dirty() {
  const std::lock_guard lock(mutex_);
  return std::exchange(dirty_, info_.state == JobState::running);
}

bool SharedJob::ended() const {
  const std::lock_guard lock(mutex_);
  return info_.state != JobState::waiting && info_.state != JobState::running;
}

} // namespace andon::ui
