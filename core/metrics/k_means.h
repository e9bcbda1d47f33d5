#pragma once
#include "core/base/error.h"
#include "core/base/random.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace andon {

struct KMeansOptions {
  std::int64_t clusters = 8;
  std::int64_t restarts = 4;     ///< the best of them is kept
  std::int64_t iterations = 100; ///< at most, a restart
  Seed seed{1};
};

/// Lloyd's algorithm (1982) from k-means++ seeds (Arthur & Vassilvitskii 2007). centres [clusters,
/// dimension].
struct KMeans {
  std::int64_t dimension = 0;
  std::vector<double> centres;
  std::vector<std::int32_t> cluster; ///< of each row
  double inertia = 0;                ///< Σ squared distance to the own centre
  /// Nearest centre (ties: the lower) and the squared distance to it. requires row.size() == dimension.
  std::pair<std::int32_t, double> nearest(std::span<const float> row) const;
};
/// rows [n, dimension]. A centre that loses all rows moves to the row furthest from its own. Errors:
/// insufficient_data (fewer rows than clusters), invalid_argument (not finite, size no multiple of
/// dimension), cancelled (checked every iteration). Cost: O(restarts·iterations·n·clusters·dimension).
Result<KMeans> k_means(std::span<const float> rows, std::int64_t dimension, const KMeansOptions& options,
                       std::stop_token stop = {});

/// Adjusted Rand index of two partitions of the same rows (Hubert & Arabie 1985): 1 for equal up to names, 0
/// on average for independent ones; 1 when both put everything into one cluster. requires equal sizes.
double adjusted_rand(std::span<const std::int32_t> first, std::span<const std::int32_t> second);

/// Without labels: does the same structure come out of every look at the data, and does it hold over time?
struct ClusterStability {
  double agreement = 0;        ///< mean adjusted Rand index of all pairs of fits
  std::vector<double> inertia; ///< mean squared distance of each block of time under the first block's
                               ///< centres, divided by that of the first block
};
/// `fits` k-means of random halves of the rows are compared on all rows; rows are in order of time and
/// divided into `blocks`. Errors: those of k_means; insufficient_data when half of the rows or a block has
/// fewer rows than clusters.
Result<ClusterStability> cluster_stability(std::span<const float> rows, std::int64_t dimension,
                                           const KMeansOptions& options, std::int64_t fits = 6,
                                           std::int64_t blocks = 8, std::stop_token stop = {});

} // namespace andon
