#pragma once
#include "core/base/options.h"
#include "core/decision/tail.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// Peaks over threshold: where the tail starts and how its law is estimated.
struct PotOptions {
  std::string start = "percentile"; ///< or "automatic": choose_tail_start()
  double percentile = 95;
  std::string estimator = "likelihood"; ///< or "weighted-moments", "moments"
  std::string decluster = "no"; ///< or "runs", "intervals": only the highest of each cluster is fitted
  std::int64_t run_length = 5;  ///< items without an exceedance that end a cluster of "runs"
  double rate = 1e-3;           ///< false-alarm rate an item where none is promised
  double confidence = 0.95;
  double extrapolation = 10; ///< how far beyond one in n items the tail may be followed
  std::vector<Option> describe();
};

/// Excesses needed before a tail is fitted at all.
inline constexpr std::int64_t least_excesses = 30;

/// The tail of normal scores in order of time. Threads: any, plain value.
struct PotFit {
  Tail tail;
  std::vector<double> fitted; ///< what the law is of, ascending: every excess, or the highest of a cluster
  GpdFit fit;
  double dependence =
      1;              ///< extremal index of the exceedances: runs where declustered by runs, else intervals
  double p_value = 1; ///< Anderson–Darling, its statistic shrunk by information()
  bool rejected = false; ///< automatic start: no candidate looked like a GPD

  /// Share of what the fitted excesses say that independent ones would: the extremal index, 1 once
  /// declustered.
  double information() const { return fitted.size() < tail.excesses.size() ? 1 : dependence; }
  /// Score exceeded with probability `rate`; u where rate >= tail.share().
  double level(double rate) const;
};
/// Declustered by runs the index is that of Leadbetter et al. (1989), see extremal_index.h; the level still
/// counts items, so a cluster of called items is one alarm and the promise errs on the safe side (Coles
/// 2001, 5.3.2). Errors: insufficient_data (fewer than least_excesses above u, clusters where declustered),
/// invalid_argument (infinite score above u).
Result<PotFit> fit_pot(std::span<const double> scores, const PotOptions& options);
/// The same with the tail from u on, whatever options.start says. Cost: O(n) and a fit.
Result<PotFit> fit_pot_above(std::span<const double> scores, double u, const PotOptions& options);

/// Items still needed before `rate` may be promised from n of them: a tail of least_excesses, and
/// rate >= 1/(extrapolation·n).
std::int64_t pot_items_missing(std::int64_t n, double rate, const PotOptions& options);

} // namespace andon
