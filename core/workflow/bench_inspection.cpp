#include "core/base/random.h"
#include "core/inspection/coreset.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/process_memory.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

/// Rows that are alike in runs of 32, with a spectrum that falls as the one of image features does.
std::vector<float> patch_like_rows(std::size_t n, std::size_t dimension) {
  Random random(Seed(1).stream("coreset bench"));
  std::vector<double> state(dimension), scale(dimension);
  for (std::size_t j = 0; j < dimension; ++j)
    scale[j] = 1 / std::sqrt(1.0 + static_cast<double>(j * j) / 16);
  std::vector<float> rows(n * dimension);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < dimension; ++j) {
      state[j] = i % 32 == 0 ? random.normal() : 0.8 * state[j] + 0.6 * random.normal();
      rows[i * dimension + j] = static_cast<float>(scale[j] * state[j]);
    }
  return rows;
}

} // namespace

std::vector<Option> CoresetBenchOptions::describe() {
  return {
      option("patches", patches, "Rows to select from; the stated goal is measured at 200,000", "", 100,
             10'000'000),
      option("dimension", dimension, "Features of a row", "", 1, 4096),
      option("fraction", fraction, "Part of the rows that is selected", "", 1e-4, 1),
      option(
          "naive_centres", naive_centres,
          "Selections of the naive loop that are timed and compared; its cost is the same for each, so the "
          "rest is reckoned from them. 0 = all",
          "", 0, 10'000'000)};
}

Result<std::vector<BenchResult>> bench_coreset(const OptionMap& values, Progress& progress,
                                               std::stop_token stop) {
  ANDON_ASSIGN(const CoresetBenchOptions options, configured<CoresetBenchOptions>(values));
  const auto dimension = static_cast<std::size_t>(options.dimension);
  const bool restarted = restart_peak();
  const auto before = resident_bytes();
  const std::vector<float> rows = patch_like_rows(static_cast<std::size_t>(options.patches), dimension);
  const auto count =
      static_cast<std::size_t>(std::ceil(options.fraction * static_cast<double>(options.patches)));
  const std::size_t timed =
      options.naive_centres == 0 ? count : std::min(count, static_cast<std::size_t>(options.naive_centres));
  Result<Coreset> fast, naive;
  const double seconds = seconds_of([&] { fast = coreset(rows, dimension, {count, 0}, progress, stop); });
  if (!fast)
    return fail(fast.error());
  const auto peak = peak_bytes();
  const double naive_seconds = seconds_of([&] {
                                 naive = coreset_naive(rows, dimension, {timed, 0}, progress, stop);
                               }) *
                               static_cast<double>(count) / static_cast<double>(timed);
  if (!naive)
    return fail(naive.error());
  const bool identical = naive->rows.size() <= fast->rows.size() &&
                         std::equal(naive->rows.begin(), naive->rows.end(), fast->rows.begin());
  std::vector<BenchResult> results{{"seconds", seconds, "s", naive_seconds, naive_seconds / seconds},
                                   {"identical", identical ? 1.0 : 0.0, "", {}, {}},
                                   {"cover_radius", fast->cover_radius, "", {}, {}}};
  const double pool = static_cast<double>(rows.size() * sizeof(float));
  if (restarted && before && peak)
    results.push_back(
        {"peak_ratio", (static_cast<double>(*peak) - static_cast<double>(*before)) / pool, "", {}, {}});
  else
    progress.message("peak_ratio is left out: the system does not let the peak of the memory be restarted");
  return results;
}

} // namespace andon::workflow
