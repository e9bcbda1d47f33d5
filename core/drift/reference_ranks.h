#pragma once
#include "core/base/error.h"
#include "core/drift/drift_statistic.h"

#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// Fewest rows of a reference that a drift statistic is fitted to.
inline constexpr std::size_t least_reference = 20;

/// Where a score stands among the chosen scores of a reference. Threads: any, immutable.
class ReferenceRanks {
public:
  /// Errors: insufficient_data.
  static Result<ReferenceRanks> from(const DriftRows& reference, std::span<const std::size_t> chosen);
  std::size_t size() const { return sorted_.size(); }
  std::span<const double> sorted() const { return sorted_; }
  /// (#{smaller} + ½(#{equal} + 1))/(n + 1), in (0, 1). Cost: O(log n).
  double rank(double score) const;
  /// Standard normal quantile of rank().
  double normal_score(double score) const { return normal_[twice(score)]; }
  /// Smallest reference score with at least that share of them at or below it.
  double quantile(double share) const;
  double above(double score) const; ///< share of the reference above the score, half a count added

private:
  std::size_t twice(double score) const; ///< 2·#{smaller} + #{equal}
  std::vector<double> sorted_;
  std::vector<double> normal_; ///< by twice(): 2n + 1 entries
};

} // namespace andon
