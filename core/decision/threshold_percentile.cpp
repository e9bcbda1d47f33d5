#include "core/decision/threshold_methods.h"
#include "core/metrics/intervals.h"
#include "core/metrics/ranked.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace andon {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string percent(double fraction) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g %%", 100 * fraction);
  return text;
}

double sample_quantile(const std::vector<double>& sorted, double p) {
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const double weight = position - static_cast<double>(below);
  if (weight == 0 || sorted[below] == sorted[below + 1])
    return sorted[below];
  return sorted[below] * (1 - weight) + sorted[below + 1] * weight;
}

/// Order statistics around the p-quantile of the scores' law that hold it with the confidence, any
/// distribution (David & Nagaraja 2003, 7.1). An end that no order statistic reaches is infinite.
Estimate quantile_interval(const std::vector<double>& sorted, double threshold, double p, double confidence) {
  const auto n = static_cast<std::int64_t>(sorted.size());
  const double tail = (1 - confidence) / 2;
  const auto first_rank_where = [&](auto holds) {
    std::int64_t low = 0, high = n + 1;
    while (low < high) {
      const std::int64_t middle = (low + high) / 2;
      if (holds(middle))
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  };
  // Low: largest rank l with P(X <= l − 1) <= tail. High: smallest rank u with P(X <= u − 1) >= 1 − tail.
  const std::int64_t l =
      first_rank_where([&](std::int64_t r) { return r > n || binomial_cdf(r - 1, n, p) > tail; }) - 1;
  const std::int64_t u =
      first_rank_where([&](std::int64_t r) { return r > n || binomial_cdf(r - 1, n, p) >= 1 - tail; });
  return {threshold, l < 1 ? -infinity : sorted[static_cast<std::size_t>(l - 1)],
          u > n ? infinity : sorted[static_cast<std::size_t>(u - 1)]};
}

/// Smallest rank k such that "reject above the k-th smallest" keeps the rate <= alpha with the confidence.
/// requires n >= items_needed(alpha, confidence), so that k = n does.
std::int64_t certifying_rank(std::int64_t n, double alpha, double confidence) {
  std::int64_t low = 1, high = n;
  while (low < high) {
    const std::int64_t middle = (low + high) / 2;
    if (exceedance_risk(n, middle, alpha) <= 1 - confidence)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

void add_guarantee(ThresholdFit& fit, const std::vector<double>& sorted, double confidence) {
  const auto n = static_cast<std::int64_t>(sorted.size());
  const auto accepted = std::partition_point(sorted.begin(), sorted.end(),
                                             [&](double s) { return !decide(s, fit.threshold); }) -
                        sorted.begin();
  const double below = static_cast<double>(accepted), total = static_cast<double>(n);
  fit.diagnostics["rejected"] = total - below;
  fit.diagnostics["expected_rate"] = (total + 1 - below) / (total + 1);
  fit.diagnostics["risk_above_alpha"] = exceedance_risk(n, accepted, fit.alpha);
  fit.diagnostics["certified_rate"] = certified_rate(n, n - accepted, confidence);
}

} // namespace

std::vector<Option> PercentileOptions::describe() {
  return {option("percentile", percentile,
                 "Percentile of the normal scores where the line is drawn; used when no false-alarm rate is "
                 "promised",
                 "%", 0, 100),
          option("confidence", confidence, "How certain intervals and the promised false-alarm rate must be",
                 "", 0.5, 0.9999)};
}

Result<ThresholdFit> fit_percentile(const ThresholdInput& input, const OptionMap& options) {
  ANDON_ASSIGN(const auto config, configured<PercentileOptions>(options));
  if (input.normal.empty())
    return fail(ErrorCode::insufficient_data, "percentile needs scores of normal items and got none");
  std::vector<double> sorted(input.normal.begin(), input.normal.end());
  std::sort(sorted.begin(), sorted.end());
  const auto n = static_cast<std::int64_t>(sorted.size());

  ThresholdFit fit;
  fit.alpha = input.alpha.value_or(1 - config.percentile / 100);
  fit.diagnostics["n"] = static_cast<double>(n);
  fit.diagnostics["largest_normal"] = sorted.back();
  const bool promise_possible = fit.alpha > 0 && fit.alpha < 1;
  const std::int64_t needed = promise_possible ? items_needed(fit.alpha, config.confidence) : n;
  fit.supported = promise_possible && n >= needed;
  fit.needed_more = std::max<std::int64_t>(0, needed - n);

  if (!input.alpha)
    fit.threshold = sample_quantile(sorted, config.percentile / 100);
  else if (fit.supported) // just above the order statistic: ties with it pass, so the law of the rate holds
                          // for any scores
    fit.threshold = std::nextafter(
        sorted[static_cast<std::size_t>(certifying_rank(n, fit.alpha, config.confidence) - 1)], infinity);
  if (promise_possible) {
    fit.interval = quantile_interval(sorted, fit.threshold, 1 - fit.alpha, config.confidence);
    fit.diagnostics["needed"] = static_cast<double>(needed);
    if (!std::isnan(fit.threshold))
      add_guarantee(fit, sorted, config.confidence);
  }
  if (!promise_possible)
    fit.message = "a percentile of " + percent(config.percentile / 100) + " promises no false-alarm rate";
  else if (!fit.supported)
    fit.message = "a false-alarm rate of " + percent(fit.alpha) + " is not supported by these data; " +
                  std::to_string(fit.needed_more) + " more normal items are needed (" + std::to_string(n) +
                  " of " + std::to_string(needed) + "; " + std::to_string(n) + " certify at best " +
                  percent(certified_rate(n, 0, config.confidence)) + ")";
  else
    fit.message = "with these " + std::to_string(n) + " normal items the false-alarm rate is at most " +
                  percent(fit.diagnostics["certified_rate"]) + " at " + percent(config.confidence) +
                  " confidence";
  return fit;
}

} // namespace andon
