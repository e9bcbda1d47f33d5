#pragma once
#include "core/decision/gpd.h"

#include <cstdint>
#include <span>
#include <vector>

namespace andon {

class TailPosterior;
struct PotFit;

/// The part of a score sequence above u. Excesses and positions are in the order of the scores.
struct Tail {
  double u = 0;
  std::int64_t total = 0; ///< items looked at
  std::vector<double> excesses;
  std::vector<std::int64_t> positions;

  /// Share of items above u.
  double share() const { return static_cast<double>(excesses.size()) / static_cast<double>(total); }
};
/// Items with score > u. Cost: O(n).
Tail tail_above(std::span<const double> scores, double u);
/// The order statistic that leaves floor((1 − percentile/100)·n) scores above it (fewer with ties). requires
/// scores, percentile in (0, 100). Cost: O(n).
double tail_start(std::span<const double> scores, double percentile);

/// Anderson–Darling distance A² between the excesses and a law fitted to them. Cost: O(k log k).
double anderson_darling(const GpdSample& sample, const Gpd& law);
/// P(A² >= statistic) when the law is a GPD fitted by maximum likelihood: interpolated in a table simulated
/// for shapes −0.5…0.9 (tests/golden/anderson_darling_table.py), ln P linear in A² between and beyond its
/// columns; shapes outside use the nearest row.
double anderson_darling_p(double statistic, double shape);

/// One candidate of the automatic choice.
struct TailStart {
  double u = 0;
  std::int64_t excesses = 0;
  GpdFit fit;
  double p_value = 0;
};
struct TailChoice {
  std::vector<TailStart> candidates; ///< ascending u
  std::size_t chosen = 0;
  bool every_candidate_rejected = false; ///< chosen is then the highest
};
/// Automatic u (Bader, Yan & Zhang 2018): candidates at `count` equally spaced shares from 20 % to 1 % of the
/// items, never fewer than `least` excesses; Anderson–Darling p-values; ForwardStop rejects the first
/// k = max{k : −Σ_{i<=k} ln(1 − p_i)/k <= level}, and the next candidate is chosen. Errors: insufficient_data
/// (fewer than `least` distinct excesses at 20 %).
Result<TailChoice> choose_tail_start(std::span<const double> scores, double level = 0.1, int count = 20,
                                     std::int64_t least = 50);

/// Curves for the threshold page; vectors of one length a curve.
struct TailCurve {
  std::vector<double> x, y, low, high; ///< 95 % limits; empty where the curve has none
};
/// Mean excess over u against u, with normal limits; straight above a good u.
TailCurve mean_residual_life(std::span<const double> scores, int points = 60);
struct TailStability {
  TailCurve shape;          ///< against u, ± 1.96 standard errors
  TailCurve modified_scale; ///< scale − shape·u: constant above a good u; error by the delta method
};
/// Fits at `points` thresholds from the 80th to the 99th percentile with at least 20 excesses.
TailStability parameter_stability(std::span<const double> scores, int points = 30);
/// Sorted excesses (y) against the law's quantiles at (i − 1/2)/k (x), at most `points` of them: every one of
/// the largest and evenly thinned below.
TailCurve quantile_plot(const GpdSample& sample, const Gpd& law, int points = 400);
/// Level (y) exceeded once in x items, x from 1/share of the tail to 100 × total, with the limits of
/// TailPosterior::level() at 95 % one-sided.
TailCurve return_levels(const Tail& tail, const TailPosterior& posterior, int points = 25);
/// The same at once: levels of the fit, with 90 % normal limits of ln excess by the delta method, widened for
/// dependent excesses; without limits where the estimator has no standard errors.
TailCurve quick_return_levels(const PotFit& pot, int points = 25);

} // namespace andon
