#include "ui/pages/review_bench.h"

#include "core/signal/dataset.h"
#include "core/workflow/bench_table.h"
#include "core/workflow/data.h"
#include "core/workflow/run_session.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/review_page.h"
#include "ui/pages/review_panel.h"
#include "ui/plot/pyramid_bench.h"
#include "ui/plot/review_wave.h"
#include "ui/settings/settings.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QKeyEvent>
#include <QTimer>

namespace andon::ui {
namespace {

constexpr double window_seconds = 2.56;
constexpr int longest_wait_ms = 30'000;
constexpr std::int64_t default_queued = 100'000, default_keys = 300;

/// Waits until `ready()` holds, at most half a minute.
template <class Sender, class Signal, class Ready>
bool wait_for(Sender* sender, Signal signal, Ready ready) {
  QEventLoop loop;
  QTimer limit;
  limit.setSingleShot(true);
  QObject::connect(&limit, &QTimer::timeout, &loop, &QEventLoop::quit);
  const auto connection = QObject::connect(sender, signal, &loop, [&] {
    if (ready())
      loop.quit();
  });
  limit.start(longest_wait_ms);
  if (!ready())
    loop.exec();
  QObject::disconnect(connection);
  return ready();
}

/// A trained small model, and a queue of every window of the data set many times over: what a long shift
/// would bring.
Result<workflow::QueueOut> long_queue(const std::filesystem::path& folder, std::int64_t queued) {
  ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder / "workspace"));
  Progress silent;
  const std::filesystem::path data = folder / "motor";
  ANDON_TRY(workflow::simulate(
      {.simulator = "motor",
       .options = {{"test_healthy", std::int64_t{1000}}, {"test_dull", std::int64_t{1000}}},
       .out = data},
      silent, {}));
  ANDON_TRY(workflow::train(
      workspace,
      {.model = "motor", .data = data.string(), .name = "line", .options = {{"epochs", std::int64_t{2}}}},
      silent, {}));
  ANDON_ASSIGN(workflow::QueueOut queue,
               workflow::review_queue(workspace,
                                      {.run = "line", .data = data.string(), .policy = "top", .k = 2000},
                                      silent, {}));
  const std::vector<workflow::QueuedItem> once = queue.items;
  while (static_cast<std::int64_t>(queue.items.size()) < queued)
    queue.items.push_back(once[queue.items.size() % once.size()]);
  queue.total = queued;
  return queue;
}

} // namespace

Result<ReviewFigures> bench_review(const std::filesystem::path& folder, std::int64_t queued,
                                   std::int64_t keys) {
  ANDON_ASSIGN(workflow::QueueOut queue, long_queue(folder, queued));
  Selection selection;
  ActionRegistry actions;
  MessageBar messages;
  Settings settings(folder / "settings");
  settings.set(QStringLiteral("review_bounce_ms"), 0);
  JobList jobs;
  PageContext context{folder / "workspace", selection, jobs, actions, messages, settings, {}};
  ReviewPage page(context);
  page.resize(1600, 900);
  page.show();
  std::shared_ptr<const workflow::ReviewView> view;
  {
    ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(context.workspace));
    Progress silent;
    ANDON_ASSIGN(view, workflow::ReviewView::open(workspace, queue, silent, {}));
  }
  ReviewWave* const wave = &page.panel().wave();
  page.desk().show_queue(std::move(queue), view);
  wait_for(wave, &ReviewWave::painted, [&] { return wave->visible().span() >= window_seconds; });
  std::vector<double> times;
  const std::int64_t before = page.desk().index();
  for (std::int64_t key = 0; key < keys; ++key) {
    QElapsedTimer timer;
    timer.start();
    actions.find(key % 2 ? QStringLiteral("review.normal") : QStringLiteral("review.abnormal"))->trigger();
    const int wanted = static_cast<int>(before + key + 1);
    bool painted = false;
    const auto connection = QObject::connect(wave, &ReviewWave::painted, wave, [&] {
      painted = page.desk().index() == wanted && wave->visible().span() >= window_seconds;
    });
    const bool done = wait_for(wave, &ReviewWave::painted, [&] { return painted; });
    QObject::disconnect(connection);
    if (!done)
      return fail(ErrorCode::internal, "the next item was not painted within 30 s");
    times.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
  }
  return ReviewFigures{workflow::at_share(times, 0.5), workflow::at_share(times, 0.95),
                       workflow::at_share(times, 1), static_cast<std::int64_t>(times.size()), queued};
}

std::string to_json(const ReviewFigures& figures) {
  const std::tuple<const char*, double, const char*> rows[] = {
      {"next_ms_p50", figures.next_ms_p50, "ms"},
      {"next_ms_p95", figures.next_ms_p95, "ms"},
      {"next_ms_max", figures.next_ms_max, "ms"},
      {"queued", static_cast<double>(figures.queued), ""}};
  return results_json(rows);
}

std::optional<int> run_review_bench(const QStringList& arguments) {
  if (!bench_wanted(arguments, "review"))
    return std::nullopt;
  return bench_answer(bench_review(bench_value(arguments, "--bench-folder").toStdString(),
                                   bench_number(arguments, "--bench-queued", default_queued),
                                   bench_number(arguments, "--bench-keys", default_keys)));
}

} // namespace andon::ui
