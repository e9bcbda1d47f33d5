#include "core/simulate/motor.h"
#include "core/workflow/adapt.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/data.h"
#include "core/workflow/queue.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
constexpr const char* run_name = "machine";

OptionMap simulated(const AdaptBenchOptions& options) {
  return {{"noise", MotorOptions{}.noise * options.noise_factor},
          {"dull_friction", options.friction},
          {"fault_fraction", options.fault_fraction},
          {"test_healthy", options.healthy},
          {"test_dull", options.faulty}};
}

/// Share of the faulty items above the score that `budget` of the healthy ones exceed.
double recall_at(const std::vector<ScoreRow>& rows, double budget) {
  std::vector<double> healthy, faulty;
  for (const ScoreRow& row : rows)
    (row.label == 1 ? faulty : healthy).push_back(row.score);
  std::sort(healthy.begin(), healthy.end(), std::greater<>());
  const auto allowed = static_cast<std::size_t>(budget * static_cast<double>(healthy.size()));
  const double line = healthy[std::min(allowed, healthy.size() - 1)];
  const auto found = std::count_if(faulty.begin(), faulty.end(), [&](double score) { return score > line; });
  return static_cast<double>(found) / static_cast<double>(faulty.size());
}

Result<double> recall_of(Workspace& workspace, const fs::path& unseen, double budget, Progress& progress,
                         std::stop_token stop) {
  ANDON_ASSIGN(const ScoreOut scored,
               score(workspace, {.run = run_name, .data = unseen.string(), .out = {}}, progress, stop));
  return recall_at(scored.rows, budget);
}

/// Labels what the policy asks for with the truth, fine-tunes and accepts.
Result<double> reviewed_recall(const fs::path& folder, const std::string& policy, const fs::path& pool,
                               const fs::path& unseen, const AdaptBenchOptions& options, Progress& progress,
                               std::stop_token stop) {
  ANDON_ASSIGN(Workspace workspace, Workspace::open(folder));
  ANDON_ASSIGN(const QueueOut queue,
               review_queue(workspace,
                            {.run = run_name, .data = pool.string(), .policy = policy, .k = options.labels},
                            progress, stop));
  ANDON_ASSIGN(LabelLog log, LabelLog::open(workspace));
  for (const QueuedItem& each : queue.items)
    ANDON_TRY(log.give(
        workspace, queue.context, {each.row.item, each.row.start, each.row.end, each.row.score},
        each.row.label == 1 ? label_class::abnormal : label_class::normal, {"script", "", each.policy}));
  ANDON_ASSIGN(const AdaptOut adapted, adapt(workspace, {.run = run_name}, progress, stop));
  ANDON_TRY(accept_candidate(workspace, {.run = adapted.candidate, .author = "script"}));
  return recall_of(workspace, unseen, options.budget, progress, stop);
}

struct SeedRecall {
  double before = 0, top = 0, random = 0;
};

Result<SeedRecall> one_seed(const fs::path& folder, std::uint64_t seed, const AdaptBenchOptions& options,
                            Progress& progress, std::stop_token stop) {
  const fs::path pool = folder / "pool", unseen = folder / "unseen";
  for (const auto& [path, data_seed] : {std::pair{pool, seed}, std::pair{unseen, seed + 1000}})
    ANDON_TRY(simulate({.simulator = "motor", .options = simulated(options), .seed = data_seed, .out = path},
                       progress, stop));
  SeedRecall recall;
  {
    ANDON_ASSIGN(Workspace workspace, Workspace::open(folder / "top"));
    TrainIn in{
        .model = "motor", .data = pool.string(), .name = run_name, .options = {{"epochs", options.epochs}}};
    in.seed = seed;
    ANDON_TRY(train(workspace, in, progress, stop));
    ANDON_ASSIGN(recall.before, recall_of(workspace, unseen, options.budget, progress, stop));
  }
  std::error_code error;
  fs::copy(folder / "top", folder / "audit", fs::copy_options::recursive, error);
  if (error)
    return fail(ErrorCode::io, "cannot copy the benchmark's workspace: " + error.message());
  ANDON_ASSIGN(recall.top, reviewed_recall(folder / "top", "top", pool, unseen, options, progress, stop));
  ANDON_ASSIGN(recall.random,
               reviewed_recall(folder / "audit", "audit", pool, unseen, options, progress, stop));
  return recall;
}

} // namespace

std::vector<Option> AdaptBenchOptions::describe() {
  return {
      option("seeds", seeds, "Simulations to repeat", "", 1, 100),
      option("labels", labels, "Windows that the scripted reviewer labels", "", 20, 100000),
      option("friction", friction, "Friction of the new fault; healthy is 0.5", "", 0, 1000),
      option("fault_fraction", fault_fraction, "Share of a recording during which it acts", "", 0.01, 1),
      option("noise_factor", noise_factor, "Multiple of the simulator's default noise", "", 0, 1000),
      option("healthy", healthy, "Healthy recordings to review, and as many unseen ones", "items", 100, 1e6),
      option("faulty", faulty, "Faulty recordings to review, and as many unseen ones", "items", 20, 1e6),
      option("budget", budget, "Share of healthy windows that may be flagged", "", 1e-6, 0.5),
      option("epochs", epochs, "Epochs of the first training", "", 1, 10000)};
}

Result<std::vector<BenchResult>> bench_adapt(const OptionMap& values, Progress& progress,
                                             std::stop_token stop) {
  ANDON_ASSIGN(const AdaptBenchOptions options, configured<AdaptBenchOptions>(values));
  std::vector<BenchResult> results;
  SeedRecall sum;
  double least_gain = 1;
  for (std::int64_t seed = 1; seed <= options.seeds; ++seed) {
    ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
    ANDON_ASSIGN(const SeedRecall recall,
                 one_seed(scratch.path(), static_cast<std::uint64_t>(seed), options, progress, stop));
    const std::string name = "recall/seed=" + std::to_string(seed);
    results.push_back({name + "/before", recall.before, "", {}, {}});
    results.push_back({name + "/top", recall.top, "", recall.before, {}});
    results.push_back({name + "/random", recall.random, "", recall.before, {}});
    least_gain = std::min(least_gain, recall.top - recall.before);
    const double share = 1.0 / static_cast<double>(options.seeds);
    sum.before += share * recall.before;
    sum.top += share * recall.top;
    sum.random += share * recall.random;
  }
  results.push_back({"recall_before", sum.before, "", {}, {}});
  results.push_back({"recall_after_top", sum.top, "", sum.before, {}});
  results.push_back({"recall_after_random", sum.random, "", sum.before, {}});
  results.push_back({"least_gain_top", least_gain, "", {}, {}});
  return results;
}

} // namespace andon::workflow
