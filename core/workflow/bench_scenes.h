#pragma once
#include "core/workflow/bench_table.h"

namespace andon::workflow {

struct SceneBenchOptions {
  std::int64_t train = 200, validation = 40, test = 200;
  std::int64_t epochs = 0;
  std::int64_t seed = 1;
  std::vector<Option> describe();
};
/// scene_ms: one 30 s scene of 32 sensors from samples to scores (baseline: float32, one sensor after the
/// other, one thread); train_seconds, frame_auroc, vus_pr over moments, attribution_top3, auroc
/// over sensors and bins; the first three also as <name>/<baseline>.
Result<std::vector<BenchResult>> bench_scenes(const OptionMap& options, Progress& progress,
                                              std::stop_token stop);
/// node_macro_f1, pair_f1, order_accuracy, bitmask_iou, overflow_f1 on unseen machines without anomalies,
/// train_seconds.
Result<std::vector<BenchResult>> bench_structure(const OptionMap& options, Progress& progress,
                                                 std::stop_token stop);
/// node_macro_f1 on unseen machines without anomalies, also as node_macro_f1/<baseline>; recall_one_word,
/// recall_two_words, recall_bits, train_seconds.
Result<std::vector<BenchResult>> bench_preclassifier(const OptionMap& options, Progress& progress,
                                                     std::stop_token stop);

} // namespace andon::workflow
