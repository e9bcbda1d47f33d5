#pragma once
#include "core/base/error.h"
#include "core/base/progress.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace andon {

/// Symmetric joint probabilities of t-SNE in compressed rows: point i has columns[offsets[i] … offsets[i +
/// 1]). p_ij = (p_j|i + p_i|j) / 2n, all of them sum to 1.
struct TsneAffinities {
  std::vector<std::int64_t> offsets; ///< [n + 1]
  std::vector<std::int32_t> columns;
  std::vector<double> values;
  std::int64_t size() const { return static_cast<std::int64_t>(offsets.size()) - 1; }
};

/// p_j|i ∝ exp(−β_i·|x_i − x_j|²) over the k nearest neighbours, β_i by bisection so that the entropy is
/// log(perplexity) (van der Maaten & Hinton 2008, eq. 1). Exact neighbours, ties by lower index. requires n
/// >= 2, 1 <= k < n. Errors: cancelled (checked every 4 rows). Cost: O(n²·d).
Result<TsneAffinities> tsne_affinities(std::span<const float> rows, std::int64_t dimension, double perplexity,
                                       std::int64_t k, std::int64_t threads, Progress& progress,
                                       std::stop_token stop);

} // namespace andon
