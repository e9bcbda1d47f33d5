#include "core/decision/threshold_methods.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace andon {
namespace {

constexpr double confidence = 0.95;

/// Smallest n at which `rejected` of them certify a rate <= alpha.
std::int64_t items_that_certify(std::int64_t n, std::int64_t rejected, double alpha) {
  std::int64_t low = n, high = std::max<std::int64_t>(1, n);
  while (certified_rate(high, rejected, confidence) > alpha)
    high *= 2;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (certified_rate(middle, rejected, confidence) <= alpha)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

} // namespace

std::vector<Option> ManualOptions::describe() {
  return {option("line", line, "Score at and above which an item is called anomalous", "score")};
}

Result<ThresholdFit> fit_manual(const ThresholdInput& input, const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<ManualOptions>(values));
  if (!values.contains("line"))
    return fail(ErrorCode::invalid_argument, "manual needs the score to draw the line at: set line");
  if (!std::isfinite(options.line))
    return fail(ErrorCode::invalid_argument, "line must be a finite score");
  ThresholdFit fit;
  fit.threshold = options.line;
  const auto n = static_cast<std::int64_t>(input.normal.size());
  const auto rejected = static_cast<std::int64_t>(std::count_if(
      input.normal.begin(), input.normal.end(), [&](double score) { return decide(score, options.line); }));
  const double certified = certified_rate(n, rejected, confidence);
  fit.alpha = input.alpha.value_or(certified);
  fit.diagnostics = {{"n", static_cast<double>(n)},
                     {"rejected", static_cast<double>(rejected)},
                     {"certified_rate", certified}};
  fit.supported = certified <= fit.alpha;
  // A rate that the rejects already exceed is not a question of more data.
  const bool too_low = static_cast<double>(rejected) > fit.alpha * static_cast<double>(n) && rejected > 0;
  if (!fit.supported && !too_low)
    fit.needed_more = items_that_certify(n, rejected, fit.alpha) - n;
  char text[200];
  std::snprintf(
      text, sizeof text,
      "%lld of %lld normal items reach this line; they certify a false-alarm rate of at most %.4g %% "
      "at 95 %% confidence%s",
      static_cast<long long>(rejected), static_cast<long long>(n), 100 * certified,
      fit.supported ? ""
      : too_low     ? ": too low for the promise"
                    : ": too few for the promise");
  fit.message = text;
  return fit;
}

} // namespace andon
