#include "core/workflow/about.h"
#include "core/workflow/report.h"
#include "core/workflow/views.h"
#include "tests/workflow/story_fixture.h"

using namespace andon;
using namespace andon::workflow;

/// Simulate, train, score, evaluate, threshold, compare, rerun, report on a small simulation.
class TestStory : public QObject {
  Q_OBJECT
  Story story_;
  Progress silent_;

private Q_SLOTS:
  void initTestCase() {
    VALUE(simulated, story_.simulate_small(story_.data()));
    QCOMPARE(simulated.items, std::int64_t{144});
    VALUE(again, story_.simulate_small(story_.folder() / "again" / "motor"));
    QCOMPARE(again.sha256, simulated.sha256);
    Workspace workspace = story_.open();
    VALUE(trained, train(workspace,
                         {.model = "motor",
                          .data = story_.data().string(),
                          .name = "first",
                          .options = Story::small_options(12)},
                         silent_, {}));
    QCOMPARE(trained.run, std::string("first"));
    QCOMPARE(trained.device, std::string("cpu"));
    QVERIFY(trained.epochs >= 1);
  }

  void a_trained_run_has_history_files_and_a_default_threshold() {
    Workspace workspace = story_.open();
    VALUE(detail, run_detail(workspace, "first"));
    QCOMPARE(detail.run.state, store::RunState::finished);
    QVERIFY(!detail.history.empty());
    QCOMPARE(detail.thresholds.size(), std::size_t{1});
    QCOMPARE(detail.thresholds[0].reason, std::string("default"));
    const auto folder = workspace.run_folder("first");
    for (const char* file : {"weights.safetensors", "model.json", "manifest.json", "val_scores.csv"})
      QVERIFY2(std::filesystem::exists(folder / file), file);
    for (const HealthCheck& check : doctor(&workspace))
      QVERIFY2(check.status != "error", check.message.c_str());
  }

  void scores_are_written_as_the_contract_says() {
    Workspace workspace = story_.open();
    const auto out = story_.folder() / "scores.csv";
    VALUE(scored,
          score(workspace, {.run = "first", .data = story_.data().string(), .out = out}, silent_, {}));
    QCOMPARE(scored.rows.size(), std::size_t{48});
    VALUE(text, read_file(out));
    QVERIFY(text.starts_with("item,sensor,start,end,score,decision,label\n"));
    VALUE(stored, stored_scores(workspace, "first"));
    QCOMPARE(stored.rows.size(), scored.rows.size());
    VALUE(detail, run_detail(workspace, "first"));
    for (const ScoreRow& row : scored.rows)
      QCOMPARE(row.decision, row.score >= detail.thresholds[0].threshold ? 1 : 0);
  }

  void evaluation_stands_beside_baselines_and_leaves_thresholds_alone() {
    Workspace workspace = story_.open();
    VALUE(before, run_detail(workspace, "first"));
    VALUE(out, evaluate(workspace, {.run = "first", .data = story_.data().string()}, silent_, {}));
    VALUE(after, run_detail(workspace, "first"));
    QCOMPARE(after.thresholds.size(), before.thresholds.size());
    QCOMPARE(after.thresholds[0].threshold, before.thresholds[0].threshold);
    QCOMPARE(out.threshold, before.thresholds[0].threshold);
    QCOMPARE(out.threshold_version, std::int64_t{1});
    QVERIFY2(out.threshold_source.starts_with("version 1 (percentile)"), out.threshold_source.c_str());
    QCOMPARE(out.n, std::int64_t{48});
    QCOMPARE(out.abnormal, std::int64_t{24});
    for (const char* name : {"auroc", "aupr", "f1", "precision", "recall", "retrieval_at_1"}) {
      QVERIFY2(out.metrics.count(name) == 1, name);
      const Estimate& e = out.metrics.at(name);
      QVERIFY2(e.low <= e.value && e.value <= e.high, name);
    }
    for (const char* name : {"random", "pca", "linear"})
      QVERIFY2(out.baselines.count(name) == 1, name);
    QVERIFY(out.metrics.at("auroc").value > 0.7);
    QCOMPARE(after.metrics.at("auroc").value, out.metrics.at("auroc").value);
  }

  void thresholds_are_versions() {
    Workspace workspace = story_.open("thresholds");
    VALUE(trained,
          train(workspace,
                {.model = "motor", .data = story_.data().string(), .options = Story::small_options(2)},
                silent_, {}));
    QCOMPARE(trained.run, std::string("motor-1"));
    VALUE(second, fit_threshold(workspace,
                                {.run = "motor-1",
                                 .method = "percentile",
                                 .options = {{"percentile", 90.0}},
                                 .author = "kim",
                                 .reason = "test"},
                                silent_, {}));
    QCOMPARE(second.version.version, std::int64_t{2});
    VALUE(labelled, fit_threshold(workspace,
                                  {.run = "motor-1",
                                   .method = "f1",
                                   .data = story_.data().string(),
                                   .part = "test",
                                   .author = "kim"},
                                  silent_, {}));
    QCOMPARE(labelled.version.version, std::int64_t{3});
    VALUE(detail, run_detail(workspace, "motor-1"));
    QCOMPARE(detail.thresholds.size(), std::size_t{3});
    QCOMPARE(detail.thresholds[0].method, std::string("f1"));
    VALUE(promise, fit_threshold(workspace, {.run = "motor-1", .alpha = 1e-4}, silent_, {}));
    QVERIFY(!promise.version.supported && std::isnan(promise.version.threshold));
    QVERIFY(promise.needed_more > 0);
    QCOMPARE(promise.version.version, std::int64_t{0});
    VALUE(unchanged, run_detail(workspace, "motor-1"));
    QCOMPARE(unchanged.thresholds.size(), std::size_t{3});
    FAILS_WITH(fit_threshold(workspace, {.run = "motor-1", .method = "f1"}, silent_, {}),
               ErrorCode::insufficient_data, "validation scores of run 'motor-1'");
  }

  void a_single_file_is_a_data_set_too() {
    Workspace workspace = story_.open();
    const std::string manifest = (story_.data() / "dataset.json").string();
    VALUE(by_folder, score(workspace, {.run = "first", .data = story_.data().string()}, silent_, {}));
    VALUE(by_file, score(workspace, {.run = "first", .data = manifest}, silent_, {}));
    QCOMPARE(by_file.rows.size(), by_folder.rows.size());
    const std::string table = (story_.folder() / "table.csv").string();
    QVERIFY(write_atomic(table, "time,a,b\n0,1,2\n1,2,3\n2,3,4\n"));
    for (int twice = 0; twice < 2; ++twice) // the second time it comes from the cache
      FAILS_WITH(score(workspace, {.run = "first", .data = table}, silent_, {}), ErrorCode::insufficient_data,
                 "item 'table' of data set 'table' has no sensor of role command");
  }

  void a_rerun_is_identical() {
    Workspace workspace = story_.open();
    VALUE(out, rerun(workspace, "first", silent_, {}));
    QStringList differences;
    for (const auto& [key, pair] : out.differences)
      differences << QString::fromStdString(key + ": " + pair.first + " -> " + pair.second);
    QVERIFY2(out.identical, qPrintable(differences.join("\n")));
    VALUE(detail, run_detail(workspace, out.run));
    QCOMPARE(detail.run.parent, std::string("first"));
  }

  void comparing_shows_only_what_differs() {
    Workspace workspace = story_.open();
    OptionMap options = Story::small_options(12);
    options["learning_rate"] = 2e-3;
    VALUE(other,
          train(workspace,
                {.model = "motor", .data = story_.data().string(), .name = "faster", .options = options},
                silent_, {}));
    VALUE(evaluated, evaluate(workspace, {.run = "faster", .data = story_.data().string()}, silent_, {}));
    VALUE(out, compare(workspace, {"first", "faster"}, silent_, {}));
    QCOMPARE(out.differences.size(), std::size_t{1});
    QCOMPARE(out.differences[0].key, std::string("options.learning_rate"));
    QCOMPARE(out.metrics.at("auroc").size(), std::size_t{2});
    QCOMPARE(out.gaps.count("auroc"), std::size_t{1});
    FAILS_WITH(compare(workspace, {"first"}, silent_, {}), ErrorCode::invalid_argument, "at least two");
  }

  void embeddings_and_similarity_agree_with_the_scores() {
    Workspace workspace = story_.open();
    VALUE(scored, score(workspace, {.run = "first", .data = story_.data().string()}, silent_, {}));
    VALUE(set, embeddings(workspace, {.run = "first", .data = story_.data().string(), .part = "test"},
                          silent_, {}));
    QCOMPARE(set.windows.size(), scored.rows.size());
    for (std::size_t i = 0; i < scored.rows.size(); ++i)
      QVERIFY(std::abs(set.windows[i].score - scored.rows[i].score) < 1e-5);
    VALUE(matrix, similarity(workspace, {.run = "first", .data = story_.data().string(), .part = "test"}, 0,
                             16, silent_, {}));
    QCOMPARE(matrix.n, std::int64_t{16});
    QCOMPARE(matrix.chance, 1.0 / 16);
    VALUE(flat, project(set, "pca", 1, silent_, {}));
    QCOMPARE(flat.xy.size(), 4 * set.windows.size());
    VALUE(few,
          embeddings(workspace, {.run = "first", .data = story_.data().string(), .part = "test", .limit = 10},
                     silent_, {}));
    QCOMPARE(few.windows.size(), std::size_t{10});
    QCOMPARE(few.total, std::int64_t{48});
  }

  void the_report_is_one_file_without_script() {
    Workspace workspace = story_.open();
    const auto out = story_.folder() / "report.html";
    VALUE(written, write_report(workspace, {.run = "first", .out = out}, silent_, {}));
    VALUE(html, read_file(written));
    for (const char* part : {"<svg", "Threshold history", "data sha256", "weights.safetensors", "auroc"})
      QVERIFY2(html.find(part) != std::string::npos, part);
    for (const char* part : {"<script", "src=", "href="})
      QVERIFY2(html.find(part) == std::string::npos, part);
    FAILS_WITH(write_report(workspace, {.run = "first", .out = story_.folder() / "report.txt"}, silent_, {}),
               ErrorCode::unsupported, ".html or .pdf");
    const auto below_a_file = out / "report.html";
    FAILS_WITH(write_report(workspace, {.run = "first", .out = below_a_file}, silent_, {}), ErrorCode::io,
               "report.html");
  }
};

QTEST_GUILESS_MAIN(TestStory)
#include "tst_story.moc"
