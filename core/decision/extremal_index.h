#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace andon {

// Scores of neighbouring windows are alike, so exceedances come in clusters. The extremal index in (0, 1] is
// one over the mean cluster size: 1 for independent scores. `positions` are the indices of the exceedances in
// time, ascending. Threads: any. Cost: O(exceedances).

/// Intervals estimator (Ferro & Segers 2003), needs no run length: with gaps T between exceedances,
/// min(1, 2(ΣT)²/(N·ΣT²)) when no gap exceeds 2, else min(1, 2(Σ(T−1))²/(N·Σ(T−1)(T−2))). 1 with fewer than 3
/// exceedances, which say nothing about clusters.
double extremal_index(std::span<const std::int64_t> positions);
/// Runs estimator (Leadbetter et al. 1989): clusters/exceedances, a cluster ending with `run_length` items
/// without an exceedance. requires run_length >= 1. 1 without exceedances.
double extremal_index_runs(std::span<const std::int64_t> positions, std::int64_t run_length);

/// One cluster of exceedances: [first, last] into `positions`.
struct ExceedanceCluster {
  std::size_t first = 0, last = 0;
};
/// Clusters separated by the C − 1 longest gaps, C = number of clusters that the index implies (Ferro &
/// Segers 2003, section 4; gaps as long as the longest dropped one do not separate).
std::vector<ExceedanceCluster> decluster(std::span<const std::int64_t> positions, double index);
/// Clusters separated by at least `run_length` items without an exceedance.
std::vector<ExceedanceCluster> decluster_runs(std::span<const std::int64_t> positions,
                                              std::int64_t run_length);

} // namespace andon
