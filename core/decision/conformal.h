#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// Split conformal p-values (Vovk et al. 2005; Bates et al. 2023): p(s) = (1 + #{calibration >= s})/(n + 1),
/// so that P(p <= alpha) <= alpha for a new normal score exchangeable with the calibration, whatever its law.
/// Threads: any, immutable.
class Conformal {
public:
  /// Errors: insufficient_data (no scores), invalid_argument (NaN, names the index).
  static Result<Conformal> from(std::span<const double> calibration);
  std::int64_t size() const { return static_cast<std::int64_t>(sorted_.size()); }
  /// 1/(n + 1) for a NaN score: the most suspicious value there is. Cost: O(log n).
  double p_value(double score) const;
  /// Lowest line with P(score >= line) <= alpha for a new normal item, on average over calibrations: just
  /// above the ⌊alpha·(n + 1)⌋-th largest score. NaN where n is below conformal_items(alpha).
  double threshold(double alpha) const;

private:
  std::vector<double> sorted_;
};
/// Smallest n that gives conformal lines at alpha: ⌈1/alpha⌉ − 1.
std::int64_t conformal_items(double alpha);

/// One calibration a group (product, line, camera), so that the guarantee holds within each (Mondrian).
class MondrianConformal {
public:
  /// Errors: those of Conformal::from, and invalid_argument where the lengths differ.
  static Result<MondrianConformal> from(std::span<const double> calibration,
                                        std::span<const std::string> groups);
  /// Errors: not_found (a group without calibration; names the nearest).
  Result<double> p_value(double score, const std::string& group) const;
  Result<double> threshold(double alpha, const std::string& group) const;
  const std::map<std::string, Conformal>& groups() const { return groups_; }

private:
  Result<const Conformal*> find(const std::string& group) const;
  std::map<std::string, Conformal> groups_;
};

} // namespace andon
