#include "core/decision/extremal_index.h"

#include "core/base/assert.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace andon {
namespace {

std::vector<std::int64_t> gaps_of(std::span<const std::int64_t> positions) {
  std::vector<std::int64_t> gaps;
  for (std::size_t i = 1; i < positions.size(); ++i)
    gaps.push_back(positions[i] - positions[i - 1]);
  return gaps;
}

/// A gap longer than `longest_inside` ends a cluster.
std::vector<ExceedanceCluster> split_at(std::span<const std::int64_t> positions,
                                        std::int64_t longest_inside) {
  std::vector<ExceedanceCluster> clusters;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (i == 0 || positions[i] - positions[i - 1] > longest_inside)
      clusters.push_back({i, i});
    clusters.back().last = i;
  }
  return clusters;
}

} // namespace

double extremal_index(std::span<const std::int64_t> positions) {
  if (positions.size() < 3)
    return 1;
  const std::vector<std::int64_t> gaps = gaps_of(positions);
  const bool short_gaps = *std::max_element(gaps.begin(), gaps.end()) <= 2;
  double sum = 0, squares = 0;
  for (const std::int64_t gap : gaps) {
    const double t = static_cast<double>(gap);
    sum += short_gaps ? t : t - 1;
    squares += short_gaps ? t * t : (t - 1) * (t - 2);
  }
  return std::min(1.0, 2 * sum * sum / (static_cast<double>(gaps.size()) * squares));
}

double extremal_index_runs(std::span<const std::int64_t> positions, std::int64_t run_length) {
  if (positions.empty())
    return 1;
  return static_cast<double>(decluster_runs(positions, run_length).size()) /
         static_cast<double>(positions.size());
}

std::vector<ExceedanceCluster> decluster(std::span<const std::int64_t> positions, double index) {
  ANDON_ASSERT(index > 0 && index <= 1);
  std::vector<std::int64_t> gaps = gaps_of(positions);
  const auto clusters =
      static_cast<std::size_t>(std::floor(index * static_cast<double>(positions.size()))) + 1;
  if (clusters > gaps.size()) // every exceedance is a cluster of its own
    return split_at(positions, 0);
  std::nth_element(gaps.begin(), gaps.begin() + static_cast<std::ptrdiff_t>(clusters - 1), gaps.end(),
                   std::greater<>());
  return split_at(positions, gaps[clusters - 1]);
}

std::vector<ExceedanceCluster> decluster_runs(std::span<const std::int64_t> positions,
                                              std::int64_t run_length) {
  ANDON_ASSERT(run_length >= 1);
  return split_at(positions, run_length);
}

} // namespace andon
