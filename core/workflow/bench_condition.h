#pragma once
#include "core/workflow/bench_table.h"

namespace andon::workflow {

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

} // namespace andon::workflow
