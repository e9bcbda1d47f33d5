#include "core/base/portable_math.h"

#include <cmath>
#include <cstdint>

namespace andon {
namespace {

constexpr double ln2_high = 6.93147180369123816490e-01;
constexpr double ln2_low = 1.90821492927058770002e-10;
// π/2 in three parts of 33 bits, so that n·part is exact for |n| < 2^20.
constexpr double half_pi_1 = 1.57079632673412561417e+00;
constexpr double half_pi_2 = 6.07710050630396597660e-11;
constexpr double half_pi_3 = 2.02226624879595063154e-21;

/// Taylor series on |r| <= π/4.
double sin_kernel(double r) {
  const double z = r * r;
  double sum = 0;
  for (int k = 17; k >= 3; k -= 2)
    sum = (1.0 + sum) * -z / (k * (k - 1.0));
  return r + r * sum;
}

double cos_kernel(double r) {
  const double z = r * r;
  double sum = 0;
  for (int k = 18; k >= 2; k -= 2)
    sum = (1.0 + sum) * -z / (k * (k - 1.0));
  return 1.0 + sum;
}

double reduced(double x, std::int64_t& quadrant) {
  const double n = std::nearbyint(x * 6.36619772367581382433e-01);
  quadrant = static_cast<std::int64_t>(n) & 3;
  return ((x - n * half_pi_1) - n * half_pi_2) - n * half_pi_3;
}

} // namespace

double portable_log(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent); // exact
  if (mantissa < 0.70710678118654752440) {
    mantissa *= 2;
    --exponent;
  }
  // log(m) = 2 atanh(s), s = (m-1)/(m+1), |s| <= 0.1716.
  const double s = (mantissa - 1) / (mantissa + 1);
  const double z = s * s;
  double sum = 0;
  for (int k = 23; k >= 3; k -= 2)
    sum = (sum + 1.0 / k) * z;
  return exponent * ln2_high + (exponent * ln2_low + 2 * s * sum + 2 * s);
}

double portable_exp(double x) {
  const double n = std::nearbyint(x * 1.44269504088896338700e+00);
  const double r = (x - n * ln2_high) - n * ln2_low;
  double sum = 0;
  for (int k = 15; k >= 1; --k)
    sum = (1.0 + sum) * r / k;
  return std::ldexp(1.0 + sum, static_cast<int>(n));
}

double portable_sin(double x) {
  std::int64_t quadrant = 0;
  const double r = reduced(x, quadrant);
  switch (quadrant) {
  case 0: return sin_kernel(r);
  case 1: return cos_kernel(r);
  case 2: return -sin_kernel(r);
  default: return -cos_kernel(r);
  }
}

double portable_cos(double x) {
  std::int64_t quadrant = 0;
  const double r = reduced(x, quadrant);
  switch (quadrant) {
  case 0: return cos_kernel(r);
  case 1: return -sin_kernel(r);
  case 2: return -cos_kernel(r);
  default: return sin_kernel(r);
  }
}

} // namespace andon
