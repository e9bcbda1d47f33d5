#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// How one column (a sensor's figure, a feature) differs between two sets of rows.
struct MovedColumn {
  std::string name;
  double before = 0, after = 0; ///< medians
  double shift = 0;             ///< of the mean, in standard deviations before
  double spread = 1;            ///< standard deviation after over before
  double distance = 0;          ///< Kolmogorov–Smirnov
  double p_value = 1;           ///< of the distance, asymptotic, with the effective numbers of rows
  bool moved = false;           ///< by Benjamini & Hochberg (1995) at 5 % over the columns
};

/// Compares [n, names.size()] with [m, names.size()] rows column by column, the largest distance first.
/// Columns with a number that is not finite use the others. `block_before`, `block_after`: rows that say as
/// much as one independent row (autocorrelation), >= 1. Errors: invalid_argument (sizes), insufficient_data
/// (fewer than 5 rows on a side). Cost: O((n + m) log(n + m)) a column.
Result<std::vector<MovedColumn>> moved_columns(std::span<const double> before, std::span<const double> after,
                                               const std::vector<std::string>& names, double block_before = 1,
                                               double block_after = 1);

} // namespace andon
