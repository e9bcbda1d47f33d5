#include "core/base/random.h"
#include "core/drift/drift_experiment.h"
#include "core/drift/random_features.h"
#include "core/workflow/bench_rows.h"

namespace andon::workflow {
namespace {

constexpr std::size_t mmd_rows = 10'000, mmd_width = 64, mmd_features = 128;

/// Median time of one comparison of two samples of 10⁴ × 64 numbers.
Result<double> mmd_ms(std::int64_t repeats) {
  Random random(Seed(1).stream("mmd"));
  std::vector<float> a(mmd_rows * mmd_width), b(a.size());
  for (std::vector<float>* rows : {&a, &b})
    for (float& each : *rows)
      each = static_cast<float>(random.normal());
  ANDON_ASSIGN(const RandomFeatures features, RandomFeatures::from(a, mmd_width, mmd_features, Seed(1)));
  std::vector<double> seconds;
  double statistic = 0;
  for (std::int64_t i = 0; i < repeats; ++i)
    seconds.push_back(seconds_of([&] { statistic += mmd_squared(features, a, b); }));
  if (!(statistic > 0))
    return fail(ErrorCode::internal, "the timed samples do not differ");
  return 1000 * at_share(std::move(seconds), 0.5);
}

} // namespace

Result<std::vector<BenchResult>> bench_drift(const OptionMap& values, Progress& progress,
                                             std::stop_token stop) {
  ANDON_ASSIGN(const DriftExperimentOptions options, configured<DriftExperimentOptions>(values));
  std::vector<BenchResult> results;
  ANDON_ASSIGN(const double milliseconds, mmd_ms(11));
  results.push_back({"mmd_ms", milliseconds, "ms", {}, {}});
  ANDON_ASSIGN(const std::vector<DriftExperimentRow> rows, drift_experiment(options, progress, stop));
  const double asked = static_cast<double>(options.run_length);
  for (const DriftExperimentRow& row : rows) {
    const std::string name = row.kind + "/" + row.detector + "/" + row.what;
    if (row.kind == "arl") {
      results.push_back({name, row.mean, "items", asked, row.mean / asked});
      results.push_back(
          {"arl_low/" + row.detector + "/" + row.what, 1 / row.false_rate.high, "items", {}, {}});
      results.push_back(
          {"arl_high/" + row.detector + "/" + row.what, 1 / row.false_rate.low, "items", {}, {}});
    } else {
      results.push_back({name, row.mean, "items", {}, {}});
      results.push_back({"found/" + row.detector + "/" + row.what, row.found, "", {}, {}});
    }
  }
  return results;
}

} // namespace andon::workflow
