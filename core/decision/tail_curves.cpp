#include "core/decision/pot.h"
#include "core/decision/tail.h"
#include "core/decision/tail_posterior.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr double z95 = 1.959963984540054, z90 = 1.6448536269514722;

void add(TailCurve& curve, double x, double y, double error) {
  curve.x.push_back(x);
  curve.y.push_back(y);
  curve.low.push_back(y - z95 * error);
  curve.high.push_back(y + z95 * error);
}

std::vector<double> sorted_copy(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

/// Items between exceedances, from twice those of u to 100 times all, even in their logarithm.
std::vector<double> return_periods(const Tail& tail, int points) {
  const double first = std::log(2 / tail.share()), last = std::log(100 * static_cast<double>(tail.total));
  std::vector<double> periods;
  for (int i = 0; i < points; ++i)
    periods.push_back(std::exp(first + (last - first) * i / std::max(1, points - 1)));
  return periods;
}

} // namespace

TailCurve mean_residual_life(std::span<const double> scores, int points) {
  TailCurve curve;
  const std::vector<double> sorted = sorted_copy(scores);
  constexpr std::size_t least = 5;
  if (sorted.size() < 2 * least || points < 2)
    return curve;
  const std::size_t first = sorted.size() / 2, last = sorted.size() - least - 1;
  for (int i = 0; i < points; ++i) {
    const std::size_t at =
        first + (last - first) * static_cast<std::size_t>(i) / static_cast<std::size_t>(points - 1);
    const double u = sorted[at], n = static_cast<double>(sorted.size() - at - 1);
    if (!curve.x.empty() && u <= curve.x.back())
      continue;
    double mean = 0, squares = 0;
    for (std::size_t j = at + 1; j < sorted.size(); ++j)
      mean += (sorted[j] - u) / n;
    for (std::size_t j = at + 1; j < sorted.size(); ++j)
      squares += (sorted[j] - u - mean) * (sorted[j] - u - mean);
    add(curve, u, mean, std::sqrt(squares / (n - 1) / n));
  }
  return curve;
}

TailStability parameter_stability(std::span<const double> scores, int points) {
  TailStability stability;
  if (scores.empty() || points < 2)
    return stability;
  for (int i = 0; i < points; ++i) {
    const double u = tail_start(scores, 80 + 19.0 * i / (points - 1));
    const auto sample = GpdSample::from(tail_above(scores, u).excesses);
    if (!sample || sample->size() < 20 || (!stability.shape.x.empty() && u <= stability.shape.x.back()))
      continue;
    const GpdFit fit = fit_gpd(*sample);
    add(stability.shape, u, fit.law.shape, fit.shape_error);
    const double variance = fit.scale_error * fit.scale_error + u * u * fit.shape_error * fit.shape_error -
                            2 * u * fit.covariance;
    add(stability.modified_scale, u, fit.law.scale - fit.law.shape * u, std::sqrt(variance));
  }
  return stability;
}

TailCurve quantile_plot(const GpdSample& sample, const Gpd& law, int points) {
  TailCurve curve;
  const std::vector<double> sorted = sorted_copy(sample.values());
  const std::size_t n = sorted.size(), limit = static_cast<std::size_t>(std::max(points, 2));
  const std::size_t every_from = n <= limit ? 0 : n - limit / 2;
  const std::size_t step = n <= limit ? 1 : (every_from + limit / 2 - 1) / (limit / 2);
  for (std::size_t i = 0; i < n; i += i < every_from ? std::min(step, every_from - i) : 1) {
    curve.x.push_back(law.excess_at(1 - (static_cast<double>(i) + 0.5) / static_cast<double>(n)));
    curve.y.push_back(sorted[i] * sample.unit());
  }
  return curve;
}

TailCurve return_levels(const Tail& tail, const TailPosterior& posterior, int points) {
  TailCurve curve;
  for (const double items : return_periods(tail, points)) {
    const Estimate level = posterior.level(1 / items, 0.95);
    curve.x.push_back(items);
    curve.y.push_back(level.value);
    curve.low.push_back(level.low);
    curve.high.push_back(level.high);
  }
  return curve;
}

TailCurve quick_return_levels(const PotFit& pot, int points) {
  TailCurve curve;
  const GpdFit& fit = pot.fit;
  const double relative = fit.scale_error / fit.law.scale, reach = z90 / std::sqrt(pot.information());
  for (const double items : return_periods(pot.tail, points)) {
    const double p = 1 / (items * pot.tail.share()), excess = fit.law.excess_at(p);
    const double change = log_excess_change(fit.law, p);
    const double error = std::sqrt(change * change * fit.shape_error * fit.shape_error + relative * relative +
                                   2 * change * fit.covariance / fit.law.scale);
    curve.x.push_back(items);
    curve.y.push_back(pot.tail.u + excess);
    if (!std::isfinite(error))
      continue;
    curve.low.push_back(pot.tail.u + excess * std::exp(-reach * error));
    curve.high.push_back(pot.tail.u + excess * std::exp(reach * error));
  }
  if (curve.low.size() < curve.x.size()) {
    curve.low.clear();
    curve.high.clear();
  }
  return curve;
}

} // namespace andon
