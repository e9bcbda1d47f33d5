#include "core/models/dual_encoder.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/data.h"
#include "core/workflow/motor_model.h"

#include <algorithm>

namespace andon::workflow {
namespace {

/// The windows repeated until there are `count`.
PairWindows repeated(const PairWindows& windows, std::int64_t count) {
  std::vector<std::size_t> indices;
  for (std::int64_t i = 0; i < count; ++i)
    indices.push_back(static_cast<std::size_t>(i % windows.size()));
  return motor::subset(windows, indices);
}

struct Rates {
  double own = 0, plain = 0;
};
Result<Rates> scoring_rates(const std::filesystem::path& run_folder, const DataSource& data,
                            std::int64_t count, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const DualEncoder model, DualEncoder::load(run_folder, "cpu"));
  ANDON_ASSIGN(const PairWindows windows, motor::cut(data, "test", {}, 0, progress, stop));
  const PairWindows many = repeated(windows, count);
  Rates rates;
  std::vector<double> seconds;
  for (int repeat = 0; repeat < 4; ++repeat) {
    Result<std::vector<double>> scores;
    const double each = seconds_of([&] { scores = model.score(many, progress, stop); });
    if (!scores)
      return fail(scores.error());
    if (repeat > 0) // the first call warms caches up
      seconds.push_back(each);
  }
  rates.own = static_cast<double>(count) / at_share(std::move(seconds), 0.5);
  ANDON_ASSIGN(rates.plain,
               plain_windows_per_second(model, repeated(windows, std::min<std::int64_t>(count, 2000))));
  return rates;
}

} // namespace

std::vector<Option> MotorBenchOptions::describe() {
  return {option("seeds", seeds, "Simulations and trainings to repeat", "", 1, 100),
          option("windows", windows, "Windows of one timed scoring call", "", 100, 10'000'000)};
}

Result<std::vector<BenchResult>> bench_motor(const OptionMap& values, Progress& progress,
                                             std::stop_token stop) {
  ANDON_ASSIGN(const MotorBenchOptions options, configured<MotorBenchOptions>(values));
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  ANDON_ASSIGN(Workspace workspace, Workspace::open(scratch.path() / "workspace"));
  double slowest = 0, worst_auroc = 1, worst_f1 = 1;
  Rates rates;
  for (std::int64_t seed = 1; seed <= options.seeds; ++seed) {
    const std::filesystem::path data = scratch.path() / ("motor-" + std::to_string(seed));
    ANDON_TRY(
        simulate({.simulator = "motor", .options = {}, .seed = static_cast<std::uint64_t>(seed), .out = data},
                 progress, stop));
    TrainIn in{.model = "motor", .data = data.string()};
    in.seed = static_cast<std::uint64_t>(seed);
    ANDON_ASSIGN(const TrainOut trained, train(workspace, in, progress, stop));
    ANDON_ASSIGN(EvaluateOut out,
                 evaluate(workspace, {.run = trained.run, .data = data.string()}, progress, stop));
    slowest = std::max(slowest, trained.seconds);
    worst_auroc = std::min(worst_auroc, out.metrics["auroc"].value);
    worst_f1 = std::min(worst_f1, out.metrics["f1"].value);
    if (seed == 1) {
      ANDON_ASSIGN(const DataSource source, open_data(workspace, data.string()));
      ANDON_ASSIGN(rates,
                   scoring_rates(workspace.run_folder(trained.run), source, options.windows, progress, stop));
    }
  }
  return std::vector<BenchResult>{
      {"train_seconds", slowest, "s", {}, {}},
      {"auroc_worst_seed", worst_auroc, "", {}, {}},
      {"f1_worst_seed", worst_f1, "", {}, {}},
      {"score_windows_per_s", rates.own, "windows/s", rates.plain, rates.own / rates.plain}};
}

} // namespace andon::workflow
