#include "core/decision/gpd.h"
#include "core/decision/gpd_information.h"

#include <algorithm>
#include <cmath>

namespace andon {

GpdFit fit_gpd_weighted_moments(const GpdSample& sample) {
  std::vector<double> sorted(sample.values().begin(), sample.values().end());
  std::sort(sorted.begin(), sorted.end());
  const double n = static_cast<double>(sorted.size());
  double weighted = 0; // mean of v·(1 − F(v)); the plain mean of the values is 1
  for (std::size_t i = 0; i < sorted.size(); ++i)
    weighted += sorted[i] * (1 - (static_cast<double>(i) + 0.65) / n);
  weighted /= n;
  const double shape = 2 - 1 / (1 - 2 * weighted);
  return described_fit(sample, {shape, 2 * weighted / (1 - 2 * weighted)});
}

GpdFit fit_gpd_moments(const GpdSample& sample) {
  double variance = 0;
  for (const double v : sample.values())
    variance += (v - 1) * (v - 1);
  variance = std::max(variance / (static_cast<double>(sample.size()) - 1), 1e-300);
  return described_fit(sample, {(1 - 1 / variance) / 2, (1 + 1 / variance) / 2});
}

} // namespace andon
