#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// A row of the bank. `squared` is the exact squared Euclidean distance of squared_distance().
struct Neighbour {
  float squared = std::numeric_limits<float>::infinity();
  std::uint32_t row = std::numeric_limits<std::uint32_t>::max();
  bool operator<(const Neighbour& other) const {
    return squared < other.squared || (squared == other.squared && row < other.row);
  }
};

/// Rows that a query may not find: those of one owner.
struct Exclusion {
  std::span<const std::int32_t> owners; ///< [rows], empty = nothing is excluded
  std::int32_t owner = -1;
};

/// k nearest rows of a bank, nearest first, ties by the lowest row. Whatever an index proposes is ranked by
/// exact distances. Threads: any, immutable; uses all cores. Refers to the rows that it was built on.
class NearestSearch {
public:
  virtual ~NearestSearch() = default;
  /// queries: [n, dimension]; returns [n, k], padded with Neighbour{} where fewer rows are allowed. Faster
  /// when neighbouring queries are alike. Cancels within 64 queries. Errors: cancelled.
  virtual Result<std::vector<Neighbour>> search(std::span<const float> queries, std::size_t k,
                                                const Exclusion& exclusion, std::stop_token stop) const = 0;
  virtual std::string id() const = 0;    ///< exact, flat, ivf, hnsw
  virtual std::size_t bytes() const = 0; ///< memory beside the rows
};

/// `exact` never misses (bounds of BoundBoxes and BoundPanels, then exact distances), `flat` is FAISS's
/// exhaustive search, `ivf` and `hnsw` are approximate: they look wide enough that none of 1,000 trial queries
/// between and beyond the rows misses its nearest row, in all if need be. The same rows give the same index,
/// bit for bit; the graph of hnsw is linked by one thread. auto: exact up to 200,000 rows, hnsw above. rows:
/// [n, dimension], finite, n ≥ 1, must outlive the search. Errors: invalid_argument (unknown kind, no rows),
/// those of FAISS.
Result<std::unique_ptr<NearestSearch>> make_nearest(const std::string& kind, std::span<const float> rows,
                                                    std::size_t dimension);
/// Choices of `kind`.
std::vector<std::string> nearest_kinds();

} // namespace andon
