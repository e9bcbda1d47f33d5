#include "core/base/assert.h"
#include "core/decision/gpd.h"
#include "core/metrics/intervals.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr int points = 61;  ///< a side of the grid
constexpr double reach = 7; ///< deviations from its centre
constexpr int rate_nodes = 7;
constexpr double negligible = 1e-7; ///< share of the largest weight

struct Weighted {
  double level = 0, weight = 0;
};

struct Cell {
  Gpd law;
  double log_weight = 0;
};

/// Grid around the precision-weighted mean of likelihood and prior; rows follow the slope of the best scale
/// against the shape, from the inverse Fisher information (1 + s)·[1 + s, −1; −1, 2] of (s, ln scale).
std::vector<Cell> posterior_grid(const GpdSample& sample, const TailPrior& prior, double information) {
  const GpdFit fit = fit_gpd(sample);
  const double k = information * static_cast<double>(sample.size());
  const double shape = std::clamp(fit.law.shape, -0.7, 2.0),
               log_scale = std::log(fit.law.scale / sample.unit());
  const double error = (1 + shape) / std::sqrt(k), prior_error = prior.shape_deviation;
  const double precision = 1 / (error * error) + 1 / (prior_error * prior_error);
  const double centre =
      (fit.law.shape / (error * error) + prior.shape_mean / (prior_error * prior_error)) / precision;
  const double scale_step = reach * std::sqrt(std::max(1 + 2 * shape, 0.5) / k);
  std::vector<Cell> cells;
  cells.reserve(points * points);
  for (int i = 0; i < points; ++i) {
    const double s = centre + reach / std::sqrt(precision) * (2.0 * i / (points - 1) - 1);
    if (s < -1)
      continue;
    const double middle = log_scale - (s - fit.law.shape) / (1 + shape);
    const double z = (s - prior.shape_mean) / prior_error;
    for (int j = 0; j < points; ++j) {
      const Gpd law{s, std::exp(middle + scale_step * (2.0 * j / (points - 1) - 1))};
      cells.push_back({law, information * sample.log_likelihood(law) - z * z / 2});
    }
  }
  return cells;
}

double weighted_quantile(const std::vector<Weighted>& sorted, double total, double p) {
  double sum = 0;
  for (const Weighted& each : sorted)
    if ((sum += each.weight) >= p * total)
      return each.level;
  return sorted.back().level;
}

} // namespace

Estimate bayes_level(const GpdSample& sample, double u, double total, double rate, double confidence,
                     const TailPrior& prior, double information) {
  const double k = static_cast<double>(sample.size());
  ANDON_ASSERT(total >= k && rate > 0 && rate < 1 && information > 0 && information <= 1);
  double exponents[rate_nodes];
  for (int i = 0; i < rate_nodes; ++i)
    exponents[i] = std::max(0.0, std::log(beta_quantile((i + 0.5) / rate_nodes, information * k + 0.5,
                                                        information * (total - k) + 0.5) /
                                          rate));
  const std::vector<Cell> cells = posterior_grid(sample, prior, information);
  double highest = cells.front().log_weight;
  for (const Cell& cell : cells)
    highest = std::max(highest, cell.log_weight);
  std::vector<Weighted> levels;
  double sum = 0;
  for (const Cell& cell : cells) {
    const double weight = std::exp(cell.log_weight - highest);
    if (weight < negligible)
      continue;
    for (const double exponent : exponents) {
      const double shape = cell.law.shape;
      const double span = std::abs(shape) < 1e-9 ? exponent : std::expm1(shape * exponent) / shape;
      levels.push_back({cell.law.scale * span, weight});
      sum += weight;
    }
  }
  std::sort(levels.begin(), levels.end(),
            [](const Weighted& a, const Weighted& b) { return a.level < b.level; });
  const auto at = [&](double p) { return u + sample.unit() * weighted_quantile(levels, sum, p); };
  return {at(0.5), at(1 - confidence), at(confidence)};
}

} // namespace andon
