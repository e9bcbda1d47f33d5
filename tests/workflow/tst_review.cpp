#include "core/workflow/adapt.h"
#include "core/workflow/item_id.h"
#include "core/workflow/queue.h"
#include "tests/workflow/story_fixture.h"

#include <algorithm>
#include <set>

using namespace andon;
using namespace andon::workflow;

namespace {

LabelWho kim(const std::string& purpose = "") {
  return {"kim", "", purpose};
}

} // namespace

/// Queue, labels, fine-tuning, accept and roll back on a small simulation.
class TestReview : public QObject {
  Q_OBJECT
  Story story_;
  Progress silent_;

  QueueOut queue(Workspace& workspace, const std::string& policy, std::int64_t k,
                 const std::string& by = "") {
    auto out = review_queue(
        workspace, {.run = "line", .data = story_.data().string(), .policy = policy, .k = k, .by = by},
        silent_, {});
    if (!out)
      qFatal("%s", out.error().message.c_str());
    return std::move(*out);
  }
  /// Labels these items with the truth.
  void label(Workspace& workspace, const QueueOut& items, const std::string& reviewer = "kim") {
    VALUE(log, LabelLog::open(workspace));
    for (const QueuedItem& each : items.items) {
      VALUE(given,
            log.give(workspace, items.context, {each.row.item, each.row.start, each.row.end, each.row.score},
                     each.row.label == 1 ? "abnormal" : "normal", {reviewer, "", each.policy}));
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
                          .options = Story::small_options(8)},
                         silent_, {}));
  }

  void every_policy_queues_open_items() {
    Workspace workspace = story_.open();
    for (const char* policy : {"top", "uncertain", "diverse", "audit", "mixed"}) {
      const QueueOut out = queue(workspace, policy, 10);
      QCOMPARE(out.items.size(), std::size_t{10});
      std::set<std::string> ids;
      for (const QueuedItem& item : out.items)
        QVERIFY(ids.insert(item.row.item).second && item.row.decision >= 0);
    }
    const QueueOut top = queue(workspace, "top", 48);
    for (std::size_t i = 1; i < top.items.size(); ++i)
      QVERIFY(top.items[i - 1].row.score >= top.items[i].row.score);
    FAILS_WITH(review_queue(workspace, {.run = "line", .data = story_.data().string(), .policy = "tpo"},
                            silent_, {}),
               ErrorCode::invalid_argument, "did you mean 'top'?");
    FAILS_WITH(review_queue(workspace, {.run = "line", .data = story_.data().string(), .policy = "second"},
                            silent_, {}),
               ErrorCode::invalid_argument, "--by");
  }

  void a_label_is_kept_with_its_circumstances_and_drops_out() {
    Workspace workspace = story_.open();
    const QueueOut before = queue(workspace, "top", 3);
    const ScoreRow& row = before.items[0].row;
    VALUE(event, add_label(workspace, {.run = "line", .item = row.item, .label = "abnormal", .who = kim()}));
    QCOMPARE(event.run, std::string("line"));
    QCOMPARE(event.threshold_version, std::int64_t{1});
    QCOMPARE(event.model_sha256.size(), std::size_t{64});
    QVERIFY(std::abs(event.score - row.score) < 1e-8 && event.end == row.end);
    QVERIFY(queue(workspace, "top", 3).items[0].row.item != row.item);
    VALUE(changed, add_label(workspace, {.run = "line", .item = row.item, .label = "normal", .who = kim()}));
    QCOMPARE(changed.old_class, std::string("abnormal"));
    VALUE(log, LabelLog::open(workspace));
    VALUE(undone, log.undo(workspace, "kim", ""));
    QCOMPARE(undone.new_class, std::string("abnormal"));
    {
      Workspace again = story_.open(); // undo and redo survive a restart
      VALUE(later, LabelLog::open(again));
      VALUE(redone, later.redo(again, "kim", ""));
      QCOMPARE(redone.new_class, std::string("normal"));
      VALUE(back, later.undo(again, "kim", ""));
      VALUE(gone, later.undo(again, "kim", ""));
      QCOMPARE(gone.new_class, std::string());
      FAILS_WITH(later.undo(again, "kim", ""), ErrorCode::not_found, "nothing to undo");
    }
    QCOMPARE(queue(workspace, "top", 3).items[0].row.item, row.item);
    VALUE(chain, verify_labels(workspace));
    QVERIFY(chain.ok && chain.events == 6);
    FAILS_WITH(add_label(workspace, {.run = "line", .item = row.item + "x", .label = "normal", .who = kim()}),
               ErrorCode::not_found, "did you mean");
    FAILS_WITH(add_label(workspace, {.run = "line", .item = row.item, .label = "good", .who = kim()}),
               ErrorCode::invalid_argument, "normal, abnormal or unsure");
  }

  void a_removed_tail_is_noticed_even_when_the_database_was_put_back() {
    Workspace workspace = story_.open("tail");
    VALUE(trained, train(workspace,
                         {.model = "motor",
                          .data = story_.data().string(),
                          .name = "line",
                          .options = Story::small_options(1)},
                         silent_, {}));
    const QueueOut items = queue(workspace, "top", 2);
    label(workspace, items);
    const auto folder = workspace.folder();
    VALUE(backup, workspace.store().backup(folder / "backups"));
    label(workspace, queue(workspace, "top", 2));
    VALUE(sound, verify_labels(workspace));
    QVERIFY(sound.ok);
    { [[maybe_unused]] Workspace closed = std::move(workspace); }
    QVERIFY(store::Store::restore(backup, folder / "andon.db").has_value());
    Workspace again = story_.open("tail");
    VALUE(chain, verify_labels(again));
    QVERIFY2(!chain.ok && chain.problem.find("some were removed") != std::string::npos,
             chain.problem.c_str());
  }

  void labels_travel_through_files() {
    Workspace workspace = story_.open("files");
    VALUE(trained, train(workspace,
                         {.model = "motor",
                          .data = story_.data().string(),
                          .name = "line",
                          .options = Story::small_options(1)},
                         silent_, {}));
    label(workspace, queue(workspace, "audit", 10));
    const std::string scene = queue(workspace, "top", 1).items[0].row.item;
    VALUE(marked, mark_interval(workspace, {.run = "line",
                                            .item = scene,
                                            .label = "abnormal",
                                            .who = {"=lee", "\"quoted\", text", ""},
                                            .start = 0.5,
                                            .end = 1.25}));
    FAILS_WITH(
        mark_interval(
            workspace,
            {.run = "line", .item = scene, .label = "abnormal", .who = kim(), .start = 900, .end = 901}),
        ErrorCode::invalid_argument, "outside recording");
    for (const char* name : {"labels.csv", "labels.json"}) {
      const auto file = story_.folder() / name;
      VALUE(written, export_labels(workspace, file));
      QCOMPARE(written.labels, std::int64_t{11});
      Workspace other = story_.open(std::string("other-") + name);
      VALUE(read, import_labels(other, file, "kim"));
      QCOMPARE(read.labels, std::int64_t{11});
      VALUE(again, import_labels(other, file, "kim"));
      QVERIFY(again.labels == 0 && again.skipped == 11);
      VALUE(here, standing_labels(workspace, ""));
      VALUE(there, standing_labels(other, ""));
      QCOMPARE(there.size(), here.size());
      for (std::size_t i = 0; i < here.size(); ++i) {
        QCOMPARE(there[i].item + there[i].new_class + there[i].reviewer,
                 here[i].item + here[i].new_class + here[i].reviewer);
        QCOMPARE(there[i].start, here[i].start);
      }
    }
    const auto bad = story_.folder() / "bad.csv";
    QVERIFY(write_atomic(bad, "data,item,label\npress,a,normal\npress,b,broken\n").has_value());
    FAILS_WITH(import_labels(workspace, bad, "kim"), ErrorCode::parse, "line 3: 'broken' is no label");
    VALUE(chain, verify_labels(workspace));
    QVERIFY(chain.ok && chain.events == 11);
  }

  void an_import_says_when_by_whom_and_what_for_a_label_was_given() {
    Workspace workspace = story_.open("files");
    VALUE(given, workspace.store().label_events());
    const LabelEvent& first = given.front();
    for (const char* name : {"labels.csv", "labels.json"}) {
      Workspace other = story_.open(std::string("other-") + name);
      VALUE(events, other.store().label_events());
      const LabelEvent& event = events.front();
      QVERIFY(event.created > first.created); // the chain's time is that of the import
      QCOMPARE(event.reviewer, first.reviewer);
      QCOMPARE(event.purpose, std::string("import"));
      QCOMPARE(event.reason, "imported from " + std::string(name) + " by kim (given " + first.created +
                                 ", purpose " + first.purpose + ")");
      QVERIFY(events.back().reason.ends_with("): \"quoted\", text"));
    }
  }

  void an_import_that_makes_no_sense_is_refused_with_its_line() {
    Workspace workspace = story_.open("files");
    const std::string data = story_.data().string();
    const std::string scene = scene_of(workspace.store().label_events()->front().item);
    const auto imported = [&](const char* name, const std::string& text) {
      const auto file = story_.folder() / name;
      return write_atomic(file, text) ? import_labels(workspace, file, "kim")
                                      : fail(ErrorCode::io, "not written");
    };
    const std::string head = "data,item,label,created,start\n";
    const auto row = [&](const std::string& set, const std::string& item, const std::string& rest) {
      return set + "," + item + ",normal," + rest + "\n";
    };
    const std::string good = row(data, scene, ",0");
    FAILS_WITH(imported("a.csv", head + good + row("press", "a", ",0")), ErrorCode::not_found,
               "a.csv: line 3: data set 'press' is unknown here; import it first");
    FAILS_WITH(imported("a.csv", head + good + row(data, scene + "x", ",0")), ErrorCode::not_found,
               "did you mean '" + scene + "'?");
    FAILS_WITH(imported("a.csv", head + row(data, scene, ",9999")), ErrorCode::not_found, "line 2: data set");
    FAILS_WITH(imported("a.csv", head + row(data, scene, "yesterday,0")), ErrorCode::parse,
               "line 2: 'yesterday' is no time");
    FAILS_WITH(imported("a.json", "{\n\"labels\": [\n{\"data\": }"), ErrorCode::parse,
               "a.json: line 3: this is no valid JSON");
    FAILS_WITH(imported("a.json", "[1]"), ErrorCode::parse, "array 'labels'");
    const std::string label = "{\"data\":\"" + data + "\",\"item\":\"" + scene + "\",\"label\":\"normal\"";
    const auto file = [&](const std::string& second) {
      return "{\"events\": [{}, {}],\n \"labels\": [\n" + label + "},\n" + second + "]}";
    };
    FAILS_WITH(imported("a.json", file("7")), ErrorCode::parse, "line 4: expected an object");
    FAILS_WITH(imported("a.json", file("{\"data\": \"x\",\n \"label\": \"normal\"}")), ErrorCode::parse,
               "line 4: the field 'item' is missing");
    FAILS_WITH(imported("a.json", file(label + ",\"reason\":3}")), ErrorCode::parse,
               "line 4: the field 'reason' is not a text");
    FAILS_WITH(imported("a.json", file(label + ",\"start\":\"0\"}")), ErrorCode::parse,
               "line 4: the field 'start' is not a number");
    FAILS_WITH(imported("a.json", file("{\"data\":\"press\",\"item\":\"a\",\"label\":\"normal\"}")),
               ErrorCode::not_found, "a.json: line 4: data set 'press' is unknown");
    VALUE(chain, verify_labels(workspace)); // the good rows before the bad ones were not added either
    QCOMPARE(chain.events, std::int64_t{11});
  }

  void second_reviews_and_repeats_are_queued_and_compared() {
    Workspace workspace = story_.open("agree");
    VALUE(trained, train(workspace,
                         {.model = "motor",
                          .data = story_.data().string(),
                          .name = "line",
                          .options = Story::small_options(1)},
                         silent_, {}));
    label(workspace, queue(workspace, "audit", 30));
    const QueueOut second = queue(workspace, "second", 100, "lee");
    QCOMPARE(second.items.size(), std::size_t{30});
    QCOMPARE(queue(workspace, "second", 100, "kim").items.size(), std::size_t{0});
    label(workspace, second, "lee");
    VALUE(log, LabelLog::open(workspace));
    const ScoreRow& first = second.items[0].row;
    VALUE(differs, log.give(workspace, second.context, {first.item, first.start, first.end, first.score},
                            first.label == 1 ? "normal" : "abnormal", {"lee", "", ""}));
    label(workspace, queue(workspace, "repeat", 5, "kim"));
    VALUE(out, label_agreement(workspace, "line"));
    QCOMPARE(out.pairs.size(), std::size_t{1});
    QCOMPARE(out.pairs[0].agreement.n, std::int64_t{30});
    QVERIFY(out.pairs[0].agreement.kappa.value < 1 && out.pairs[0].agreement.kappa.value > 0.5);
    QCOMPARE(out.contradictions.size(), std::size_t{1});
    QCOMPARE(out.contradictions[0].item, first.item);
    QCOMPARE(out.repeats.size(), std::size_t{1});
    QCOMPARE(out.repeats[0].agreement.n, std::int64_t{5});
  }

  void a_candidate_changes_nothing_until_it_is_accepted() {
    Workspace workspace = story_.open("adapt");
    VALUE(trained, train(workspace,
                         {.model = "motor",
                          .data = story_.data().string(),
                          .name = "line",
                          .options = Story::small_options(4)},
                         silent_, {}));
    const AdaptIn in{.run = "line", .options = {{"epochs", std::int64_t{4}}}, .author = "kim"};
    FAILS_WITH(adapt(workspace, in, silent_, {}), ErrorCode::insufficient_data, "review more");
    label(workspace, queue(workspace, "top", 40));
    const std::string scene = queue(workspace, "top", 1).items[0].row.item;
    {
      VALUE(log, LabelLog::open(workspace));
      VALUE(state, feedback_state(workspace, "line", log));
      QCOMPARE(state.fresh, std::int64_t{40});
      QVERIFY(proposal(state, 41).empty());
      QVERIFY(proposal(state, 40).ends_with("andon adapt line"));
      QCOMPARE(queue(workspace, "top", 1).feedback.fresh, std::int64_t{40});
    }
    VALUE(marked,
          mark_interval(
              workspace,
              {.run = "line", .item = scene, .label = "abnormal", .who = kim(), .start = 0.0, .end = 2.0}));
    VALUE(scores_before,
          score(workspace, {.run = "line", .data = story_.data().string(), .out = {}}, silent_, {}));
    StopAfter stopper("loss/train", 1);
    auto stopped = adapt(workspace, in, stopper, stopper.token());
    QVERIFY(!stopped && stopped.error().code == ErrorCode::cancelled);
    VALUE(untouched, model_line(workspace, "line"));
    QVERIFY(untouched.active == "line" && untouched.candidates.empty() && untouched.history.empty());

    VALUE(report, adapt(workspace, in, silent_, {}));
    QCOMPARE(report.before.run, std::string("line"));
    QVERIFY(report.normal + report.abnormal + report.holdout == 40);
    QVERIFY(report.holdout > 0 && report.events.size() >= 40);
    QVERIFY(std::isfinite(report.after.metrics.at("auroc").value));
    VALUE(log, LabelLog::open(workspace));
    VALUE(learnt, feedback_state(workspace, "line", log)); // the proposal begins to count anew
    QVERIFY(learnt.can_adapt && learnt.fresh == 0 && learnt.line == "line");
    QCOMPARE(proposal(learnt, 1), std::string());
    VALUE(stored, adapt_report(workspace, report.candidate));
    QVERIFY(stored.changed_total == report.changed_total && stored.after.threshold == report.after.threshold);
    VALUE(scores_still,
          score(workspace, {.run = "line", .data = story_.data().string(), .out = {}}, silent_, {}));
    for (std::size_t i = 0; i < scores_still.rows.size(); ++i)
      QCOMPARE(scores_still.rows[i].score, scores_before.rows[i].score);
    VALUE(latest, run_in_use(workspace, "latest"));
    QCOMPARE(latest.name, std::string("line"));
    FAILS_WITH(accept_candidate(workspace, {.run = "line"}), ErrorCode::conflict, "in use already");

    VALUE(accepted,
          accept_candidate(workspace, {.run = report.candidate, .author = "kim", .reason = "better"}));
    QVERIFY(accepted.active == report.candidate && accepted.before == "line");
    VALUE(scores_after,
          score(workspace, {.run = "line", .data = story_.data().string(), .out = {}}, silent_, {}));
    double moved = 0;
    for (std::size_t i = 0; i < scores_after.rows.size(); ++i)
      moved += std::abs(scores_after.rows[i].score - scores_before.rows[i].score);
    QVERIFY2(moved > 0, "the line's name follows the model in use");
    FAILS_WITH(remove_run(workspace, "line"), ErrorCode::conflict, "leads back");
    FAILS_WITH(rerun(workspace, report.candidate, silent_, {}), ErrorCode::unsupported, "andon adapt");

    VALUE(next, adapt(workspace, in, silent_, {}));
    QCOMPARE(next.before.run, report.candidate);
    VALUE(second, accept_candidate(workspace, {.run = next.candidate}));
    VALUE(back, roll_back(workspace, {.run = "line"}));
    QCOMPARE(back.active, report.candidate);
    VALUE(first, roll_back(workspace, {.run = next.candidate}));
    QCOMPARE(first.active, std::string("line"));
    FAILS_WITH(roll_back(workspace, {.run = "line"}), ErrorCode::not_found, "nothing to roll back");
    VALUE(scores_back,
          score(workspace, {.run = "line", .data = story_.data().string(), .out = {}}, silent_, {}));
    for (std::size_t i = 0; i < scores_back.rows.size(); ++i)
      QCOMPARE(scores_back.rows[i].score, scores_before.rows[i].score);
    QVERIFY(workspace.store().check().has_value());
  }

  void the_holdout_is_locked() {
    Workspace workspace = story_.open("adapt");
    const AdaptIn in{.run = "line", .options = {{"epochs", std::int64_t{1}}, {"bag", std::string("max")}}};
    VALUE(first, adapt(workspace, in, silent_, {}));
    VALUE(second, adapt(workspace, in, silent_, {}));
    QCOMPARE(second.holdout, first.holdout);
    QVERIFY(second.events == first.events);
    QVERIFY2(second.after.threshold == first.after.threshold, "the same labels give the same candidate");
  }

  void the_holdout_never_shrinks_and_what_was_learnt_never_judges() {
    Workspace workspace = story_.open("adapt");
    const auto adapted = [&](double share) {
      return adapt(
          workspace,
          {.run = "line",
           .options = {{"epochs", std::int64_t{1}}, {"holdout", share}, {"min_labels", std::int64_t{1}}}},
          silent_, {});
    };
    const auto told = [](const AdaptOut& out, const std::string& part) {
      return std::ranges::any_of(
          out.notes, [&](const std::string& each) { return each.find(part) != std::string::npos; });
    };
    VALUE(large, adapted(0.5));
    QVERIFY(large.notes.empty());
    VALUE(small, adapted(0.1)); // a quarter and more of these would be learnt else
    QVERIFY(told(small, "holdout=0.1 is ignored") && told(small, large.candidate));
    QCOMPARE(small.holdout, large.holdout);
    QCOMPARE(small.holdout_share, 0.5);
    QVERIFY(small.events == large.events);
    // The share outlives the candidate that brought it.
    QVERIFY(remove_run(workspace, small.candidate).has_value());
    QVERIFY(remove_run(workspace, large.candidate).has_value());
    VALUE(later, adapted(0.1));
    QCOMPARE(later.holdout, large.holdout);
    // Half of the labels are learnt now; a larger share must not make them judges.
    VALUE(accepted, accept_candidate(workspace, {.run = later.candidate}));
    VALUE(wide, adapted(0.9));
    QCOMPARE(wide.holdout, large.holdout);
    QVERIFY(told(wide, "do not judge"));
  }
};

QTEST_GUILESS_MAIN(TestReview)
#include "tst_review.moc"
