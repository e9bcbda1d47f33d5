#include "core/drift/block_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace andon {
namespace {

constexpr std::size_t most_columns = 8;

/// Autocovariances at lags 0…most.
std::vector<double> covariances(const DriftRows& rows, std::size_t column, std::size_t most) {
  const std::size_t n = rows.size();
  std::vector<double> x(n), result;
  double mean = 0;
  for (std::size_t i = 0; i < n; ++i)
    mean += (x[i] = rows.values[i * rows.width + column]) / static_cast<double>(n);
  for (double& each : x)
    each -= mean;
  for (std::size_t lag = 0; lag <= most; ++lag) {
    double sum = 0;
    for (std::size_t i = lag; i < n; ++i)
      sum += x[i] * x[i - lag];
    result.push_back(sum / static_cast<double>(n));
  }
  return result;
}

/// A variance that is nothing but rounding.
bool constant(const DriftRows& rows, std::size_t column, double variance) {
  double square = 0;
  for (std::size_t i = 0; i < rows.size(); ++i)
    square = std::max(square, std::pow(rows.values[i * rows.width + column], 2));
  return !(variance > 1e-28 * square);
}

double column_block(const DriftRows& rows, std::size_t column) {
  const double n = static_cast<double>(rows.size());
  const auto quiet = std::max<std::size_t>(5, static_cast<std::size_t>(std::ceil(std::sqrt(std::log10(n)))));
  const auto most = std::min(rows.size() - 1, static_cast<std::size_t>(std::ceil(std::sqrt(n))) + quiet);
  const std::vector<double> r = covariances(rows, column, most);
  if (constant(rows, column, r[0]))
    return 1;
  // The first lag after which `quiet` autocorrelations in a row are insignificant.
  const double significant = 2 * std::sqrt(std::log10(n) / n);
  std::size_t last = 0, calm = 0;
  for (std::size_t lag = 1; lag < r.size() && calm < quiet; ++lag) {
    const bool loud = std::abs(r[lag] / r[0]) >= significant;
    last = loud ? lag : last;
    calm = loud ? 0 : calm + 1;
  }
  if (last == 0)
    return 1;
  const std::size_t width = std::min(2 * last, r.size() - 1);
  double g = 0, spectrum = r[0];
  for (std::size_t lag = 1; lag <= width; ++lag) {
    const double t = static_cast<double>(lag) / static_cast<double>(width);
    const double weight = t <= 0.5 ? 1 : 2 * (1 - t);
    g += 2 * weight * static_cast<double>(lag) * r[lag];
    spectrum += 2 * weight * r[lag];
  }
  const double d = 2 * spectrum * spectrum;
  const double block = d > 0 ? std::cbrt(2 * g * g / d * n) : 1;
  return std::clamp(block, 1.0, std::min(3 * std::sqrt(n), n / 3));
}

} // namespace

double bootstrap_block(const DriftRows& rows) {
  double longest = 1;
  const std::size_t columns = std::min(rows.width, most_columns);
  for (std::size_t c = 0; c < columns && rows.size() > 3; ++c)
    longest = std::max(longest, column_block(rows, c * rows.width / columns));
  return longest;
}

BlockBootstrap::BlockBootstrap(const DriftRows& rows, double block, Seed seed)
    : rows_(&rows), size_(rows.size()),
      candidates_(block > 1 ? static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(size_)))) : 1),
      end_(1 / block), random_(seed), at_(size_) {}

std::size_t BlockBootstrap::matching(std::size_t wanted) {
  const std::span<const double> target = rows_->row(wanted);
  std::size_t best = wanted;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < candidates_; ++i) {
    const std::size_t candidate = random_.below(size_);
    const double distance =
        std::transform_reduce(target.begin(), target.end(), rows_->row(candidate).begin(), 0.0, std::plus<>(),
                              [](double a, double b) { return (a - b) * (a - b); });
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::size_t BlockBootstrap::next() {
  if (at_ >= size_)
    at_ = random_.below(size_);
  else if (random_.uniform() < end_)
    at_ = matching(at_);
  return at_++;
}

std::vector<std::size_t> BlockBootstrap::sample(std::size_t count) {
  std::vector<std::size_t> result(count);
  for (std::size_t& each : result)
    each = next();
  return result;
}

} // namespace andon
