#pragma once
#include <cstdint>

namespace andon {

/// Linear warm-up, then half a cosine to zero (Loshchilov & Hutter 2017, eq. 5, one period):
/// step < w: (step + 1)/w, else (1 + cos(π·(step − w)/(steps − w)))/2, with w = round(warmup_fraction·steps).
/// Returns the factor of the highest step size for step 0 … steps − 1, in (0, 1]; 0 from `steps` on.
double schedule_factor(std::int64_t step, std::int64_t steps, double warmup_fraction);

} // namespace andon
