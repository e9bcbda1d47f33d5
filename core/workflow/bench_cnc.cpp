#include "core/workflow/bench_rows.h"
#include "core/workflow/data.h"
#include "core/workflow/runs.h"

namespace andon::workflow {
namespace {

struct Sums {
  Estimate retrieval, linear, chance, auroc;
};

void add(Estimate& sum, const Estimate& each, double share) {
  sum.value += each.value * share;
  sum.low += each.low * share;
  sum.high += each.high * share;
}

} // namespace

std::vector<Option> CncBenchOptions::describe() {
  return {option("data", data, "Folder with the experiment_*.csv files of the CNC mill"),
          option("map", map, "Column map to import them with"),
          option("seeds", seeds, "Trainings to average", "", 1, 100)};
}

Result<std::vector<BenchResult>> bench_cnc(const OptionMap& values, Progress& progress,
                                           std::stop_token stop) {
  ANDON_ASSIGN(const CncBenchOptions options, configured<CncBenchOptions>(values));
  if (options.data.empty() || options.map.empty())
    return fail(ErrorCode::invalid_argument,
                "the bench 'cnc' needs --data DIR and --set map=datasets/maps/cnc_mill.yaml");
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  ANDON_ASSIGN(Workspace workspace, Workspace::open(scratch.path() / "workspace"));
  ANDON_TRY(
      import_data(workspace, {.path = options.data, .name = "cnc", .map = options.map}, progress, stop));
  Sums sums;
  const double share = 1.0 / static_cast<double>(options.seeds);
  for (std::int64_t seed = 1; seed <= options.seeds; ++seed) {
    TrainIn in{
        .model = "motor",
        .data = "cnc",
        .options = {{"length", std::int64_t{64}}, {"stride", std::int64_t{8}}, {"epochs", std::int64_t{60}}}};
    in.seed = static_cast<std::uint64_t>(seed);
    ANDON_ASSIGN(const TrainOut trained, train(workspace, in, progress, stop));
    ANDON_ASSIGN(EvaluateOut out, evaluate(workspace, {.run = trained.run, .data = "cnc"}, progress, stop));
    add(sums.retrieval, out.metrics["retrieval_at_1"], share);
    add(sums.linear, out.baselines["linear"]["retrieval_at_1"], share);
    add(sums.chance, out.baselines["random"]["retrieval_at_1"], share);
    add(sums.auroc, out.metrics["auroc"], share);
  }
  return std::vector<BenchResult>{{"retrieval_at_1", sums.retrieval.value, "", sums.linear.value,
                                   sums.retrieval.value / sums.linear.value},
                                  {"retrieval_at_1_low", sums.retrieval.low, "", {}, {}},
                                  {"retrieval_at_1_high", sums.retrieval.high, "", {}, {}},
                                  {"retrieval_chance", sums.chance.value, "", {}, {}},
                                  {"auroc_worn", sums.auroc.value, "", {}, {}},
                                  {"auroc_worn_low", sums.auroc.low, "", {}, {}},
                                  {"auroc_worn_high", sums.auroc.high, "", {}, {}}};
}

} // namespace andon::workflow
