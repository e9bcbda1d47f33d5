#include "core/decision/gpd_information.h"

#include <cmath>
#include <limits>

namespace andon {
namespace {

/// Negative second derivatives of the log-likelihood.
struct Information {
  double shape = 0, scale = 0, both = 0;
};

Information information(const GpdSample& sample, const Gpd& law) {
  const double n = static_cast<double>(sample.size()), shape = law.shape;
  double logs = 0, p = 0, q = 0, square = 0, cube = 0, fourth = 0; // p = Σ y/w, q = Σ (y/w)², w = 1 + shape·y
  for (const double v : sample.values()) {
    const double y = v / law.scale, ratio = y / (1 + shape * y);
    logs += std::log1p(shape * y);
    p += ratio;
    q += ratio * ratio;
    square += y * y;
    cube += y * y * y;
    fourth += y * y * y * y;
  }
  Information result;
  result.shape = std::abs(shape) < 1e-4
                     ? -(square - 2 * cube / 3 + shape * (1.5 * fourth - 2 * cube))
                     : 2 * logs / (shape * shape * shape) - 2 * p / (shape * shape) - (1 + 1 / shape) * q;
  result.scale = -(n - (1 + shape) * (2 * p - shape * q)) / (law.scale * law.scale);
  result.both = -(p - (1 + shape) * q) / law.scale;
  return result;
}

} // namespace

GpdFit described_fit(const GpdSample& sample, const Gpd& law) {
  GpdFit fit;
  fit.law = {law.shape, law.scale * sample.unit()};
  fit.excesses = sample.size();
  fit.log_likelihood =
      sample.log_likelihood(law) - static_cast<double>(sample.size()) * std::log(sample.unit());
  fit.shape_error = fit.scale_error = fit.covariance = std::numeric_limits<double>::quiet_NaN();
  if (law.shape <= -0.5 || 1 + law.shape / law.scale * sample.largest() <= 0)
    return fit;
  const Information seen = information(sample, law);
  const double determinant = seen.shape * seen.scale - seen.both * seen.both;
  if (determinant > 0 && seen.shape > 0) {
    fit.shape_error = std::sqrt(seen.scale / determinant);
    fit.scale_error = std::sqrt(seen.shape / determinant) * sample.unit();
    fit.covariance = -seen.both / determinant * sample.unit();
  }
  return fit;
}

} // namespace andon
