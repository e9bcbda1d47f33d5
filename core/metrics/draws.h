#pragma once
#include "core/metrics/estimate.h"

#include <vector>

namespace andon {

// Private to core/metrics.

/// Linear interpolation between order statistics. requires values.
double sorted_quantile(const std::vector<double>& sorted, double p);
/// Interval around `value` from deviations of the draws from `binned`, the value of all items as the draws
/// are evaluated; NaN draws are left out, the limits are kept within [low, high].
Estimate around(double value, double binned, std::vector<double> drawn, double confidence, double low,
                double high);

} // namespace andon
