#include "core/decision/known_law.h"

#include "core/decision/gpd.h"
#include "core/metrics/intervals.h"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

double upper_normal_level(double p) {
  return -normal_quantile(p);
}
double t3_survival(double x) {
  return boost::math::cdf(boost::math::complement(boost::math::students_t(3), x));
}
double t3_level(double p) {
  return boost::math::quantile(boost::math::complement(boost::math::students_t(3), p));
}
double lognormal_survival(double x) {
  return x <= 0 ? 1 : normal_upper_tail(std::log(x));
}
double lognormal_level(double p) {
  return std::exp(upper_normal_level(p));
}
double exponential_survival(double x) {
  return std::exp(-std::max(x, 0.0));
}
double exponential_level(double p) {
  return -std::log(p);
}
double gamma2_survival(double x) {
  return x <= 0 ? 1 : (1 + x) * std::exp(-x);
}
double gamma2_level(double p) {
  return boost::math::gamma_q_inv(2.0, p);
}
template <int tenths>
double weibull_survival(double x) {
  return std::exp(-std::pow(std::max(x, 0.0), tenths / 10.0));
}
template <int tenths>
double weibull_level(double p) {
  return std::pow(-std::log(p), 10.0 / tenths);
}
double gpd_survival(double x) {
  return Gpd{0.3, 1}.survival(x);
}
double gpd_level(double p) {
  return Gpd{0.3, 1}.excess_at(p);
}

} // namespace

const Table<KnownLaw>& known_laws() {
  static const Table<KnownLaw> table(
      "law", {{"normal", "Normal", normal_upper_tail, upper_normal_level},
              {"t3", "Student t, 3 degrees of freedom", t3_survival, t3_level},
              {"lognormal", "Lognormal (0, 1)", lognormal_survival, lognormal_level},
              {"exponential", "Exponential", exponential_survival, exponential_level},
              {"gamma2", "Gamma, shape 2", gamma2_survival, gamma2_level},
              {"weibull0.7", "Weibull, shape 0.7", weibull_survival<7>, weibull_level<7>},
              {"weibull1.5", "Weibull, shape 1.5", weibull_survival<15>, weibull_level<15>},
              {"gpd0.3", "Generalised Pareto, shape 0.3", gpd_survival, gpd_level}});
  return table;
}

std::vector<double> draw_scores(const KnownLaw& law, std::size_t n, double correlation, Random& random) {
  std::vector<double> scores(n);
  const double innovation = std::sqrt(1 - correlation * correlation);
  double z = random.normal();
  for (double& score : scores) {
    score = law.level(normal_upper_tail(z));
    z = correlation * z + innovation * random.normal();
  }
  return scores;
}

} // namespace andon
