#include "core/inspection/bound_table.h"
#include "core/inspection/nearest_kinds.h"
#include "core/inspection/squared_distance.h"

#include <array>
#include <bit>

namespace andon {
namespace {

constexpr std::size_t lanes = BoundPanels::panel_rows;
constexpr std::size_t tile_queries = 8;
constexpr std::size_t block_panels = 64; ///< a tile's closeness to a block of rows stays in the near caches
constexpr std::size_t chunk_queries = 64;

class ExactNearest : public NearestSearch {
public:
  ExactNearest(std::span<const float> rows, std::size_t dimension)
      : rows_(rows), d_(dimension), axes_(BoundAxes::fit(rows, dimension)), panels_(axes_.width()) {
    const PackedRows packed = packed_rows(axes_, panels_, rows);
    for (std::size_t row = 0; row < packed.rows.size(); ++row)
      panels_.append(packed.words.data() + row * panels_.words(), packed.rows[row]);
  }

  std::string id() const override { return "exact"; }
  std::size_t bytes() const override { return panels_.bytes(); }

  Result<std::vector<Neighbour>> search(std::span<const float> queries, std::size_t k,
                                        const Exclusion& exclusion, std::stop_token stop) const override {
    const std::size_t n = queries.size() / d_, chunks = (n + chunk_queries - 1) / chunk_queries;
    std::vector<Neighbour> best(n * k);
    if (k == 0)
      return best;
#pragma omp parallel for schedule(dynamic, 1)
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
      if (stop.stop_requested())
        continue;
      const std::size_t begin = chunk * chunk_queries, end = std::min(n, begin + chunk_queries);
      search_chunk(queries.subspan(begin * d_, (end - begin) * d_), k, exclusion,
                   std::span(best).subspan(begin * k, (end - begin) * k));
    }
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the search for nearest patches was cancelled");
    return best;
  }

private:
  struct Query {
    const float* values;
    std::span<Neighbour> best;
    BoundQuery bound;
  };
  /// A tile's closeness to a block of rows.
  struct Buffers {
    std::array<float, tile_queries> least;
    std::array<float, tile_queries * block_panels * lanes> closeness;
    std::array<std::uint16_t, tile_queries * block_panels> hits;
  };

  void search_chunk(std::span<const float> queries, std::size_t k, const Exclusion& exclusion,
                    std::span<Neighbour> best) const {
    const std::size_t n = queries.size() / d_;
    const PackedRows packed = packed_rows(axes_, panels_, queries);
    std::array<Query, tile_queries> tile;
    Buffers buffers;
    for (std::size_t first = 0; first < n; first += tile_queries) {
      const std::size_t count = std::min(tile_queries, n - first);
      for (std::size_t q = 0; q < count; ++q) {
        tile[q] = {queries.data() + (first + q) * d_, best.subspan((first + q) * k, k),
                   packed.rows[first + q]};
        if (first > 0) // what was near a moment ago bounds the search from its start
          guess(tile[q], best.subspan((first - 1) * k, k));
        buffers.least[q] = least_of(tile[q]);
      }
      search_tile(std::span(tile).first(count), packed.words.data() + first * panels_.words(), exclusion,
                  buffers);
    }
  }

  void guess(Query& query, std::span<const Neighbour> rows) const {
    for (const Neighbour& each : rows)
      if (each.row < rows_.size() / d_)
        try_row(query, each.row);
  }

  void search_tile(std::span<Query> tile, const float* words, const Exclusion& exclusion,
                   Buffers& buffers) const {
    for (std::size_t first = 0; first < panels_.panels(); first += block_panels) {
      const std::size_t last = std::min(panels_.panels(), first + block_panels), count = last - first;
      panels_.closeness(words, tile.size(), first, last, buffers.least.data(), buffers.closeness.data(),
                        buffers.hits.data());
      for (std::size_t q = 0; q < tile.size(); ++q)
        search_block(tile[q], first * lanes, {buffers.closeness.data() + q * count * lanes, count * lanes},
                     {buffers.hits.data() + q * count, count}, exclusion, buffers.least[q]);
    }
  }

  /// Visits the rows that were hit, the closest first, for it may rule out the others.
  void search_block(Query& query, std::size_t first, std::span<const float> closeness,
                    std::span<const std::uint16_t> hits, const Exclusion& exclusion, float& least) const {
    std::size_t closest = closeness.size();
    for_hits(hits, [&](std::size_t i) {
      if (closest == closeness.size() || closeness[i] > closeness[closest])
        closest = i;
    });
    if (closest == closeness.size())
      return;
    least = visit(query, first + closest, exclusion);
    for_hits(hits, [&](std::size_t i) {
      if (closeness[i] >= least && i != closest)
        least = visit(query, first + i, exclusion);
    });
  }

  template <class F>
  static void for_hits(std::span<const std::uint16_t> hits, F&& each) {
    for (std::size_t panel = 0; panel < hits.size(); ++panel)
      for (unsigned bits = hits[panel]; bits != 0; bits &= bits - 1)
        each(panel * lanes + static_cast<std::size_t>(std::countr_zero(bits)));
  }

  float visit(Query& query, std::size_t row, const Exclusion& exclusion) const {
    if (row < rows_.size() / d_ && (exclusion.owners.empty() || exclusion.owners[row] != exclusion.owner))
      try_row(query, static_cast<std::uint32_t>(row));
    return least_of(query);
  }
  void try_row(Query& query, std::uint32_t row) const {
    insert_neighbour(query.best, {squared_distance(query.values, rows_.data() + row * d_, d_), row});
  }
  float least_of(const Query& query) const {
    return panels_.least_closeness(query.bound, query.best.back().squared);
  }

  std::span<const float> rows_;
  std::size_t d_;
  BoundAxes axes_;
  BoundPanels panels_;
};

} // namespace

std::unique_ptr<NearestSearch> make_exact_nearest(std::span<const float> rows, std::size_t dimension) {
  return std::make_unique<ExactNearest>(rows, dimension);
}

} // namespace andon
