#include "core/metrics/retrieval.h"

#include "core/metrics/intervals.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

namespace andon {
namespace {

/// Rows of one item list scaled to length 1, in double.
Result<std::vector<double>> unit_rows(std::span<const float> values, std::int64_t n, std::int64_t dimension,
                                      const char* what) {
  std::vector<double> result(values.begin(), values.end());
  for (std::int64_t i = 0; i < n; ++i) {
    double* row = result.data() + i * dimension;
    double squares = 0;
    for (std::int64_t k = 0; k < dimension; ++k)
      squares += row[k] * row[k];
    if (!std::isfinite(squares))
      return fail(ErrorCode::invalid_argument,
                  std::string(what) + ": row " + std::to_string(i) + " holds a value that is not finite");
    const double scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
    for (std::int64_t k = 0; k < dimension; ++k)
      row[k] *= scale;
  }
  return result;
}

/// Cosines of the items of one block, queries in rows.
std::vector<float> block_similarity(const std::vector<double>& queries, const std::vector<double>& keys,
                                    std::span<const std::size_t> items, std::int64_t dimension) {
  std::vector<float> similarity(items.size() * items.size());
  const auto width = static_cast<std::size_t>(dimension);
  for (std::size_t r = 0; r < items.size(); ++r)
    for (std::size_t c = 0; c < items.size(); ++c)
      similarity[r * items.size() + c] = static_cast<float>(
          std::inner_product(queries.begin() + static_cast<std::ptrdiff_t>(items[r] * width),
                             queries.begin() + static_cast<std::ptrdiff_t>((items[r] + 1) * width),
                             keys.begin() + static_cast<std::ptrdiff_t>(items[c] * width), 0.0));
  return similarity;
}

/// Clopper–Pearson for a number of hits that ties may have made fractional.
Estimate hit_rate(double hits, double queries, double confidence) {
  const double tail = (1 - confidence) / 2;
  return {hits / queries, hits > 0 ? beta_quantile(tail, hits, queries - hits + 1) : 0,
          hits < queries ? beta_quantile(1 - tail, hits + 1, queries - hits) : 1};
}

} // namespace

Result<double> retrieval_hits(std::span<const float> similarity, std::int64_t n) {
  if (n < 0 || similarity.size() != static_cast<std::size_t>(n) * static_cast<std::size_t>(n))
    return fail(ErrorCode::invalid_argument, "similarity block: " + std::to_string(similarity.size()) +
                                                 " values are not " + std::to_string(n) + " rows of " +
                                                 std::to_string(n));
  double hits = 0;
  for (std::int64_t r = 0; r < n; ++r) {
    const float* row = similarity.data() + r * n;
    std::int64_t above = 0, equal = 0;
    for (std::int64_t c = 0; c < n; ++c) {
      if (std::isnan(row[c]))
        return fail(ErrorCode::invalid_argument, "similarity block: row " + std::to_string(r) + ", column " +
                                                     std::to_string(c) + " is not a number (NaN)");
      above += row[c] > row[r];
      equal += row[c] == row[r];
    }
    if (above == 0)
      hits += 1.0 / static_cast<double>(equal);
  }
  return hits;
}

Result<Retrieval> retrieval_at_1(std::span<const float> queries, std::span<const float> keys,
                                 std::int64_t dimension, const RetrievalOptions& options) {
  if (dimension < 1 || queries.size() != keys.size() ||
      queries.size() % static_cast<std::size_t>(dimension) != 0 || options.candidates < 2)
    return fail(ErrorCode::invalid_argument, "retrieval: " + std::to_string(queries.size()) + " query and " +
                                                 std::to_string(keys.size()) +
                                                 " key values are not rows of " + std::to_string(dimension) +
                                                 ", or fewer than 2 candidates were asked");
  const auto n = static_cast<std::int64_t>(queries.size()) / dimension;
  if (n < 2)
    return fail(ErrorCode::insufficient_data,
                "retrieval needs at least 2 windows to choose from and got " + std::to_string(n));
  ANDON_ASSIGN(const auto unit_queries, unit_rows(queries, n, dimension, "queries"));
  ANDON_ASSIGN(const auto unit_keys, unit_rows(keys, n, dimension, "keys"));

  std::vector<std::size_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(options.seed.stream("retrieval"));
  shuffle(order, random);
  Retrieval result;
  result.candidates = std::min(options.candidates, n);
  result.chance = 1.0 / static_cast<double>(result.candidates);
  double hits = 0;
  for (; result.queries + result.candidates <= n; result.queries += result.candidates) {
    const auto items = std::span(order).subspan(static_cast<std::size_t>(result.queries),
                                                static_cast<std::size_t>(result.candidates));
    ANDON_ASSIGN(
        const double found,
        retrieval_hits(block_similarity(unit_queries, unit_keys, items, dimension), result.candidates));
    hits += found;
  }
  result.at_1 = hit_rate(hits, static_cast<double>(result.queries), options.confidence);
  return result;
}

} // namespace andon
