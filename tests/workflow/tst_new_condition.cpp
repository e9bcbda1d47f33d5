#include "core/metrics/ranking.h"
#include "core/workflow/adapt.h"
#include "core/workflow/drift.h"
#include "core/workflow/labels.h"
#include "core/workflow/promise.h"
#include "core/workflow/queue.h"
#include "core/workflow/run_files.h"
#include "core/workflow/score_file.h"
#include "tests/workflow/story_fixture.h"

using namespace andon;
using namespace andon::workflow;

namespace {

LabelWho kim() {
  return {"kim", "", ""};
}

/// What a run says of a data set with truth.
struct Seen {
  double flagged = 0; ///< share of the healthy windows
  double auroc = 0;
};

} // namespace

/// A machine that moves faster: healthy windows are flagged until the model is adapted, dull tools are found
/// before and after.
class TestNewCondition : public QObject {
  Q_OBJECT
  Story story_;
  Progress silent_;
  AdaptIn in_{.run = "line",
              .recent = {},
              .recent_part = "train",
              .options = {{"epochs", std::int64_t{5}}},
              .author = "kim"};

  std::string data(const std::string& name) const { return (story_.folder() / name).string(); }
  void make(const std::string& name, std::uint64_t seed, double highest, std::int64_t train,
            std::int64_t test) {
    const auto made = simulate({.simulator = "motor",
                                .options = {{"length", std::int64_t{64}},
                                            {"rate", 25.0},
                                            {"frequency_high", highest},
                                            {"train", train},
                                            {"test_healthy", test},
                                            {"test_dull", test}},
                                .seed = seed,
                                .out = data(name)},
                               silent_, {});
    if (!made)
      qFatal("%s", made.error().message.c_str());
  }
  Seen seen(Workspace& workspace, const std::string& run, const std::string& name) {
    const auto out =
        score(workspace, {.run = run, .data = data(name), .part = "test", .out = {}}, silent_, {});
    if (!out)
      qFatal("%s", out.error().message.c_str());
    std::vector<double> scores;
    std::vector<int> labels;
    double healthy = 0, flagged = 0;
    for (const ScoreRow& row : out->rows) {
      scores.push_back(row.score);
      labels.push_back(row.label);
      healthy += row.label == 0;
      flagged += row.label == 0 && row.decision == 1;
    }
    return {flagged / healthy, auroc(scores, labels)->value};
  }
  void say(Workspace& workspace, const std::vector<ScoreRow>& rows, std::size_t count,
           const std::string& label) {
    VALUE(context, label_context(workspace, "line", data("recent")));
    VALUE(log, LabelLog::open(workspace));
    for (std::size_t i = 0; i < std::min(count, rows.size()); ++i) {
      VALUE(given, log.give(workspace, context, {rows[i].item, rows[i].start, rows[i].end, rows[i].score},
                            label, kim()));
    }
  }
  std::vector<ScoreRow> flagged_recent(Workspace& workspace) {
    auto out =
        score(workspace, {.run = "line", .data = data("recent"), .part = "train", .out = {}}, silent_, {});
    if (!out)
      qFatal("%s", out.error().message.c_str());
    std::erase_if(out->rows, [](const ScoreRow& row) { return row.decision != 1; });
    return std::move(out->rows);
  }
  void trained(Workspace& workspace, std::int64_t epochs) {
    VALUE(run, train(workspace,
                     {.model = "motor",
                      .data = data("motor"),
                      .name = "line",
                      .options = Story::small_options(epochs)},
                     silent_, {}));
  }

private Q_SLOTS:
  void initTestCase() {
    make("motor", 3, 3.2, 96, 24);
    make("recent", 21, 5.0, 120, 1);
    make("unseen", 22, 5.0, 1, 60);
    in_.recent = data("recent");
    Workspace workspace = story_.open();
    trained(workspace, 20);
  }

  void a_faster_machine_is_taken_for_healthy_and_dull_tools_are_still_found() {
    Workspace workspace = story_.open();
    const Seen before = seen(workspace, "line", "unseen");
    QVERIFY2(before.flagged > 0.3, qPrintable(QString::number(before.flagged)));
    VALUE(report, adapt(workspace, in_, silent_, {}));
    QVERIFY(report.without_labels);
    QCOMPARE(report.conditions.size(), std::size_t{1});
    const AdaptCondition& recent = report.conditions[0];
    QCOMPARE(recent.learnt + recent.checked + recent.held, std::int64_t{120});
    QVERIFY(recent.held > 10 && recent.checked > 5 && recent.left_out == 0);
    const Estimate share_before = report.before.metrics.at("flagged_recent"),
                   share_after = report.after.metrics.at("flagged_recent");
    QVERIFY2(share_before.value > 0.3 && share_after.value < share_before.value / 2,
             qPrintable(QString("%1 -> %2").arg(share_before.value).arg(share_after.value)));
    QVERIFY(share_after.high < 1 && share_after.high > share_after.value);
    QVERIFY(report.after.metrics.at("flagged_healthy").value < 0.1);
    QVERIFY2(!report.after.metrics.contains("auroc"), "nobody has labelled anything");
    VALUE(stored, adapt_report(workspace, report.candidate));
    QVERIFY(stored.without_labels && stored.conditions[0].learnt == recent.learnt);

    const Seen still = seen(workspace, "line", "unseen");
    QVERIFY2(still.flagged == before.flagged, "a candidate changes nothing");
    VALUE(accepted, accept_candidate(workspace, {.run = report.candidate, .author = "kim"}));
    const Seen after = seen(workspace, "line", "unseen");
    QVERIFY2(after.flagged < before.flagged / 2,
             qPrintable(QString("%1 -> %2").arg(before.flagged).arg(after.flagged)));
    QVERIFY2(after.auroc >= before.auroc - 0.005,
             qPrintable(QString("%1 -> %2").arg(before.auroc).arg(after.auroc)));
  }

  void later_adaptations_and_the_watch_know_the_condition() {
    Workspace workspace = story_.open();
    VALUE(line, model_line(workspace, "line"));
    VALUE(watched, drift(workspace,
                         {.run = "line",
                          .data = data("unseen"),
                          .part = "test",
                          .options = {{"run_length", std::int64_t{200}}}},
                         silent_, {}));
    QCOMPARE(watched.run, line.active);
    QVERIFY(watched.can_adapt);
    VALUE(report, adapt_report(workspace, line.active));
    VALUE(healthy, read_scores(validation_scores_file(workspace.run_folder(line.active))));
    QCOMPARE(watched.reference_items, static_cast<std::int64_t>(healthy.size()));
    VALUE(old, read_scores(validation_scores_file(workspace.run_folder("line"))));
    QCOMPARE(healthy.size(), old.size() + static_cast<std::size_t>(report.conditions[0].checked));
    // Labels of the first condition alone must not put the second one above the line again.
    const Seen before = seen(workspace, "line", "unseen");
    VALUE(queue, review_queue(workspace, {.run = "line", .data = data("motor"), .policy = "audit", .k = 40},
                              silent_, {}));
    VALUE(log, LabelLog::open(workspace));
    for (const QueuedItem& each : queue.items) {
      VALUE(given,
            log.give(workspace, queue.context, {each.row.item, each.row.start, each.row.end, each.row.score},
                     each.row.label == 1 ? "abnormal" : "normal", kim()));
    }
    VALUE(tuned, adapt(workspace, {.run = "line", .options = {{"epochs", std::int64_t{2}}}}, silent_, {}));
    QVERIFY(!tuned.without_labels);
    QCOMPARE(tuned.conditions.size(), std::size_t{1});
    const Seen after = seen(workspace, tuned.candidate, "unseen");
    QVERIFY2(after.flagged <= before.flagged + 0.1,
             qPrintable(QString("%1 -> %2").arg(before.flagged).arg(after.flagged)));
    // The same data again replace the condition and do not double it.
    VALUE(again, adapt(workspace, in_, silent_, {}));
    QCOMPARE(again.conditions.size(), std::size_t{1});
    VALUE(back, roll_back(workspace, {.run = "line"}));
  }

  void the_line_is_refitted_as_it_was_asked_for() {
    Workspace workspace = story_.open();
    const std::string active = model_line(workspace, "line")->active;
    const auto refitted = [&](ThresholdIn in) -> Result<store::ThresholdVersion> {
      in.run = active;
      in.options["alarm.minimum_length"] = std::int64_t{2};
      in.low = -1e6;
      ANDON_ASSIGN(const ThresholdOut fitted, fit_threshold(workspace, in, silent_, {}));
      if (!fitted.version.supported)
        return fail(ErrorCode::unsupported, fitted.message);
      ANDON_ASSIGN(const AdaptOut report, adapt(workspace, in_, silent_, {}));
      ANDON_ASSIGN(const store::Run candidate, workspace.store().find_run(report.candidate));
      ANDON_ASSIGN(const auto versions, workspace.store().thresholds(candidate.id));
      return versions.front();
    };
    VALUE(rate, refitted({.run = {}, .method = "percentile", .alpha = 0.4}));
    QCOMPARE(rate.alpha, 0.4);
    QVERIFY(rate.supported && rate.low && *rate.low < rate.threshold);
    VALUE(plain, stored_promise(rate));
    QVERIFY(!plain.promise && plain.logic.minimum_length == 2);
    VALUE(budget, refitted({.run = {},
                            .method = "percentile",
                            .options = {{"budget.items_per_hour", 100.0}},
                            .alpha = 20,
                            .per = "hour"}));
    VALUE(kept, stored_promise(budget));
    QVERIFY(kept.promise && kept.promise->budget.alarms == 20 && kept.promise->budget.period == "hour");
    QVERIFY(budget.supported && kept.logic.minimum_length == 2 && kept.promise->budget.items_per_hour == 100);
    VALUE(drawn, refitted({.run = {}, .method = "manual", .options = {{"line", budget.threshold}}}));
    QCOMPARE(drawn.method, std::string("percentile"));
    VALUE(logic, stored_promise(drawn));
    QVERIFY(logic.logic.minimum_length == 2);
  }
  void labels_that_say_fault_refuse_it() {
    Workspace workspace = story_.open();
    const std::vector<ScoreRow> flagged = flagged_recent(workspace);
    QVERIFY(flagged.size() > 20);
    say(workspace, flagged, 20, "abnormal");
    VALUE(runs_before, workspace.store().runs());
    FAILS_WITH(adapt(workspace, in_, silent_, {}), ErrorCode::conflict, "new fault");
    VALUE(runs_after, workspace.store().runs());
    QCOMPARE(runs_after.size(), runs_before.size());
    AdaptIn forced = in_;
    forced.force = true;
    VALUE(report, adapt(workspace, forced, silent_, {}));
    QCOMPARE(report.conditions.back().left_out, std::int64_t{20});
    QVERIFY2(report.holdout_abnormal > 0 && report.holdout_abnormal < report.holdout,
             "those of the hold-out only judge, with the labels of the first condition");
    QVERIFY(report.after.metrics.contains("auroc") && report.after.metrics.contains("recall"));
    // Called normal after all: a new condition, and both classes once some are abnormal.
    say(workspace, flagged, 17, "normal");
    VALUE(asked, adapt(workspace, in_, silent_, {}));
    QCOMPARE(asked.conditions.back().left_out, std::int64_t{3});
    QVERIFY(asked.holdout_abnormal < report.holdout_abnormal);
  }

  void it_is_refused_where_it_cannot_work() {
    Workspace workspace = story_.open("errors");
    trained(workspace, 1);
    AdaptIn in = in_;
    in.recent = data("nothing");
    FAILS_WITH(adapt(workspace, in, silent_, {}), ErrorCode::not_found, "nothing");
    make("few", 5, 5.0, 4, 1);
    in.recent = data("few");
    FAILS_WITH(adapt(workspace, in, silent_, {}), ErrorCode::insufficient_data, "more recent recordings");
    in.recent = in_.recent;
    in.options = {{"learning_rat", 1e-5}};
    FAILS_WITH(adapt(workspace, in, silent_, {}), ErrorCode::invalid_argument, "learning_rate");
    VALUE(other,
          train(workspace, {.model = "innovation", .data = data("motor"), .name = "plain"}, silent_, {}));
    in = in_;
    in.run = "plain";
    FAILS_WITH(adapt(workspace, in, silent_, {}), ErrorCode::unsupported, "without labels");
    StopAfter stopper("loss/train", 1);
    auto stopped = adapt(workspace, in_, stopper, stopper.token());
    QVERIFY(!stopped && stopped.error().code == ErrorCode::cancelled);
    VALUE(line, model_line(workspace, "line"));
    QVERIFY(line.active == "line" && line.candidates.empty() && line.history.empty());
  }
};

QTEST_GUILESS_MAIN(TestNewCondition)
#include "tst_new_condition.moc"
