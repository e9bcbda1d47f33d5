#include "ui/jobs/child_process.h"
#include "ui/jobs/job_list.h"
#include "ui/models/job_model.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>

#include <csignal>
#include <latch>
#include <thread>

using namespace andon;
using namespace andon::ui;

namespace {

constexpr int bound_ms = 20'000;

Result<int> until_stopped(Progress& progress, std::stop_token stop) {
  progress.stage("working", 10);
  while (!stop.stop_requested())
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return fail(ErrorCode::cancelled, "cancelled");
}

QString script(const QTemporaryDir& folder, const QByteArray& body) {
  const QString path = folder.filePath(QStringLiteral("child.sh"));
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly))
    return {};
  file.write("#!/bin/sh\n" + body);
  file.close();
  file.setPermissions(file.permissions() | QFileDevice::ExeOwner);
  return path;
}

class Recorded : public Progress {
public:
  void stage(std::string_view name, std::int64_t total) override {
    stages << QString::fromStdString(std::string(name)) + QLatin1Char(':') + QString::number(total);
  }
  void advance(std::int64_t done) override { last = done; }
  void metric(std::string_view name, std::int64_t step, double value) override {
    metrics << QStringLiteral("%1@%2=%3").arg(QString::fromStdString(std::string(name))).arg(step).arg(value);
  }
  QStringList stages, metrics;
  std::int64_t last = 0;
};

} // namespace

class TestJobs : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void delivers_the_result_on_this_thread() {
    JobList jobs;
    int answer = 0;
    std::thread::id worker, receiver;
    jobs.run<int>(
        QStringLiteral("answer"), Lane::io, this,
        [&worker](Progress&, std::stop_token) -> Result<int> {
          worker = std::this_thread::get_id();
          return 42;
        },
        [&](Result<int> result) {
          answer = result.value_or(0);
          receiver = std::this_thread::get_id();
        });
    QTRY_COMPARE_WITH_TIMEOUT(answer, 42, bound_ms);
    QCOMPARE(receiver, std::this_thread::get_id());
    QVERIFY(worker != receiver);
    QCOMPARE(jobs.jobs().front().state, JobState::finished);
  }

  void keeps_to_the_lanes() {
    JobList jobs;
    std::atomic<int> compute{0}, io{0}, most_compute{0}, most_io{0}, done{0};
    const auto work = [](std::atomic<int>& now, std::atomic<int>& most) {
      return [&now, &most](Progress&, std::stop_token) -> Result<int> {
        const int count = ++now;
        int before = most;
        while (before < count && !most.compare_exchange_weak(before, count)) {
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        --now;
        return 0;
      };
    };
    for (int i = 0; i < 6; ++i) {
      jobs.run<int>(QStringLiteral("c"), Lane::compute, this, work(compute, most_compute),
                    [&](Result<int>) { ++done; });
      jobs.run<int>(QStringLiteral("i"), Lane::io, this, work(io, most_io), [&](Result<int>) { ++done; });
    }
    QTRY_COMPARE_WITH_TIMEOUT(done.load(), 12, bound_ms);
    QCOMPARE(most_compute.load(), 1);
    QVERIFY(most_io.load() <= 2);
  }

  void throttles_ten_thousand_events() {
    JobList jobs;
    QSignalSpy changed(&jobs, &JobList::changed);
    QSignalSpy metrics(&jobs, &JobList::metric);
    bool done = false;
    jobs.run<int>(
        QStringLiteral("noisy"), Lane::compute, this,
        [](Progress& progress, std::stop_token) -> Result<int> {
          progress.stage("noise", 10'000);
          for (int i = 1; i <= 10'000; ++i) {
            progress.advance(i);
            progress.metric("loss", i, 1.0 / i);
          }
          return 0;
        },
        [&](Result<int>) { done = true; });
    QTRY_VERIFY_WITH_TIMEOUT(done, bound_ms);
    const double intervals = jobs.jobs().front().seconds / 0.1;
    QVERIFY2(changed.count() < 10 + 2 * intervals, qPrintable(QString::number(changed.count())));
    QVERIFY(metrics.count() <= 220 * (2 + intervals));
    QCOMPARE(metrics.last().at(2).toLongLong(), 10'000);
    QCOMPARE(jobs.jobs().front().done, 10'000);
  }

  void cancels_running_and_waiting_jobs() {
    JobList jobs;
    QStringList outcomes;
    const auto record = [&](const QString& name) {
      return [&outcomes, name](Result<int> result) {
        outcomes << name + (result ? QStringLiteral(" done") : QStringLiteral(" cancelled"));
      };
    };
    const int first =
        jobs.run<int>(QStringLiteral("a"), Lane::compute, this, until_stopped, record(QStringLiteral("a")));
    const int second =
        jobs.run<int>(QStringLiteral("b"), Lane::compute, this, until_stopped, record(QStringLiteral("b")));
    QCOMPARE(jobs.jobs().front().state, JobState::waiting);
    jobs.cancel(second);
    QCOMPARE(outcomes, QStringList{QStringLiteral("b cancelled")});
    QTRY_COMPARE_WITH_TIMEOUT(jobs.jobs().back().stage, QStringLiteral("working"), bound_ms);
    jobs.cancel(first);
    QTRY_COMPARE_WITH_TIMEOUT(outcomes.size(), 2, bound_ms);
    QCOMPARE(jobs.jobs().back().state, JobState::cancelled);
    QVERIFY(!jobs.busy());
  }

  void drops_the_result_when_the_guard_is_gone() {
    JobList jobs;
    auto guard = std::make_unique<QObject>();
    bool delivered = false;
    const int id = jobs.run<int>(QStringLiteral("late"), Lane::io, guard.get(), until_stopped,
                                 [&](Result<int>) { delivered = true; });
    guard.reset();
    jobs.cancel(id);
    QTRY_VERIFY_WITH_TIMEOUT(!jobs.busy(), bound_ms);
    QVERIFY(!delivered);
  }

  void destruction_cancels_and_waits() {
    std::atomic<bool> left{false};
    bool delivered = false;
    {
      JobList jobs;
      std::latch started(1);
      jobs.run<int>(
          QStringLiteral("long"), Lane::compute, this,
          [&](Progress&, std::stop_token stop) -> Result<int> {
            started.count_down();
            while (!stop.stop_requested())
              std::this_thread::yield();
            left = true;
            return 1;
          },
          [&](Result<int>) { delivered = true; });
      started.wait();
    }
    QVERIFY(left.load());
    QVERIFY(!delivered);
  }

  void an_exception_becomes_an_error() {
    JobList jobs;
    std::string message;
    jobs.run<int>(
        QStringLiteral("throws"), Lane::io, this,
        [](Progress&, std::stop_token) -> Result<int> { throw std::runtime_error("library said no"); },
        [&](Result<int> result) { message = result.error().message; });
    QTRY_VERIFY_WITH_TIMEOUT(message.find("library said no") != std::string::npos, bound_ms);
    QCOMPARE(jobs.jobs().front().state, JobState::failed);
  }

  void reads_the_progress_of_a_child() {
    const QTemporaryDir folder;
    const QString program =
        script(folder, "echo '{\"stage\":\"training\",\"total\":5}' >&2\n"
                       "echo '{\"done\":3}' >&2\n"
                       "echo '{\"metric\":\"loss/train\",\"step\":2,\"value\":0.25}' >&2\n"
                       "echo '{\"run\":\"motor-1\"}'\n");
    Recorded progress;
    const auto out = run_child_process(program, {}, progress, {});
    QVERIFY(out.has_value());
    QCOMPARE(out->trimmed(), QByteArray("{\"run\":\"motor-1\"}"));
    QCOMPARE(progress.stages, QStringList{QStringLiteral("training:5")});
    QCOMPARE(progress.last, 3);
    QCOMPARE(progress.metrics, QStringList{QStringLiteral("loss/train@2=0.25")});
  }

  void a_failing_child_gives_its_sentence() {
    const QTemporaryDir folder;
    Progress progress;
    const auto out =
        run_child_process(script(folder, "echo 'no data set named x' >&2\nexit 1\n"), {}, progress, {});
    QVERIFY(!out);
    QCOMPARE(out.error().message, std::string("no data set named x"));
  }

  void a_crashing_child_costs_nothing() {
    const QTemporaryDir folder;
    Progress progress;
    const auto out = run_child_process(script(folder, "kill -SEGV $$\n"), {}, progress, {});
    QVERIFY(!out);
    QCOMPARE(out.error().code, ErrorCode::internal);
    QVERIFY(out.error().message.find("stopped unexpectedly (signal 11)") != std::string::npos);
  }

  void a_missing_program_is_an_error() {
    Progress progress;
    const auto out = run_child_process(QStringLiteral("/nowhere/andon"), {}, progress, {});
    QVERIFY(!out);
    QCOMPARE(out.error().code, ErrorCode::not_found);
  }

  void cancel_interrupts_the_child() {
    const QTemporaryDir folder;
    const QString program =
        script(folder, "trap 'exit 130' INT\necho '{\"stage\":\"s\"}' >&2\nwhile :; do sleep 0.05; done\n");
    JobList jobs(nullptr, program);
    std::string message;
    ErrorCode code = ErrorCode::internal;
    const int id = jobs.run_child(QStringLiteral("train"), {}, this, [&](Result<QByteArray> out) {
      code = out.error().code;
      message = out.error().message;
    });
    QTRY_COMPARE_WITH_TIMEOUT(jobs.jobs().front().stage, QStringLiteral("s"), bound_ms);
    jobs.cancel(id);
    QTRY_VERIFY_WITH_TIMEOUT(!message.empty(), bound_ms);
    QCOMPARE(code, ErrorCode::cancelled);
  }

  void the_model_is_a_model() {
    JobList jobs;
    JobModel model(jobs);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    int done = 0;
    for (int i = 0; i < 3; ++i)
      jobs.run<int>(
          QStringLiteral("job %1").arg(i), Lane::io, this,
          [](Progress&, std::stop_token) -> Result<int> { return 0; }, [&](Result<int>) { ++done; });
    QTRY_COMPARE_WITH_TIMEOUT(done, 3, bound_ms);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, JobModel::title).data().toString(), QStringLiteral("job 2"));
    QVERIFY(!model.index(3, 0).isValid());
    jobs.clear_ended();
    QCOMPARE(model.rowCount(), 0);
  }
};

QTEST_MAIN(TestJobs)
#include "tst_jobs.moc"
