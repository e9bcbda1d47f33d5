#include "core/simulate/motor.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/data.h"
#include "core/workflow/runs.h"

namespace andon::workflow {
namespace {

constexpr double frictions[] = {0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 2.5};

std::string friction_text(double friction) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", friction);
  return text;
}

} // namespace

std::vector<Option> FrictionBenchOptions::describe() {
  return {option("seeds", seeds, "Simulations and trainings to average", "", 1, 100),
          option("noise_factor", noise_factor, "Multiple of the simulator's default noise", "", 0, 1000),
          option("epochs", epochs, "Training epochs", "", 1, 10000)};
}

Result<std::vector<BenchResult>> bench_friction(const OptionMap& values, Progress& progress,
                                                std::stop_token stop) {
  ANDON_ASSIGN(const FrictionBenchOptions options, configured<FrictionBenchOptions>(values));
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  ANDON_ASSIGN(Workspace workspace, Workspace::open(scratch.path() / "workspace"));
  std::map<std::string, std::map<std::string, double>> sums; // scorer -> friction -> sum of AUROC
  for (std::int64_t seed = 1; seed <= options.seeds; ++seed) {
    std::string run;
    for (const double friction : frictions) {
      const std::filesystem::path data =
          scratch.path() / (std::to_string(seed) + "-" + friction_text(friction));
      const OptionMap simulated{{"noise", MotorOptions{}.noise * options.noise_factor},
                                {"dull_friction", friction}};
      ANDON_TRY(simulate(
          {.simulator = "motor", .options = simulated, .seed = static_cast<std::uint64_t>(seed), .out = data},
          progress, stop));
      if (run.empty()) {
        // The healthy training part does not depend on the friction of the dull tools: one model serves all.
        TrainIn in{.model = "motor", .data = data.string(), .options = {{"epochs", options.epochs}}};
        in.seed = static_cast<std::uint64_t>(seed);
        ANDON_ASSIGN(const TrainOut trained, train(workspace, in, progress, stop));
        run = trained.run;
      }
      ANDON_ASSIGN(EvaluateOut out, evaluate(workspace, {.run = run, .data = data.string()}, progress, stop));
      sums["model"][friction_text(friction)] += out.metrics["auroc"].value;
      for (auto& [name, metrics] : out.baselines)
        sums[name][friction_text(friction)] += metrics["auroc"].value;
    }
  }
  std::vector<BenchResult> results;
  for (const auto& [scorer, curve] : sums)
    for (const auto& [friction, sum] : curve)
      results.push_back({"auroc/" + scorer + "/friction=" + friction,
                         sum / static_cast<double>(options.seeds),
                         "",
                         {},
                         {}});
  return results;
}

} // namespace andon::workflow
