#include "core/workflow/bench_scenes.h"

#include "core/workflow/data.h"
#include "core/workflow/scene_model.h"

#include <algorithm>

namespace andon::workflow {
namespace {

/// Simulates, trains and evaluates one of the scene models with its default options.
struct Story {
  ScratchFolder scratch;
  std::string run;
  std::filesystem::path run_folder, data;
  double train_seconds = 0;
  EvaluateOut evaluation;
};

Result<Story> tell(const std::string& model, const SceneBenchOptions& options, double abnormal,
                   Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(ScratchFolder scratch, ScratchFolder::make());
  Story story{std::move(scratch), {}, {}, {}, 0, {}};
  ANDON_ASSIGN(Workspace workspace, Workspace::open(story.scratch.path() / "workspace"));
  story.data = story.scratch.path() / "scenes";
  SimulateIn simulated{.simulator = "scenes",
                       .options = {},
                       .seed = static_cast<std::uint64_t>(options.seed),
                       .out = story.data};
  simulated.options = {{"train", options.train},
                       {"validation", options.validation},
                       {"test", options.test},
                       {"abnormal", abnormal}};
  ANDON_TRY(simulate(simulated, progress, stop));
  TrainIn in{.model = model, .data = story.data.string()};
  if (options.epochs > 0)
    in.options["epochs"] = options.epochs;
  in.seed = static_cast<std::uint64_t>(options.seed);
  ANDON_ASSIGN(const TrainOut trained, train(workspace, in, progress, stop));
  story.run = trained.run;
  story.run_folder = workspace.run_folder(trained.run);
  story.train_seconds = trained.seconds;
  ANDON_ASSIGN(story.evaluation,
               evaluate(workspace, {.run = trained.run, .data = story.data.string()}, progress, stop));
  return story;
}

/// The metric of the model's baselines, as <name>/<baseline>.
void add_baselines(const Story& story, const std::string& name, std::vector<BenchResult>& rows) {
  for (const auto& [id, metrics] : story.evaluation.baselines)
    if (const auto each = metrics.find(name); each != metrics.end())
      rows.push_back({name + "/" + id, each->second.value, "", {}, {}});
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Times {
  std::vector<double> own, plain;
};

/// From samples in memory to scores, both ways in turn.
Result<Times> time_scenes(const Story& story, std::int64_t count) {
  ANDON_ASSIGN(const Dataset dataset, Dataset::open(story.data));
  ANDON_ASSIGN(const SceneModel model, SceneModel::load(story.run_folder, "cpu"));
  Times times;
  for (std::int64_t i = 0; i <= count; ++i) {
    ANDON_ASSIGN(const Scene scene, dataset.read(static_cast<std::size_t>(i) % dataset.items().size()));
    Result<void> failed;
    const auto run = [&](bool plain) {
      return seconds_of([&] {
        auto facts = facts_of(scene);
        auto scores = facts ? plain ? model.plain_score(tokens_of(*facts)) : model.score(tokens_of(*facts))
                            : Result<SceneScores>(fail(facts.error()));
        if (!scores)
          failed = fail(scores.error());
      });
    };
    const double own = run(false), plain = run(true);
    ANDON_TRY(failed);
    if (i == 0) // the first call warms caches up
      continue;
    times.own.push_back(own);
    times.plain.push_back(plain);
  }
  return times;
}

} // namespace

std::vector<Option> SceneBenchOptions::describe() {
  return {option("train", train, "Scenes to train on", "scenes", 8, 100'000),
          option("validation", validation, "Scenes to validate and calibrate with", "scenes", 2, 100'000),
          option("test", test, "Unseen scenes, each of a machine of its own", "scenes", 2, 100'000),
          option("epochs", epochs, "Training epochs; 0 = the model's default", "epochs", 0, 100'000),
          option("seed", seed, "Seed of data and training", "", 0, 1e9)};
}

Result<std::vector<BenchResult>> bench_scenes(const OptionMap& values, Progress& progress,
                                              std::stop_token stop) {
  ANDON_ASSIGN(const SceneBenchOptions options, configured<SceneBenchOptions>(values));
  ANDON_ASSIGN(Story story, tell("scenes", options, 0.75, progress, stop));
  ANDON_ASSIGN(const Times times, time_scenes(story, 21));
  const double own = 1e3 * median(times.own), plain = 1e3 * median(times.plain);
  std::vector<BenchResult> rows{{"scene_ms", own, "ms", plain, plain / own},
                                {"train_seconds", story.train_seconds, "s", {}, {}}};
  for (const char* name : {"frame_auroc", "vus_pr", "attribution_top3"})
    add_baselines(story, name, rows);
  for (const char* name : {"frame_auroc", "vus_pr", "attribution_top3", "auroc"})
    if (const auto own_metric = story.evaluation.metrics.find(name);
        own_metric != story.evaluation.metrics.end())
      rows.push_back({name, own_metric->second.value, "", {}, {}});
  return rows;
}

Result<std::vector<BenchResult>> bench_structure(const OptionMap& values, Progress& progress,
                                                 std::stop_token stop) {
  ANDON_ASSIGN(const SceneBenchOptions options, configured<SceneBenchOptions>(values));
  ANDON_ASSIGN(Story story, tell("structure", options, 0, progress, stop));
  std::vector<BenchResult> rows;
  for (const char* name : {"node_macro_f1", "pair_f1", "order_accuracy", "bitmask_iou", "overflow_f1"})
    rows.push_back({name, story.evaluation.metrics[name].value, "", {}, {}});
  rows.push_back({"train_seconds", story.train_seconds, "s", {}, {}});
  return rows;
}

Result<std::vector<BenchResult>> bench_preclassifier(const OptionMap& values, Progress& progress,
                                                     std::stop_token stop) {
  ANDON_ASSIGN(const SceneBenchOptions options, configured<SceneBenchOptions>(values));
  ANDON_ASSIGN(Story story, tell("preclassifier", options, 0, progress, stop));
  std::vector<BenchResult> rows;
  for (const char* name : {"node_macro_f1", "recall_one_word", "recall_two_words", "recall_bits"})
    rows.push_back({name, story.evaluation.metrics[name].value, "", {}, {}});
  add_baselines(story, "node_macro_f1", rows);
  rows.push_back({"train_seconds", story.train_seconds, "s", {}, {}});
  return rows;
}

} // namespace andon::workflow
