#include "core/decision/gpd.h"
#include "core/decision/gpd_information.h"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace andon {
namespace {

constexpr std::size_t scan_size = 2048;

/// Thetas at which the profile is looked at: dense towards −1/largest, logarithmic on both sides of 0, up to
/// Grimshaw's bound 2(mean − min)/min² above which no maximum lies.
std::vector<double> scan_points(const GpdSample& sample) {
  std::vector<double> thetas;
  const double end = 1 / sample.largest();
  for (double distance = 1e-9; distance < 0.5; distance *= 1.8)
    thetas.push_back(-end * (1 - distance));
  for (double share = 0.5; share > 1e-5; share /= 1.8)
    thetas.push_back(-end * share);
  thetas.push_back(1e-9 * end);
  const double bound =
      std::clamp(2 * (1 - sample.smallest()) / (sample.smallest() * sample.smallest()), 10 * end, 1e15);
  for (double theta = 1e-5 * end; theta < bound; theta *= theta < 20 ? 1.6 : 4)
    thetas.push_back(theta);
  thetas.push_back(bound);
  return thetas;
}

/// Law with the best scale for theta: shape = mean ln(1 + theta·v), scale = shape/theta.
Gpd profile_law(const GpdSample& sample, double theta) {
  const double shape = sample.log_sum(theta) / static_cast<double>(sample.size());
  return {shape, shape / theta};
}

double profile_value(const GpdSample& sample, double theta) {
  const Gpd law = profile_law(sample, theta);
  return -std::log(law.scale) - 1 - law.shape;
}

double refine_root(const GpdSample& sample, double low, double high) {
  std::uintmax_t steps = 60;
  const auto [a, b] =
      boost::math::tools::toms748_solve([&](double theta) { return sample.profile_slope(theta); }, low, high,
                                        boost::math::tools::eps_tolerance<double>(46), steps);
  return profile_value(sample, a) >= profile_value(sample, b) ? a : b;
}

/// Neighbourhoods (low, high) of every maximum of the profile over the scanned points.
std::vector<std::pair<double, double>> brackets(const GpdSample& sample, const std::vector<double>& thetas) {
  std::vector<double> values;
  for (const double theta : thetas)
    values.push_back(profile_value(sample, theta));
  std::vector<std::pair<double, double>> found;
  for (std::size_t i = 1; i + 1 < thetas.size(); ++i)
    if (values[i] >= values[i - 1] && values[i] >= values[i + 1])
      found.emplace_back(thetas[i - 1], thetas[i + 1]);
  return found;
}

/// A narrow bracket on all data around the thinned sample's root; the scanned one where that fails.
std::pair<double, double> narrowed(const GpdSample& all, double root, std::pair<double, double> wide) {
  for (double share = 0.02; share < 0.7; share *= 5) {
    const double low = std::max(wide.first, root - share * (root - wide.first));
    const double high = std::min(wide.second, root + share * (wide.second - root));
    if (all.profile_slope(low) > 0 && all.profile_slope(high) < 0)
      return {low, high};
  }
  return wide;
}

/// Newton's root of the slope on all data from the thinned sample's; nothing where it leaves the bracket or
/// theta comes so close to 0 that sums are free anyway.
std::optional<double> polished(const GpdSample& all, double theta, std::pair<double, double> wide) {
  for (int step = 0; step < 8; ++step) {
    if (std::abs(theta) * all.largest() < GpdSample::series_limit)
      return {};
    const GpdSample::Slope slope = all.profile_change(theta);
    const double next = theta - slope.value / slope.change;
    if (!(slope.change < 0) || !(next > wide.first && next < wide.second))
      return {};
    const bool close = std::abs(next - theta) <= 1e-6 * std::abs(theta); // the next error is its square
    theta = next;
    if (close)
      return theta;
  }
  return {};
}

bool changes_sign(const GpdSample& sample, std::pair<double, double> bracket) {
  return sample.profile_slope(bracket.first) > 0 && sample.profile_slope(bracket.second) < 0;
}

} // namespace

GpdFit fit_gpd(const GpdSample& sample) {
  const bool thin = sample.size() > 2 * scan_size;
  const GpdSample scanned = thin ? sample.thinned(sample.size() / scan_size) : sample;
  Gpd best{0, 1}; // the exponential limit; values have mean 1
  double best_value = sample.log_likelihood(best);
  const auto consider = [&](const Gpd& law) {
    if (!(law.shape >= -1))
      return;
    if (const double value = sample.log_likelihood(law); value > best_value) {
      best = law;
      best_value = value;
    }
  };
  consider({-1, sample.largest()});
  for (const auto& bracket : brackets(scanned, scan_points(scanned))) {
    if (!changes_sign(scanned, bracket)) { // flat to rounding, as next to theta = 0
      consider(profile_law(sample, (bracket.first + bracket.second) / 2));
      continue;
    }
    const double root = refine_root(scanned, bracket.first, bracket.second);
    if (!thin)
      consider(profile_law(sample, root));
    else if (const auto all = polished(sample, root, bracket))
      consider(profile_law(sample, *all));
    else {
      const auto close = narrowed(sample, root, bracket);
      consider(profile_law(
          sample, changes_sign(sample, close) ? refine_root(sample, close.first, close.second) : root));
    }
  }
  return described_fit(sample, best);
}

} // namespace andon
