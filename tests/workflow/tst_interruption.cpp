#include "core/base/hash.h"
#include "tests/workflow/story_fixture.h"

using namespace andon;
using namespace andon::workflow;

/// What is left after a cancel, and every sentence that a user can provoke.
class TestInterruption : public QObject {
  Q_OBJECT
  Story story_;
  Progress silent_;

private Q_SLOTS:
  void initTestCase() { VALUE(simulated, story_.simulate_small(story_.data())); }

  void a_cancelled_run_resumes_bit_equal() {
    Workspace workspace = story_.open();
    const TrainIn in{.model = "motor",
                     .data = story_.data().string(),
                     .name = "whole",
                     .options = Story::small_options(6)};
    VALUE(whole, train(workspace, in, silent_, {}));
    TrainIn broken = in;
    broken.name = "broken";
    StopAfter progress("loss/val", 3);
    FAILS_WITH(train(workspace, broken, progress, progress.token()), ErrorCode::cancelled,
               "andon train --resume broken");
    VALUE(cancelled, run_detail(workspace, "broken"));
    QCOMPARE(cancelled.run.state, store::RunState::cancelled);
    VALUE(resumed, train(workspace, {.resume = "broken"}, silent_, {}));
    QCOMPARE(resumed.run, std::string("broken"));
    VALUE(a, sha256_file(workspace.run_folder("whole") / "weights.safetensors"));
    VALUE(b, sha256_file(workspace.run_folder("broken") / "weights.safetensors"));
    QCOMPARE(a, b);
    VALUE(first, run_detail(workspace, "whole"));
    VALUE(second, run_detail(workspace, "broken"));
    QCOMPARE(second.history.size(), first.history.size());
    for (std::size_t i = 0; i < first.history.size(); ++i)
      QCOMPARE(second.history[i].value, first.history[i].value);
    FAILS_WITH(train(workspace, {.resume = "broken"}, silent_, {}), ErrorCode::conflict, "nothing to resume");
  }

  void users_are_told_what_to_do() {
    Workspace workspace = story_.open();
    const std::string data = story_.data().string();
    FAILS_WITH(train(workspace, {.model = "mottor", .data = data}, silent_, {}), ErrorCode::not_found,
               "did you mean 'motor'");
    FAILS_WITH(train(workspace, {.model = "motor", .data = "nothing"}, silent_, {}), ErrorCode::not_found,
               "neither a path nor a name");
    FAILS_WITH(train(workspace, {.model = "motor", .data = data, .options = {{"epoch", std::int64_t{1}}}},
                     silent_, {}),
               ErrorCode::invalid_argument, "did you mean 'epochs'");
    FAILS_WITH(train(workspace, {.model = "motor", .data = data, .part = "tset"}, silent_, {}),
               ErrorCode::not_found, "it has: test train");
    FAILS_WITH(train(workspace, {.model = "motor", .data = data, .name = "a/b"}, silent_, {}),
               ErrorCode::invalid_argument, "cannot be a run name");
    FAILS_WITH(train(workspace, {.resume = "nobody"}, silent_, {}), ErrorCode::not_found, "no run 'nobody'");
    FAILS_WITH(score(workspace, {.run = "nobody", .data = data}, silent_, {}), ErrorCode::not_found,
               "no run 'nobody'");
    FAILS_WITH(evaluate(workspace, {.run = "whole", .data = "/no/such/folder"}, silent_, {}),
               ErrorCode::not_found, "/no/such/folder");
    FAILS_WITH(fit_threshold(workspace, {.run = "whole", .method = "percentil"}, silent_, {}),
               ErrorCode::not_found, "did you mean 'percentile'");
    FAILS_WITH(fit_threshold(workspace, {.run = "whole", .alpha = 0.001, .per = "year"}, silent_, {}),
               ErrorCode::invalid_argument, "item, hour, shift, day or week");
    FAILS_WITH(import_data(workspace, {.path = "/no/such.csv", .name = "x"}, silent_, {}),
               ErrorCode::not_found, "no such file or folder");
    FAILS_WITH(import_data(workspace, {.path = story_.data(), .name = "../x"}, silent_, {}),
               ErrorCode::invalid_argument, "data set name");
    FAILS_WITH(simulate({.simulator = "moto", .options = {}, .out = story_.folder() / "x"}, silent_, {}),
               ErrorCode::not_found, "did you mean 'motor'");
    FAILS_WITH(story_.simulate_small(story_.data()), ErrorCode::already_exists, "motor");
    FAILS_WITH(rerun(workspace, "nobody", silent_, {}), ErrorCode::not_found, "no run 'nobody'");
  }

  void damaged_runs_are_told_from_whole_ones() {
    Workspace workspace = story_.open("damaged");
    VALUE(trained,
          train(workspace,
                {.model = "motor", .data = story_.data().string(), .options = Story::small_options(1)},
                silent_, {}));
    const auto manifest = workspace.run_folder("motor-1") / "manifest.json";
    VALUE(text, read_file(manifest));
    std::string changed = text;
    changed.replace(changed.find("\"seed\": 1"), 9, "\"seed\": 2");
    QVERIFY(write_atomic(manifest, changed));
    FAILS_WITH(rerun(workspace, "motor-1", silent_, {}), ErrorCode::corrupt, "does not match its own hash");
    QVERIFY(write_atomic(manifest, "{}"));
    FAILS_WITH(rerun(workspace, "motor-1", silent_, {}), ErrorCode::parse, "not a run manifest");
  }

  void imported_data_sets_are_found_by_name() {
    Workspace workspace = story_.open("imports");
    VALUE(imported, import_data(workspace, {.path = story_.data(), .name = "mill"}, silent_, {}));
    QCOMPARE(imported.items, std::int64_t{144});
    VALUE(found, workspace.locate_data("mill"));
    QCOMPARE(found, workspace.data_folder("mill"));
    FAILS_WITH(workspace.locate_data("mil"), ErrorCode::not_found, "did you mean 'mill'");
    FAILS_WITH(import_data(workspace, {.path = story_.data(), .name = "mill"}, silent_, {}),
               ErrorCode::already_exists, "mill");
    VALUE(again,
          import_data(workspace, {.path = story_.data(), .name = "mill", .replace = true}, silent_, {}));
  }
};

QTEST_GUILESS_MAIN(TestInterruption)
#include "tst_interruption.moc"
