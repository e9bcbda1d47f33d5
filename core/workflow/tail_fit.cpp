#include "core/workflow/threshold_view.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon::workflow {
namespace {

constexpr std::size_t fitted_points = 60;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

TailCurve fitted_survival(const PotFit& pot) {
  TailCurve curve;
  const double start = std::log10(pot.tail.share());
  const double end = -std::log10(100 * static_cast<double>(pot.tail.total));
  for (std::size_t i = 0; i < fitted_points; ++i) {
    const double y = start + (end - start) * static_cast<double>(i) / (fitted_points - 1);
    curve.x.push_back(pot.level(std::pow(10.0, y)));
    curve.y.push_back(y);
  }
  return curve;
}

void add_levels(TailFit& fit) {
  const Gpd& law = fit.pot.fit.law;
  const double u = fit.pot.tail.u;
  const double end = u + *std::max_element(fit.pot.tail.excesses.begin(), fit.pot.tail.excesses.end());
  if (law.shape < 1)
    fit.life = {{u, end},
                {law.scale / (1 - law.shape), (law.scale + law.shape * (end - u)) / (1 - law.shape)},
                {},
                {}};
  fit.shape_level = {{u, end}, {law.shape, law.shape}, {}, {}};
  const double modified = law.scale - law.shape * u;
  fit.scale_level = {{u, end}, {modified, modified}, {}, {}};
}

} // namespace

Result<TailFit> tail_fit(std::span<const double> scores, const PotOptions& options, std::optional<double> u,
                         TailDetail detail) {
  TailFit fit;
  fit.options = options;
  ANDON_ASSIGN(fit.pot, u ? fit_pot_above(scores, *u, options) : fit_pot(scores, options));
  const PotFit& pot = fit.pot;
  ANDON_ASSIGN(const GpdSample sample, GpdSample::from(pot.fitted));
  fit.survival = fitted_survival(pot);
  add_levels(fit);
  fit.quantiles = quantile_plot(sample, pot.fit.law);
  if (detail == TailDetail::quick) {
    fit.shape = {pot.fit.law.shape, unknown, unknown};
    fit.returns = quick_return_levels(pot);
  } else {
    fit.shape = shape_interval(sample, pot.fit, options.confidence);
    fit.posterior = std::make_shared<const TailPosterior>(
        sample, pot.tail.u, static_cast<double>(pot.tail.total), pot.information(), TailPrior{},
        static_cast<double>(pot.tail.excesses.size()));
    fit.returns = return_levels(pot.tail, *fit.posterior);
  }
  for (double& x : fit.returns.x)
    x = std::log10(x);
  return fit;
}

} // namespace andon::workflow
