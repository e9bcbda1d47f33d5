#include "ui/jobs/job_list.h"

#include "ui/jobs/child_process.h"
#include "ui/jobs/job_state.h"

#include <QCoreApplication>
#include <QFutureWatcher>
#include <QThreadPool>
#include <QTimer>
#include <QtConcurrent>

#include <algorithm>

namespace andon::ui {

namespace {

constexpr int interval_ms = 100, kept_ended = 100;
constexpr int compute_slots = 1, io_slots = 2;

using Work = std::function<Result<void>(Progress&, std::stop_token)>;

struct Entry {
  std::shared_ptr<SharedJob> shared;
  Work work;
  std::function<void()> done;
  QPointer<QObject> guard;
  bool delivered = false;
  bool listed = true;
};

/// Runs in the worker: touches the shared state only.
void perform(const std::shared_ptr<SharedJob>& job, const Work& work) {
  const Result<void> result = ::andon::guard("job", [&] { return work(*job, job->stop.get_token()); });
  if (result)
    job->finish(JobState::finished, {});
  else if (result.error().code == ErrorCode::cancelled)
    job->finish(JobState::cancelled, {});
  else
    job->finish(JobState::failed, result.error().message);
}

} // namespace

struct JobList::Impl {
  QString program;
  QThreadPool pool;
  QTimer timer;
  std::vector<std::shared_ptr<Entry>> entries; ///< oldest first
  int next_id = 1;
  int running[2] = {0, 0};

  std::shared_ptr<Entry> find(int id) const {
    for (const auto& entry : entries)
      if (entry->shared->id == id)
        return entry;
    return nullptr;
  }
  void drop_old() {
    auto ended = std::count_if(entries.begin(), entries.end(), [](const auto& e) { return e->delivered; });
    for (auto it = entries.begin(); it != entries.end() && ended > kept_ended;)
      if ((*it)->delivered) {
        it = entries.erase(it);
        --ended;
      } else {
        ++it;
      }
  }
};

JobList::JobList(QObject* parent, QString program) : QObject(parent), impl_(std::make_unique<Impl>()) {
  impl_->program = program.isEmpty() ? QCoreApplication::applicationDirPath() + QStringLiteral("/andon")
                                     : std::move(program);
  impl_->pool.setMaxThreadCount(compute_slots + io_slots);
  impl_->timer.setInterval(interval_ms);
  connect(&impl_->timer, &QTimer::timeout, this, [this] { publish(); });
}

JobList::~JobList() {
  blockSignals(true);
  for (const auto& entry : impl_->entries)
    entry->guard = nullptr;
  cancel_all();
  impl_->pool.waitForDone();
}

int JobList::enqueue(const QString& title, Lane lane, QObject* guard, Work work, std::function<void()> done) {
  auto entry = std::make_shared<Entry>();
  entry->shared = std::make_shared<SharedJob>(impl_->next_id++, title, lane);
  entry->work = std::move(work);
  entry->done = std::move(done);
  entry->guard = guard ? guard : this;
  entry->listed = !title.isEmpty();
  impl_->entries.push_back(entry);
  impl_->timer.start();
  start_next(lane);
  if (entry->listed)
    Q_EMIT changed();
  return entry->shared->id;
}

void JobList::start_next(Lane lane) {
  const int slots = lane == Lane::compute ? compute_slots : io_slots;
  for (const auto& entry : impl_->entries) {
    if (impl_->running[int(lane)] >= slots)
      return;
    if (entry->shared->lane != lane || !entry->work)
      continue;
    ++impl_->running[int(lane)];
    entry->shared->start();
    auto* watcher = new QFutureWatcher<void>(this);
    const int id = entry->shared->id;
    connect(watcher, &QFutureWatcher<void>::finished, this, [this, watcher, id, lane] {
      watcher->deleteLater();
      --impl_->running[int(lane)];
      deliver(id);
      start_next(lane);
    });
    watcher->setFuture(
        QtConcurrent::run(&impl_->pool, [job = entry->shared, work = std::exchange(entry->work, nullptr)] {
          perform(job, work);
        }));
  }
}

void JobList::deliver(int id) {
  const auto entry = impl_->find(id);
  if (!entry || entry->delivered)
    return;
  entry->delivered = true;
  publish_metrics(*entry->shared);
  entry->shared->take_dirty();
  const auto done = std::exchange(entry->done, nullptr);
  if (entry->guard)
    done();
  if (!entry->listed) {
    std::erase(impl_->entries, entry);
    return;
  }
  Q_EMIT ended(entry->shared->info());
  impl_->drop_old();
  Q_EMIT changed();
}

void JobList::publish_metrics(SharedJob& job) {
  for (const MetricEvent& event : job.take_metrics())
    Q_EMIT metric(job.id, event.name, event.step, event.value);
}

void JobList::publish() {
  bool any = false;
  const auto entries = impl_->entries;
  for (const auto& entry : entries) {
    if (entry->delivered || !entry->listed)
      continue;
    publish_metrics(*entry->shared);
    any = entry->shared->take_dirty() || any;
  }
  if (!busy())
    impl_->timer.stop();
  if (any)
    Q_EMIT changed();
}

void JobList::cancel(int id) {
  const auto entry = impl_->find(id);
  if (!entry || entry->delivered)
    return;
  entry->shared->request_cancel();
  if (!entry->work)
    return;
  entry->work = nullptr;
  entry->shared->finish(JobState::cancelled, {});
  deliver(id);
}

void JobList::cancel_all() {
  const auto entries = impl_->entries;
  for (const auto& entry : entries)
    cancel(entry->shared->id);
}

std::vector<JobInfo> JobList::jobs() const {
  std::vector<JobInfo> result;
  for (auto it = impl_->entries.rbegin(); it != impl_->entries.rend(); ++it)
    if ((*it)->listed)
      result.push_back((*it)->shared->info());
  return result;
}

bool JobList::busy() const {
  return std::any_of(impl_->entries.begin(), impl_->entries.end(),
                     [](const auto& e) { return e->listed && !e->delivered; });
}

void JobList::clear_ended() {
  std::erase_if(impl_->entries, [](const auto& entry) { return entry->delivered; });
  Q_EMIT changed();
}

const QString& JobList::program() const {
  return impl_->program;
}

int JobList::run_child(const QString& title, const QStringList& arguments, QObject* guard,
                       std::function<void(Result<QByteArray>)> done) {
  return run<QByteArray>(
      title, Lane::compute, guard,
      [program = impl_->program, arguments](Progress& progress, std::stop_token stop) {
        return run_child_process(program, arguments, progress, stop);
      },
      std::move(done));
}

} // namespace andon::ui
