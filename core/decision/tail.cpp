#include "core/decision/tail.h"

#include "core/base/assert.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {
namespace {

double minus_log_survival(const Gpd& law, double x) {
  const double y = x / law.scale, inside = law.shape * y;
  if (law.shape == 0)
    return y;
  return inside <= -1 ? std::numeric_limits<double>::infinity() : std::log1p(inside) / law.shape;
}

} // namespace

Tail tail_above(std::span<const double> scores, double u) {
  Tail tail;
  tail.u = u;
  tail.total = static_cast<std::int64_t>(scores.size());
  const auto above = std::count_if(scores.begin(), scores.end(), [u](double score) { return score > u; });
  tail.excesses.reserve(static_cast<std::size_t>(above));
  tail.positions.reserve(static_cast<std::size_t>(above));
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (scores[i] > u) {
      tail.excesses.push_back(scores[i] - u);
      tail.positions.push_back(static_cast<std::int64_t>(i));
    }
  return tail;
}

double tail_start(std::span<const double> scores, double percentile) {
  ANDON_ASSERT(!scores.empty() && percentile > 0 && percentile < 100);
  std::vector<double> copy(scores.begin(), scores.end());
  // 1e-9: (1 − 0.95)·n must count as n/20.
  const auto above =
      static_cast<std::size_t>((1 - percentile / 100) * static_cast<double>(copy.size()) + 1e-9);
  const std::size_t rank = copy.size() - 1 - std::min(above, copy.size() - 1);
  std::nth_element(copy.begin(), copy.begin() + static_cast<std::ptrdiff_t>(rank), copy.end());
  return copy[rank];
}

double anderson_darling(const GpdSample& sample, const Gpd& law) {
  std::vector<double> tails; // −ln P(X > x), ascending
  for (const double v : sample.values())
    tails.push_back(std::min(minus_log_survival(law, v * sample.unit()), 700.0));
  std::sort(tails.begin(), tails.end());
  const std::size_t n = tails.size();
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double below = std::log(std::max(-std::expm1(-tails[i]), 1e-300));
    sum += static_cast<double>(2 * i + 1) * (below - tails[n - 1 - i]);
  }
  return -static_cast<double>(n) - sum / static_cast<double>(n);
}

} // namespace andon
