#include "core/metrics/draws.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {

double sorted_quantile(const std::vector<double>& sorted, double p) {
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Estimate around(double value, double binned, std::vector<double> drawn, double confidence, double low,
                double high) {
  std::erase_if(drawn, [](double x) { return std::isnan(x); });
  if (std::isnan(value) || drawn.empty())
    return {value, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  std::sort(drawn.begin(), drawn.end());
  const double tail = (1 - confidence) / 2;
  return {value, std::clamp(value + sorted_quantile(drawn, tail) - binned, low, high),
          std::clamp(value + sorted_quantile(drawn, 1 - tail) - binned, low, high)};
}

} // namespace andon
