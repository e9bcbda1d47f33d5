#include "core/decision/tail_posterior.h"

#include "core/base/assert.h"
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
  double value = 0, weight = 0;
};

double weighted_quantile(const std::vector<Weighted>& sorted, double total, double p) {
  double sum = 0;
  for (const Weighted& each : sorted)
    if ((sum += each.weight) >= p * total)
      return each.value;
  return sorted.back().value;
}

/// Laws around the precision-weighted mean of likelihood and prior; rows follow the slope of the best scale
/// against the shape, from the inverse Fisher information (1 + s)·[1 + s, −1; −1, 2] of (s, ln scale).
std::vector<Gpd> grid_around(const GpdFit& fit, double unit, double k, const TailPrior& prior) {
  const double shape = std::clamp(fit.law.shape, -0.7, 2.0), log_scale = std::log(fit.law.scale / unit);
  const double error = (1 + shape) / std::sqrt(k), prior_error = prior.shape_deviation;
  const double precision = 1 / (error * error) + 1 / (prior_error * prior_error);
  const double centre =
      (fit.law.shape / (error * error) + prior.shape_mean / (prior_error * prior_error)) / precision;
  const double scale_step = reach * std::sqrt(std::max(1 + 2 * shape, 0.5) / k);
  std::vector<Gpd> laws;
  laws.reserve(points * points);
  for (int i = 0; i < points; ++i) {
    const double s = centre + reach / std::sqrt(precision) * (2.0 * i / (points - 1) - 1);
    if (s < -1)
      continue;
    const double middle = log_scale - (s - fit.law.shape) / (1 + shape);
    for (int j = 0; j < points; ++j)
      laws.push_back({s, std::exp(middle + scale_step * (2.0 * j / (points - 1) - 1))});
  }
  return laws;
}

} // namespace

TailPosterior::TailPosterior(const GpdSample& sample, double u, double total, double information,
                             const TailPrior& prior, double exceedances)
    : u_(u), unit_(sample.unit()) {
  const double k = static_cast<double>(sample.size()), above = exceedances > 0 ? exceedances : k;
  ANDON_ASSERT(total >= above && above >= k && information > 0 && information <= 1);
  const double counted = information * k / above; // of an exceedance, where several are one cluster
  for (int i = 0; i < rate_nodes; ++i)
    exceedance_.push_back(
        beta_quantile((i + 0.5) / rate_nodes, counted * above + 0.5, counted * (total - above) + 0.5));
  std::vector<double> logs;
  const std::vector<Gpd> laws = grid_around(fit_gpd(sample), unit_, information * k, prior);
  for (const Gpd& law : laws) {
    const double z = (law.shape - prior.shape_mean) / prior.shape_deviation;
    logs.push_back(information * sample.log_likelihood(law) - z * z / 2);
  }
  const double highest = *std::max_element(logs.begin(), logs.end());
  for (std::size_t i = 0; i < laws.size(); ++i)
    if (const double weight = std::exp(logs[i] - highest); weight >= negligible)
      cells_.push_back({laws[i], weight});
}

template <class Value>
Estimate TailPosterior::summary(double confidence, const Value& value) const {
  std::vector<Weighted> values;
  values.reserve(cells_.size() * exceedance_.size());
  double sum = 0;
  for (const Cell& cell : cells_)
    for (const double exceedance : exceedance_) {
      values.push_back({value(cell.law, exceedance), cell.weight});
      sum += cell.weight;
    }
  std::sort(values.begin(), values.end(),
            [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
  return {weighted_quantile(values, sum, 0.5), weighted_quantile(values, sum, 1 - confidence),
          weighted_quantile(values, sum, confidence)};
}

Estimate TailPosterior::level(double rate, double confidence) const {
  ANDON_ASSERT(rate > 0 && rate < 1);
  return summary(confidence, [&](const Gpd& law, double exceedance) {
    return u_ + unit_ * law.excess_at(std::min(1.0, rate / exceedance));
  });
}

Estimate TailPosterior::rate(double score, double confidence) const {
  const double excess = (score - u_) / unit_;
  return summary(confidence,
                 [&](const Gpd& law, double exceedance) { return exceedance * law.survival(excess); });
}

} // namespace andon
