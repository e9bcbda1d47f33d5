#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/signal/series.h"

#include <string>
#include <vector>

namespace andon {

/// One sensor's scale: z = (x − centre)/spread.
struct SensorScale {
  double centre = 0, spread = 1;
};

/// Robust z-score: centre = median, spread = 1.4826·MAD (median of |x − median|), which is the standard
/// deviation of a normal law. Where more than half of the values are equal the MAD is 0 and the standard
/// deviation stands in; a constant gets spread 1. Missing values are left out. Cost: O(n).
SensorScale robust_scale(const Series& series);
/// Minimum to 0, maximum to 1; a constant gets spread 1.
SensorScale min_max_scale(const Series& series);
/// In place; missing values become 0.
void apply_scale(const SensorScale& scale, Series& series);

/// What stands where a value is missing.
enum class GapFill { linear, forward };
/// Fills gaps in place and drops the mask: linear interpolation between the neighbours, or the last present
/// value (forward); at the ends the nearest present value. Errors: insufficient_data when no value is
/// present.
Result<void> fill_gaps(Series& series, GapFill fill);

} // namespace andon
