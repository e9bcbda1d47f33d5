#pragma once
#include "core/workflow/bench_table.h"

namespace andon::workflow {

/// What a run says of unseen items with truth.
struct Seen {
  double flagged = 0; ///< share of the healthy ones
  double recall = 0, auroc = 0;
};
/// Of the test part. Errors: those of score() and auroc().
Result<Seen> seen(Workspace& workspace, const std::string& run, const std::filesystem::path& data,
                  Progress& progress, std::stop_token stop);

struct ConditionBenchOptions {
  std::int64_t seeds = 3;
  std::int64_t recent = 300, unseen = 300;
  double dull_friction = 1.5;
  std::int64_t epochs = 30;
  double learning_rate = 0;
  std::vector<Option> describe();
};
/// A motor model adapted without labels to conditions that the simulator's options make (stiff, loaded,
/// fast): flagged = share of unseen healthy recordings, recall and auroc of dull tools there, as
/// <figure>/<who>/<condition>/seed=…; who: before, statistics (normalisation alone), after. known_flagged and
/// known_auroc: the candidate on unseen recordings of the first condition.
Result<std::vector<BenchResult>> bench_condition(const OptionMap& options, Progress& progress,
                                                 std::stop_token stop);

struct LightBenchOptions {
  std::string texture = "all", model = "patchcore";
  std::int64_t train = 60, recent = 60, unseen = 60;
  double gradient = 0.45, noise = 0.04;
  std::int64_t seed = 1;
  std::vector<Option> describe();
};
/// An image model adapted without labels to simulated surfaces under another light: flagged = share of unseen
/// good images, recall and auroc of defects there, as <figure>/<who>/<texture>; who: before, after, fresh
/// (trained on the recent images alone); known_flagged and
/// known_auroc: the candidate under the first light, the model in use as baseline.
Result<std::vector<BenchResult>> bench_light(const OptionMap& options, Progress& progress,
                                             std::stop_token stop);

} // namespace andon::workflow
