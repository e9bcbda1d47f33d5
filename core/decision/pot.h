#pragma once
#include "core/base/options.h"
#include "core/decision/tail.h"

#include <cstdint>
#include <span>
#include <string>

namespace andon {

/// Peaks over threshold: where the tail starts and how its law is estimated.
struct PotOptions {
  std::string start = "percentile"; ///< or "automatic": choose_tail_start()
  double percentile = 95;
  std::string estimator = "likelihood"; ///< or "weighted-moments", "moments"
  double rate = 1e-3;                   ///< false-alarm rate an item where none is promised
  double confidence = 0.95;
  double extrapolation = 10; ///< how far beyond one in n items the tail may be followed
  std::vector<Option> describe();
};

/// Excesses needed before a tail is fitted at all.
inline constexpr std::int64_t least_excesses = 30;

/// The tail of normal scores in order of time. Threads: any, plain value.
struct PotFit {
  Tail tail;
  GpdFit fit;
  double dependence = 1; ///< extremal index of the exceedances
  double p_value = 1;    ///< Anderson–Darling, its statistic shrunk by the extremal index
  bool rejected = false; ///< automatic start: no candidate looked like a GPD

  /// Score exceeded with probability `rate`; u where rate >= tail.share().
  double level(double rate) const;
};
/// Errors: insufficient_data (fewer than least_excesses above u), invalid_argument (infinite score above u).
Result<PotFit> fit_pot(std::span<const double> scores, const PotOptions& options);

/// Items still needed before `rate` may be promised from n of them: a tail of least_excesses, and
/// rate >= 1/(extrapolation·n).
std::int64_t pot_items_missing(std::int64_t n, double rate, const PotOptions& options);

} // namespace andon
