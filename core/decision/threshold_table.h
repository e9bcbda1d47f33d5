#pragma once
#include "core/base/options.h"
#include "core/base/table.h"
#include "core/decision/threshold.h"

#include <string>
#include <vector>

namespace andon {

/// One threshold method. A new method is one file `threshold_<id>.cpp` and one row in threshold_table.cpp.
struct ThresholdMethod {
  std::string id, title, paper;
  std::vector<OptionInfo> options;
  bool needs_labels = false;
  /// Errors: invalid_argument (unknown option, alpha outside (0, 1), NaN score or label other than 0/1 with
  /// its index), insufficient_data (no normal scores; labels needed and none abnormal), cancelled. Too little
  /// data for the promise is not an error: supported = false says so.
  Result<ThresholdFit> (*fit)(const ThresholdInput& input, const OptionMap& options);
};
/// percentile, pot-bound, pot, spot, dspot, conformal, mondrian, cost, f1, manual.
const Table<ThresholdMethod>& threshold_methods();
/// The method whose promise `bench far` checks: P(realised rate > alpha) <= 0.10 on seven laws.
inline constexpr const char* default_threshold_method = "pot-bound";

/// Finds the row and fits. Errors: not_found (names the nearest method) and those of the method.
Result<ThresholdFit> fit_threshold(const std::string& method, const ThresholdInput& input,
                                   const OptionMap& options = {});

} // namespace andon
