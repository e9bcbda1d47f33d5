#include "core/base/random.h"
#include "core/workflow/adapt.h"
#include "core/workflow/queue.h"
#include "tests/workflow/story_fixture.h"

#include <QProcess>

#include <map>

using namespace andon;
using namespace andon::workflow;

/// kill -9 while labelling, adapting and accepting. ANDON_KILLS sets the number of kills (default 24): most
/// while labelling, one in twelve while adapting, one in six while accepting and rolling back.
class TestReviewKill : public QObject {
  Q_OBJECT
  Story story_;
  Progress silent_;
  std::map<std::int64_t, QByteArray> seen_; ///< acknowledged events
  QByteArray active_ = "line";              ///< last acknowledged

  QByteArrayList killed(const char* mode, int longest_ms, Random& random) {
    QProcess child;
    child.start(REVIEW_VICTIM, {mode, QString::fromStdString((story_.folder() / "workspace").string())});
    if (!child.waitForReadyRead(30'000))
      return {"error the child said nothing"};
    child.waitForFinished(static_cast<int>(random.below(static_cast<std::uint64_t>(longest_ms))));
    child.kill();
    child.waitForFinished(30'000);
    const QByteArray output = child.readAllStandardOutput();
    return output.left(output.lastIndexOf('\n')).split('\n'); // the last line may be cut
  }

  void everything_acknowledged_is_there(const LabelLog& log) {
    const auto& events = log.book().events();
    for (const auto& [number, line] : seen_) {
      QVERIFY2(number <= log.book().count(), line.constData());
      const LabelEvent& event = events[static_cast<std::size_t>(number - 1)];
      const std::string found = store::to_string(event.kind) + " " + event.item + " " +
                                (event.new_class.empty() ? "-" : event.new_class);
      QCOMPARE(QByteArray::fromStdString(found), line);
    }
  }

private Q_SLOTS:
  void initTestCase() {
    VALUE(simulated, story_.simulate_small(story_.data()));
    Workspace workspace = story_.open();
    VALUE(trained, train(workspace,
                         {.model = "motor",
                          .data = story_.data().string(),
                          .name = "line",
                          .options = Story::small_options(2)},
                         silent_, {}));
    VALUE(items,
          review_queue(workspace, {.run = "line", .data = story_.data().string(), .policy = "top", .k = 40},
                       silent_, {}));
    VALUE(log, LabelLog::open(workspace));
    for (const QueuedItem& each : items.items) {
      VALUE(given,
            log.give(workspace, items.context, {each.row.item, each.row.start, each.row.end, each.row.score},
                     each.row.label == 1 ? "abnormal" : "normal", {"lee", "", each.policy}));
    }
    VALUE(candidate,
          adapt(workspace, {.run = "line", .options = {{"epochs", std::int64_t{2}}}}, silent_, {}));
    QCOMPARE(candidate.candidate, std::string("line-c1"));
  }

  void nothing_acknowledged_is_lost() {
    const int wanted = qEnvironmentVariableIntValue("ANDON_KILLS");
    const int kills = wanted > 0 ? wanted : 24;
    Random random(Seed(11).stream("kill"));
    LabelLog log = [this] {
      Workspace workspace = story_.open();
      return std::move(*LabelLog::open(workspace));
    }();
    for (int kill = 0; kill < kills; ++kill) {
      const char* mode = kill % 12 == 11 ? "adapt" : kill % 6 == 4 ? "switch" : "label";
      const QByteArrayList lines = killed(mode, kill % 12 == 11 ? 2500 : 150, random);
      for (const QByteArray& line : lines) {
        QVERIFY2(!line.startsWith("error"), line.constData());
        if (line.startsWith("event ")) {
          const QByteArray rest = line.mid(6);
          seen_[rest.left(rest.indexOf(' ')).toLongLong()] = rest.mid(rest.indexOf(' ') + 1);
        } else if (line.startsWith("active ")) {
          active_ = line.mid(7);
        }
      }
      Workspace workspace = story_.open();
      const auto refreshed = log.refresh(workspace);
      QVERIFY2(refreshed, refreshed ? "" : refreshed.error().message.c_str());
      VALUE(chain, verify_labels(workspace));
      QVERIFY2(chain.ok, chain.problem.c_str());
      VALUE(line, model_line(workspace, "line"));
      // One switch may have been committed and killed before it was printed: old or new, never anything else.
      const bool old_or_new =
          line.active == active_.toStdString() ||
          (QByteArray(mode) == "switch" && (line.active == "line" || line.active == "line-c1"));
      QVERIFY2(old_or_new, line.active.c_str());
      active_ = QByteArray::fromStdString(line.active);
      if (kill % 12 == 11) {
        VALUE(scored,
              score(workspace, {.run = "line", .data = story_.data().string(), .out = {}}, silent_, {}));
        QCOMPARE(scored.rows.size(), std::size_t{48});
      }
    }
    everything_acknowledged_is_there(log);
    QVERIFY2(seen_.size() >= static_cast<std::size_t>(kills / 2), "the child did label");
    Workspace workspace = story_.open();
    QVERIFY(workspace.store().check().has_value());
    qInfo("%d kills, %zu acknowledged events, %lld in the log", kills, seen_.size(),
          static_cast<long long>(log.book().count()));
  }
};

QTEST_GUILESS_MAIN(TestReviewKill)
#include "tst_review_kill.moc"
