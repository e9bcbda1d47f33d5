#include "core/decision/gpd.h"
#include "core/metrics/intervals.h"

#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace andon {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double lowest = -1e300; ///< stands for −Inf, which the minimiser's parabolas cannot digest

template <class F>
double maximum_on(const F& f, double low, double high) {
  const auto found =
      boost::math::tools::brent_find_minima([&](double x) { return -std::max(f(x), lowest); }, low, high, 24);
  return -found.second;
}

/// Best log-likelihood with the given shape, over the scale; unimodal because shape > −1.
double best_with_shape(const GpdSample& sample, double shape) {
  const double smallest_scale = std::max(1e-9, shape < 0 ? -shape * sample.largest() * (1 + 1e-12) : 0.0);
  return maximum_on(
      [&](double log_scale) {
        return sample.log_likelihood({shape, std::exp(log_scale)});
      },
      std::log(smallest_scale), std::log(std::max(smallest_scale, 1.0)) + 6);
}

/// Best log-likelihood with the given excess at probability p, over the shape in (−1, shape_end).
double best_with_excess(const GpdSample& sample, double excess, double p, double shape_end) {
  double shape_begin = -1 + 1e-9;
  if (excess < sample.largest()) // the law must reach the largest value
    shape_begin = std::max(shape_begin, -std::log1p(-excess / sample.largest()) / std::log(p) * (1 - 1e-9));
  const double exponent = -std::log(p);
  return maximum_on(
      [&](double shape) {
        const double reach = std::abs(shape) < 1e-12 ? exponent : std::expm1(shape * exponent) / shape;
        return sample.log_likelihood({shape, excess / reach});
      },
      std::min(shape_begin, shape_end - 0.1), shape_end);
}

/// Where `value` falls to 0 between `inside` (value > 0) and the first of inside + step·2^j, j = 0…, at which
/// it is negative; `end` when it stays positive up to there.
double crossing(const std::function<double(double)>& value, double inside, double step, double end) {
  double outside = inside, before = inside;
  for (int j = 0; j < 60; ++j, step *= 2) {
    before = outside;
    outside = step < 0 ? std::max(end, outside + step) : std::min(end, outside + step);
    if (value(outside) < 0) {
      std::uintmax_t steps = 60;
      const auto [a, b] =
          boost::math::tools::toms748_solve(value, std::min(before, outside), std::max(before, outside),
                                            boost::math::tools::eps_tolerance<double>(24), steps);
      return (a + b) / 2;
    }
    if (outside == end)
      break;
  }
  return end;
}

double allowed_loss(double confidence) {
  const double z = normal_quantile((1 + confidence) / 2);
  return z * z / 2;
}

Gpd in_unit(const GpdSample& sample, const GpdFit& fit) {
  return {fit.law.shape, fit.law.scale / sample.unit()};
}

double typical_shape_error(const GpdSample& sample, double shape) {
  return std::max(1 + shape, 0.2) / std::sqrt(static_cast<double>(sample.size()));
}

} // namespace

Estimate profile_shape(const GpdSample& sample, const GpdFit& fit, double confidence) {
  const double floor = sample.log_likelihood(in_unit(sample, fit)) - allowed_loss(confidence);
  const double shape = std::max(fit.law.shape, -1 + 1e-9), step = typical_shape_error(sample, shape);
  const auto above = [&](double s) { return best_with_shape(sample, s) - floor; };
  return {fit.law.shape, crossing(above, shape, -step, -1), crossing(above, shape, step, 20)};
}

Estimate profile_excess(const GpdSample& sample, const GpdFit& fit, double p, double confidence) {
  const Gpd law = in_unit(sample, fit);
  const double floor = sample.log_likelihood(law) - allowed_loss(confidence);
  const double at = law.excess_at(p);
  const double shape_end = std::max(law.shape, -0.9) + 12 * typical_shape_error(sample, law.shape);
  const auto above = [&](double log_excess) {
    return best_with_excess(sample, std::exp(log_excess), p, shape_end) - floor;
  };
  const double highest = std::log(at) + std::log(1e9);
  const double low = crossing(above, std::log(at), -0.05, std::log(at) - std::log(1e9));
  const double high = crossing(above, std::log(at), 0.05, highest);
  return {at * sample.unit(), std::exp(low) * sample.unit(),
          high >= highest ? infinity : std::exp(high) * sample.unit()};
}

} // namespace andon
