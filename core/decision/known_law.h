#pragma once
#include "core/base/random.h"
#include "core/base/table.h"

#include <string>
#include <vector>

namespace andon {

/// A law of normal scores whose tail is known in closed form, to hold threshold methods to their promises.
struct KnownLaw {
  std::string id, title;
  double (*survival)(double x) = nullptr; ///< P(X > x), accurate far in the tail
  double (*level)(double p) = nullptr;    ///< x with P(X > x) = p, p in (0, 1)
};
/// normal, t3, lognormal, exponential, gamma2, weibull0.7, weibull1.5, gpd0.3.
const Table<KnownLaw>& known_laws();

/// n scores in order of time with that law each: level(P(Z > z)) of a Gaussian AR(1) series z with lag-one
/// correlation `correlation` in [0, 1); 0 = independent. Cost: ~0.3 µs a score.
std::vector<double> draw_scores(const KnownLaw& law, std::size_t n, double correlation, Random& random);

} // namespace andon
