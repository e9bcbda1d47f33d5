#pragma once
#include "core/decision/gpd.h"

namespace andon {

/// A law found in units of the sample's mean as a fit in the unit of the excesses, with its likelihood;
/// standard errors are NaN.
GpdFit plain_fit(const GpdSample& sample, const Gpd& law, GpdEstimator estimator);
/// The same by maximum likelihood, with the standard errors of the observed information (second derivatives
/// of the log-likelihood in shape and scale).
GpdFit described_fit(const GpdSample& sample, const Gpd& law);

} // namespace andon
