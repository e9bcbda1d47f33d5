#include "core/decision/pot.h"

#include "core/decision/extremal_index.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

GpdFit estimate(const GpdSample& sample, const std::string& estimator) {
  if (estimator == "weighted-moments")
    return fit_gpd_weighted_moments(sample);
  return estimator == "moments" ? fit_gpd_moments(sample) : fit_gpd(sample);
}

std::vector<double> cluster_peaks(const Tail& tail, const std::vector<ExceedanceCluster>& clusters) {
  std::vector<double> peaks;
  for (const ExceedanceCluster& cluster : clusters)
    peaks.push_back(*std::max_element(tail.excesses.begin() + static_cast<std::ptrdiff_t>(cluster.first),
                                      tail.excesses.begin() + static_cast<std::ptrdiff_t>(cluster.last) + 1));
  return peaks;
}

} // namespace

std::vector<Option> PotOptions::describe() {
  return {
      choice("start", start,
             "Where the tail starts: a fixed percentile, or the first of 20 candidates whose excesses pass "
             "sequential goodness-of-fit tests",
             {"percentile", "automatic"}),
      option("percentile", percentile, "Percentile of the normal scores above which the tail is fitted", "%",
             50, 99.9),
      choice("estimator", estimator, "How the law of the excesses is estimated for the method pot",
             {"likelihood", "weighted-moments", "moments"}),
      choice("decluster", decluster,
             "Neighbouring scores exceed together: fit only the highest of each cluster, where clusters end "
             "after "
             "run_length quiet items, or as the intervals between exceedances imply",
             {"no", "runs", "intervals"}),
      option("run_length", run_length, "Items below the start of the tail that end a cluster of runs",
             "items", 1, 1e6),
      option("rate", rate, "False-alarm rate an item, used when no rate is promised", "", 1e-9, 0.5),
      option("confidence", confidence, "How certain intervals and bounds must be", "", 0.5, 0.9999),
      option("extrapolation", extrapolation,
             "How many times beyond one in n items the tail may be followed before more data are asked for",
             "", 1, 1000)};
}

double PotFit::level(double rate) const {
  return rate >= tail.share() ? tail.u : tail.u + fit.law.excess_at(rate / tail.share());
}

Result<PotFit> fit_pot_above(std::span<const double> scores, double u, const PotOptions& options) {
  PotFit result;
  result.tail = tail_above(scores, u);
  const Tail& tail = result.tail;
  const bool by_runs = options.decluster == "runs";
  result.dependence =
      by_runs ? extremal_index_runs(tail.positions, options.run_length) : extremal_index(tail.positions);
  if (options.decluster == "no")
    result.fitted = tail.excesses;
  else
    result.fitted = cluster_peaks(tail, by_runs ? decluster_runs(tail.positions, options.run_length)
                                                : decluster(tail.positions, result.dependence));
  std::sort(result.fitted.begin(), result.fitted.end());
  const auto fitted = static_cast<std::int64_t>(result.fitted.size());
  if (fitted < least_excesses)
    return fail(ErrorCode::insufficient_data,
                "only " + std::to_string(fitted) +
                    (options.decluster == "no" ? " normal scores" : " clusters of normal scores") +
                    " lie above the start of the tail and " + std::to_string(least_excesses) +
                    " are needed; add normal items or lower the percentile");
  ANDON_ASSIGN(const GpdSample sample, GpdSample::from(result.fitted));
  result.fit = estimate(sample, options.estimator);
  result.p_value = anderson_darling_p(anderson_darling(sample, result.fit.law) * result.information(),
                                      result.fit.law.shape);
  return result;
}

Result<PotFit> fit_pot(std::span<const double> scores, const PotOptions& options) {
  if (scores.empty())
    return fail(ErrorCode::insufficient_data, "a tail fit needs scores of normal items and got none");
  if (options.start != "automatic")
    return fit_pot_above(scores, tail_start(scores, options.percentile), options);
  ANDON_ASSIGN(const TailChoice choice, choose_tail_start(scores));
  ANDON_ASSIGN(PotFit result, fit_pot_above(scores, choice.candidates[choice.chosen].u, options));
  result.rejected = choice.every_candidate_rejected;
  return result;
}

std::int64_t pot_items_missing(std::int64_t n, double rate, const PotOptions& options) {
  const double tail = static_cast<double>(least_excesses) / (1 - options.percentile / 100);
  const double reach = 1 / (options.extrapolation * rate);
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(std::max(tail, reach) - 1e-6)) - n);
}

} // namespace andon
