#pragma once
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/metrics/estimate.h"

#include <cstdint>
#include <span>

namespace andon {

/// Sum over rows of a square similarity block [n, n] of 1/t when the diagonal is one of t equal row maxima,
/// else 0: the expected number of right matches when ties are broken by chance. Errors: invalid_argument
/// (size is not n², NaN with its row and column).
Result<double> retrieval_hits(std::span<const float> similarity, std::int64_t n);

struct RetrievalOptions {
  std::int64_t candidates = 64; ///< windows in a block; chance is 1/candidates
  Seed seed{1};                 ///< of the shuffle that forms the blocks
  double confidence = 0.95;
};
struct Retrieval {
  Estimate at_1; ///< value with Clopper–Pearson interval over queries
  std::int64_t queries = 0, candidates = 0;
  double chance = 0; ///< 1/candidates
};
/// Retrieval@1 by cosine: rows of queries and keys [n, dimension] with equal index belong together. Items are
/// shuffled into disjoint blocks of `candidates`; an incomplete last block is left out; fewer items than one
/// block form a single smaller block (see candidates in the answer). Vectors of length 0 have cosine 0.
/// Errors: insufficient_data (n < 2), invalid_argument (sizes, NaN). Cost: O(n·candidates·dimension).
/// Threads: any.
Result<Retrieval> retrieval_at_1(std::span<const float> queries, std::span<const float> keys,
                                 std::int64_t dimension, const RetrievalOptions& options = {});

} // namespace andon
