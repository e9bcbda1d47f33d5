#include "core/training/schedule.h"

#include <cmath>
#include <numbers>

namespace andon {

double schedule_factor(std::int64_t step, std::int64_t steps, double warmup_fraction) {
  const std::int64_t warmup = std::llround(warmup_fraction * static_cast<double>(steps));
  if (step < warmup)
    return static_cast<double>(step + 1) / static_cast<double>(warmup);
  if (step >= steps)
    return 0;
  const double done = static_cast<double>(step - warmup) / static_cast<double>(steps - warmup);
  return 0.5 * (1.0 + std::cos(std::numbers::pi * done));
}

} // namespace andon
