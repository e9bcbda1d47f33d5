#include "core/drift/reference_ranks.h"

#include "core/metrics/intervals.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace andon {

Result<ReferenceRanks> ReferenceRanks::from(const DriftRows& reference, std::span<const std::size_t> chosen) {
  if (chosen.size() < least_reference)
    return fail(ErrorCode::insufficient_data, "a drift reference needs at least " +
                                                  std::to_string(least_reference) + " normal items and has " +
                                                  std::to_string(chosen.size()));
  ReferenceRanks ranks;
  for (const std::size_t row : chosen)
    ranks.sorted_.push_back(reference.values[row * reference.width]);
  std::sort(ranks.sorted_.begin(), ranks.sorted_.end());
  const double n = static_cast<double>(chosen.size());
  for (std::size_t i = 0; i <= 2 * chosen.size(); ++i)
    ranks.normal_.push_back(normal_quantile((static_cast<double>(i) + 1) / (2 * (n + 1))));
  return ranks;
}

std::size_t ReferenceRanks::twice(double score) const {
  const auto [first, last] = std::equal_range(sorted_.begin(), sorted_.end(), score);
  return static_cast<std::size_t>(2 * (first - sorted_.begin()) + (last - first));
}

double ReferenceRanks::rank(double score) const {
  return (static_cast<double>(twice(score)) + 1) / (2 * (static_cast<double>(sorted_.size()) + 1));
}

double ReferenceRanks::quantile(double share) const {
  const double position = std::ceil(share * static_cast<double>(sorted_.size()) - 1e-9) - 1;
  const auto last = static_cast<std::int64_t>(sorted_.size()) - 1;
  return sorted_[static_cast<std::size_t>(
      std::clamp<std::int64_t>(static_cast<std::int64_t>(position), 0, last))];
}

double ReferenceRanks::above(double score) const {
  const auto count = sorted_.end() - std::upper_bound(sorted_.begin(), sorted_.end(), score);
  return (static_cast<double>(count) + 0.5) / (static_cast<double>(sorted_.size()) + 1);
}

} // namespace andon
