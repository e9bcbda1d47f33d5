#include "core/decision/gpd.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t lanes = 8;

/// Values a lane may multiply so that the product of all lanes neither overflows nor underflows.
std::size_t block_length(double theta, double smallest, double largest) {
  const double widest =
      std::max(std::abs(std::log2(1 + theta * largest)), std::abs(std::log2(1 + theta * smallest)));
  return static_cast<std::size_t>(std::clamp(900 / (lanes * std::max(widest, 1e-3)), 1.0, 64.0));
}

} // namespace

double Gpd::survival(double x) const {
  if (!(x > 0))
    return 1;
  const double y = x / scale;
  if (shape == 0)
    return std::exp(-y);
  const double inside = shape * y;
  return inside <= -1 ? 0 : std::exp(-std::log1p(inside) / shape);
}

double Gpd::excess_at(double p) const {
  const double exponent = -std::log(p);
  return shape == 0 ? scale * exponent : scale * std::expm1(shape * exponent) / shape;
}

double Gpd::log_density(double x) const {
  const double y = x / scale;
  if (x < 0 || 1 + shape * y < 0)
    return -infinity;
  if (shape == 0)
    return -std::log(scale) - y;
  if (shape == -1)
    return -std::log(scale);
  return -std::log(scale) - (1 + 1 / shape) * std::log1p(shape * y);
}

Result<GpdSample> GpdSample::from(std::span<const double> excesses) {
  if (excesses.size() < 2)
    return fail(ErrorCode::insufficient_data,
                "a tail fit needs at least 2 excesses and got " + std::to_string(excesses.size()));
  GpdSample sample;
  double mean = 0, largest = 0;
  for (std::size_t i = 0; i < excesses.size(); ++i) {
    if (!(excesses[i] > 0 && excesses[i] < infinity))
      return fail(ErrorCode::invalid_argument, "excess number " + std::to_string(i) + " is " +
                                                   std::to_string(excesses[i]) +
                                                   "; excesses over a threshold are positive and finite");
    largest = std::max(largest, excesses[i]);
  }
  for (const double x : excesses) // relative to the largest, so that the sum cannot overflow
    mean += x / largest;
  sample.unit_ = largest * (mean / static_cast<double>(excesses.size()));
  sample.values_.reserve(excesses.size());
  for (const double x : excesses)
    sample.values_.push_back(x / sample.unit_);
  sample.finish();
  return sample;
}

void GpdSample::finish() {
  const auto [low, high] = std::minmax_element(values_.begin(), values_.end());
  smallest_ = *low;
  largest_ = *high;
  std::fill(std::begin(moments_), std::end(moments_), 0.0);
  for (const double v : values_) {
    double power = v;
    for (std::size_t j = 1; j < std::size(moments_); ++j, power *= v)
      moments_[j] += power;
  }
}

GpdSample GpdSample::thinned(std::size_t step) const {
  GpdSample sample;
  sample.unit_ = unit_;
  for (std::size_t i = 0; i < values_.size(); i += step)
    sample.values_.push_back(values_[i]);
  sample.values_.push_back(largest_);
  sample.values_.push_back(smallest_);
  sample.finish();
  return sample;
}

double GpdSample::log_sum(double theta) const {
  if (std::abs(theta) * largest_ < series_limit) {
    double sum = 0, power = theta;
    for (int j = 1; j <= 6; ++j, power *= -theta)
      sum += power * moments_[j] / j;
    return sum;
  }
  const std::size_t block = lanes * block_length(theta, smallest_, largest_);
  const double* v = values_.data();
  const std::size_t n = values_.size();
  double sum = 0;
  std::size_t i = 0;
  while (n - i >= lanes) {
    const std::size_t end = i + std::min(block, (n - i) / lanes * lanes);
    double product[lanes] = {1, 1, 1, 1, 1, 1, 1, 1};
    for (; i < end; i += lanes)
      for (std::size_t lane = 0; lane < lanes; ++lane)
        product[lane] *= 1 + theta * v[i + lane];
    sum += std::log(((product[0] * product[1]) * (product[2] * product[3])) *
                    ((product[4] * product[5]) * (product[6] * product[7])));
  }
  for (; i < n; ++i)
    sum += std::log(1 + theta * v[i]);
  return sum;
}

double GpdSample::profile_slope(double theta) const {
  const double n = static_cast<double>(values_.size());
  const double s = log_sum(theta) / n;
  if (std::abs(theta) * largest_ < series_limit) {
    double gap = 0, drop = theta * moments_[1] / n,
           power = -theta * theta; // s − drop, drop = mean(1 − 1/(1 + theta·v))
    for (int j = 2; j <= 6; ++j, power *= -theta) {
      gap += power * moments_[j] / n * (1.0 / j - 1);
      drop += power * moments_[j] / n;
    }
    return gap - s * drop;
  }
  double sums[lanes] = {};
  std::size_t i = 0;
  for (; values_.size() - i >= lanes; i += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sums[lane] += 1 / (1 + theta * values_[i + lane]);
  for (; i < values_.size(); ++i)
    sums[0] += 1 / (1 + theta * values_[i]);
  double inverse = 0;
  for (const double sum : sums)
    inverse += sum;
  return (1 + s) * (inverse / n) - 1;
}

GpdSample::Slope GpdSample::profile_change(double theta) const {
  const std::size_t block = lanes * block_length(theta, smallest_, largest_);
  const double* v = values_.data();
  const std::size_t n = values_.size();
  double logs = 0, inverse[lanes] = {}, square[lanes] = {};
  std::size_t i = 0;
  while (n - i >= lanes) {
    const std::size_t end = i + std::min(block, (n - i) / lanes * lanes);
    double product[lanes] = {1, 1, 1, 1, 1, 1, 1, 1};
    for (; i < end; i += lanes)
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const double w = 1 + theta * v[i + lane], r = 1 / w;
        product[lane] *= w;
        inverse[lane] += r;
        square[lane] += r * r;
      }
    logs += std::log(((product[0] * product[1]) * (product[2] * product[3])) *
                     ((product[4] * product[5]) * (product[6] * product[7])));
  }
  for (; i < n; ++i) {
    const double w = 1 + theta * v[i];
    logs += std::log(w);
    inverse[0] += 1 / w;
    square[0] += 1 / (w * w);
  }
  double first = 0, second = 0; // means of 1/w and 1/w²
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    first += inverse[lane];
    second += square[lane];
  }
  const double count = static_cast<double>(n), s = logs / count;
  first /= count;
  second /= count;
  return {(1 + s) * first - 1, ((1 - first) * first - (1 + s) * (first - second)) / theta};
}

double GpdSample::log_likelihood(const Gpd& law) const {
  const double n = static_cast<double>(values_.size()), theta = law.shape / law.scale;
  if (!(law.scale > 0))
    return -infinity;
  if (law.shape == -1)
    return law.scale >= largest_ ? -n * std::log(law.scale) : -infinity;
  if (1 + theta * largest_ <= 0)
    return -infinity;
  if (std::abs(law.shape) < 1e-9) // (1 + 1/shape)·Σ ln(1 + theta·v) to first order
    return -n * std::log(law.scale) - moments_[1] / law.scale -
           law.shape * (moments_[1] / law.scale - moments_[2] / (2 * law.scale * law.scale));
  return -n * std::log(law.scale) - (1 + 1 / law.shape) * log_sum(theta);
}

} // namespace andon
