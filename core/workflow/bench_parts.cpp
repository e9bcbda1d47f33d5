#include "core/decision/threshold_table.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/bench_surfaces.h"
#include "core/workflow/runs.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace andon::workflow {
namespace {

constexpr std::array methods{default_threshold_method, "conformal", "percentile"};

Result<std::vector<double>> scores_of_good_parts(const PartsBenchOptions& options, Progress& progress,
                                                 std::stop_token stop) {
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  BenchSurfaces surfaces{options.texture, static_cast<std::uint64_t>(options.seed)};
  surfaces.options.train = options.train;
  surfaces.options.test_good = options.parts;
  surfaces.options.test_defect = 0;
  const std::string data = (scratch.path() / "parts").string();
  ANDON_TRY(write_surfaces(data, surfaces, progress, stop));
  ANDON_ASSIGN(Workspace workspace, Workspace::open(scratch.path() / "workspace"));
  TrainIn in{.model = options.model, .data = data, .name = "parts"};
  in.seed = static_cast<std::uint64_t>(options.seed);
  ANDON_TRY(train(workspace, in, progress, stop));
  ANDON_ASSIGN(const ScoreOut scored,
               score(workspace, {.run = "parts", .data = data, .part = "test", .out = {}}, progress, stop));
  std::vector<double> scores;
  for (const ScoreRow& row : scored.rows)
    scores.push_back(row.score);
  return scores;
}

/// Share of the parts that a line fitted to the first `calibration` of them rejects among the others; NaN
/// when the method declines.
double rejected(const ThresholdMethod& method, double alpha, std::span<const double> scores,
                std::size_t calibration) {
  ThresholdInput input;
  input.normal = scores.first(calibration);
  input.alpha = alpha;
  const auto fit = method.fit(input, {});
  if (!fit || !fit->supported || std::isnan(fit->threshold))
    return std::nan("");
  const auto others = scores.subspan(calibration);
  const auto count =
      std::ranges::count_if(others, [&](double score) { return decide(score, fit->threshold); });
  return static_cast<double>(count) / static_cast<double>(others.size());
}

} // namespace

std::vector<Option> PartsBenchOptions::describe() {
  return {option("texture", texture, "Surface of the parts"),
          option("model", model, "Image method"),
          option("train", train, "Good images to train on", "images", 10, 100'000),
          option("parts", parts, "Good parts that are scored", "images", 100, 1'000'000),
          option("calibration", calibration, "Of these, drawn anew for every line", "images", 20, 100'000),
          option("alpha", alpha, "False rejects promised, share of the good parts", "", 1e-4, 0.5),
          option("repetitions", repetitions, "Lines fitted by every method", "", 1, 1'000'000),
          option("seed", seed, "Of simulation, training and draws", "", 0, 1e9)};
}

Result<std::vector<BenchResult>> bench_parts(const OptionMap& values, Progress& progress,
                                             std::stop_token stop) {
  ANDON_ASSIGN(const PartsBenchOptions options, configured<PartsBenchOptions>(values));
  if (options.parts < 2 * options.calibration)
    return fail(ErrorCode::invalid_argument,
                "option 'parts' must be at least twice 'calibration': what is left over is judged");
  ANDON_ASSIGN(const std::vector<double> scores, scores_of_good_parts(options, progress, stop));
  const auto calibration = static_cast<std::size_t>(options.calibration);
  progress.stage("drawing calibrations", options.repetitions);
  std::array<std::vector<double>, methods.size()> rates;
  for (std::int64_t r = 0; r < options.repetitions; ++r) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the benchmark was cancelled");
    Random random(
        Seed(static_cast<std::uint64_t>(options.seed)).stream("calibration", static_cast<std::uint64_t>(r)));
    std::vector<double> drawn = scores;
    shuffle(drawn, random);
    for (std::size_t m = 0; m < methods.size(); ++m) {
      ANDON_ASSIGN(const ThresholdMethod* method, threshold_methods().find(methods[m]));
      if (const double rate = rejected(*method, options.alpha, drawn, calibration); !std::isnan(rate))
        rates[m].push_back(rate);
    }
    progress.advance(r + 1);
  }
  std::vector<BenchResult> results;
  for (std::size_t m = 0; m < methods.size(); ++m) {
    const std::string tail = std::string("/") + methods[m];
    const auto supported = static_cast<double>(rates[m].size());
    results.push_back(
        {"unsupported" + tail, 1 - supported / static_cast<double>(options.repetitions), "", {}, {}});
    if (rates[m].empty())
      continue;
    const auto kept = std::ranges::count_if(rates[m], [&](double rate) { return rate <= options.alpha; });
    double sum = 0;
    for (const double rate : rates[m])
      sum += rate;
    results.push_back({"kept" + tail, static_cast<double>(kept) / supported, "", {}, {}});
    results.push_back({"mean_false_rejects" + tail, sum / supported, "", options.alpha, {}});
  }
  return results;
}

} // namespace andon::workflow
