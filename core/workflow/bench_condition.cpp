#include "core/workflow/bench_condition.h"

#include "core/metrics/ranking.h"
#include "core/simulate/motor.h"
#include "core/workflow/adapt.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/data.h"

#include <algorithm>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
constexpr const char* run_name = "machine";

struct Condition {
  const char* id;
  OptionMap options;
};

/// The simulator's own options, moved.
std::vector<Condition> conditions() {
  return {{"stiff", {{"friction", 0.8}}},
          {"loaded", {{"friction", 0.7}, {"inertia", 0.15}, {"noise", 0.1}}},
          {"fast", {{"frequency_high", 4.0}}}};
}

Result<void> simulated(const fs::path& out, OptionMap options, std::uint64_t seed, std::int64_t train,
                       std::int64_t test, Progress& progress, std::stop_token stop) {
  options["train"] = train;
  options["test_healthy"] = options["test_dull"] = test;
  ANDON_TRY(simulate({.simulator = "motor", .options = options, .seed = seed, .out = out}, progress, stop));
  return {};
}

/// Rows of one condition: the model in use, the candidate, and one whose statistics alone were estimated
/// anew.
Result<std::vector<BenchResult>> rows_of(const fs::path& folder, const Condition& condition,
                                         std::uint64_t seed, const ConditionBenchOptions& options,
                                         Progress& progress, std::stop_token stop) {
  const fs::path recent = folder / (std::string(condition.id) + "-recent"),
                 unseen = folder / (std::string(condition.id) + "-unseen");
  OptionMap moved = condition.options;
  moved["dull_friction"] = options.dull_friction;
  ANDON_TRY(simulated(recent, moved, seed + 1000, options.recent, 1, progress, stop));
  ANDON_TRY(simulated(unseen, moved, seed + 2000, 1, options.unseen, progress, stop));
  ANDON_ASSIGN(Workspace workspace, Workspace::open(folder / "workspace"));
  ANDON_ASSIGN(const Seen before, seen(workspace, run_name, unseen, progress, stop));
  std::vector<BenchResult> rows;
  const std::string end = "/" + std::string(condition.id) + "/seed=" + std::to_string(seed);
  const auto add = [&](const std::string& who, const Seen& figures) {
    rows.push_back({"flagged/" + who + end, figures.flagged, "", before.flagged, {}});
    rows.push_back({"recall/" + who + end, figures.recall, "", before.recall, {}});
    rows.push_back({"auroc/" + who + end, figures.auroc, "", before.auroc, {}});
  };
  add("before", before);
  OptionMap statistics_alone{{"epochs", std::int64_t{1}}, {"learning_rate", 1e-8}}, asked;
  if (options.learning_rate > 0)
    asked["learning_rate"] = options.learning_rate;
  for (const auto& [who, with] : {std::pair{"statistics", statistics_alone}, std::pair{"after", asked}}) {
    ANDON_ASSIGN(const AdaptOut out,
                 adapt(workspace,
                       {.run = run_name, .recent = recent.string(), .recent_part = "train", .options = with},
                       progress, stop));
    ANDON_ASSIGN(const Seen figures, seen(workspace, out.candidate, unseen, progress, stop));
    add(who, figures);
    ANDON_ASSIGN(const Seen old, seen(workspace, out.candidate, folder / "motor", progress, stop));
    rows.push_back({"known_flagged/" + std::string(who) + end, old.flagged, "", {}, {}});
    rows.push_back({"known_auroc/" + std::string(who) + end, old.auroc, "", {}, {}});
  }
  return rows;
}

} // namespace

Result<Seen> seen(Workspace& workspace, const std::string& run, const fs::path& data, Progress& progress,
                  std::stop_token stop) {
  ANDON_ASSIGN(const ScoreOut scored,
               score(workspace, {.run = run, .data = data.string(), .out = {}}, progress, stop));
  std::vector<double> scores;
  std::vector<int> labels;
  double flagged[2] = {0, 0}, all[2] = {0, 0};
  for (const ScoreRow& row : scored.rows) {
    scores.push_back(row.score);
    labels.push_back(row.label == 1);
    ++all[row.label == 1];
    flagged[row.label == 1] += row.decision == 1;
  }
  ANDON_ASSIGN(const Estimate area, auroc(scores, labels));
  return Seen{flagged[0] / std::max(1.0, all[0]), flagged[1] / std::max(1.0, all[1]), area.value};
}

std::vector<Option> ConditionBenchOptions::describe() {
  return {
      option("seeds", seeds, "Simulations to repeat", "", 1, 100),
      option("recent", recent, "Recent healthy recordings without labels", "items", 30, 1e6),
      option("unseen", unseen, "Unseen healthy recordings, and as many with dull tools", "items", 10, 1e6),
      option("dull_friction", dull_friction, "Friction of a dull tool in the new condition", "", 0, 1000),
      option("epochs", epochs, "Epochs of the first training", "", 1, 10000),
      option("learning_rate", learning_rate, "Step size of the adaptation; 0 = its default", "", 0, 1)};
}

Result<std::vector<BenchResult>> bench_condition(const OptionMap& values, Progress& progress,
                                                 std::stop_token stop) {
  ANDON_ASSIGN(const ConditionBenchOptions options, configured<ConditionBenchOptions>(values));
  std::vector<BenchResult> results;
  for (std::int64_t n = 1; n <= options.seeds; ++n) {
    const auto seed = static_cast<std::uint64_t>(n);
    ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
    const fs::path& folder = scratch.path();
    ANDON_TRY(simulated(folder / "motor", {}, seed, MotorOptions{}.train, options.unseen, progress, stop));
    {
      ANDON_ASSIGN(Workspace workspace, Workspace::open(folder / "workspace"));
      TrainIn in{.model = "motor",
                 .data = (folder / "motor").string(),
                 .name = run_name,
                 .options = {{"epochs", options.epochs}}};
      in.seed = seed;
      ANDON_TRY(train(workspace, in, progress, stop));
    }
    for (const Condition& condition : conditions()) {
      ANDON_ASSIGN(const std::vector<BenchResult> rows,
                   rows_of(folder, condition, seed, options, progress, stop));
      results.insert(results.end(), rows.begin(), rows.end());
    }
  }
  return results;
}

} // namespace andon::workflow
