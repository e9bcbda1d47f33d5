#include "core/inspection/bound_table.h"
#include "core/inspection/nearest_kinds.h"
#include "core/inspection/squared_distance.h"

#include <array>

namespace andon {
namespace {

constexpr std::size_t lanes = BoundPanels::panel_rows;
constexpr std::size_t tile_queries = 8;
constexpr std::size_t block_panels = 64; ///< a tile's closeness to a block of rows stays in the first cache
constexpr std::size_t chunk_queries = 256;

class ExactNearest : public NearestSearch {
public:
  ExactNearest(std::span<const float> rows, std::size_t dimension)
      : rows_(rows), d_(dimension), axes_(BoundAxes::fit(rows, dimension)), panels_(axes_.width()) {
    const std::vector<float> projected = axes_.project(rows);
    for (std::size_t row = 0; row < rows.size() / dimension; ++row)
      panels_.append(std::span(projected).subspan(row * axes_.width(), axes_.width()));
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
    float square = 0, least = 0;
  };

  void search_chunk(std::span<const float> queries, std::size_t k, const Exclusion& exclusion,
                    std::span<Neighbour> best) const {
    const std::size_t n = queries.size() / d_, width = axes_.width();
    const std::vector<float> projected = axes_.project(queries);
    std::array<Query, tile_queries> tile;
    for (std::size_t first = 0; first < n; first += tile_queries) {
      const std::size_t count = std::min(tile_queries, n - first);
      for (std::size_t q = 0; q < count; ++q) {
        tile[q] = {queries.data() + (first + q) * d_, best.subspan((first + q) * k, k)};
        tile[q].square = square_of(std::span(projected).subspan((first + q) * width, width));
        if (first > 0) // what was near a moment ago bounds the search from its start
          for (const Neighbour& guess : best.subspan((first - 1) * k, k))
            if (guess.row < rows_.size() / d_)
              try_row(tile[q], guess.row);
        update(tile[q]);
      }
      search_tile(std::span(tile).first(count), projected.data() + first * width, exclusion);
    }
  }

  void search_tile(std::span<Query> tile, const float* projected, const Exclusion& exclusion) const {
    float closeness[tile_queries * block_panels * lanes];
    for (std::size_t first = 0; first < panels_.panels(); first += block_panels) {
      const std::size_t last = std::min(panels_.panels(), first + block_panels);
      const std::size_t count = (last - first) * lanes;
      panels_.closeness(projected, tile.size(), first, last, closeness);
      for (std::size_t q = 0; q < tile.size(); ++q)
        search_block(tile[q], first * lanes, {closeness + q * count, count}, exclusion);
    }
  }

  void search_block(Query& query, std::size_t first, std::span<const float> closeness,
                    const Exclusion& exclusion) const {
    const auto closest = static_cast<std::size_t>(largest(closeness));
    if (closeness[closest] < query.least)
      return;
    visit(query, first + closest, exclusion);
    for (std::size_t panel = 0; panel < closeness.size(); panel += lanes) {
      int any = 0;
      for (std::size_t i = 0; i < lanes; ++i)
        any |= closeness[panel + i] >= query.least;
      if (any == 0)
        continue;
      for (std::size_t i = panel; i < panel + lanes; ++i)
        if (closeness[i] >= query.least && i != closest)
          visit(query, first + i, exclusion);
    }
  }

  static std::size_t largest(std::span<const float> closeness) {
    float top[lanes];
    std::copy_n(closeness.begin(), lanes, top);
    for (std::size_t panel = lanes; panel < closeness.size(); panel += lanes)
      for (std::size_t i = 0; i < lanes; ++i)
        top[i] = std::max(top[i], closeness[panel + i]);
    const float value = *std::max_element(top, top + lanes);
    return static_cast<std::size_t>(std::find(closeness.begin(), closeness.end(), value) - closeness.begin());
  }

  void visit(Query& query, std::size_t row, const Exclusion& exclusion) const {
    if (row >= rows_.size() / d_ || (!exclusion.owners.empty() && exclusion.owners[row] == exclusion.owner))
      return;
    try_row(query, static_cast<std::uint32_t>(row));
    update(query);
  }
  void try_row(Query& query, std::uint32_t row) const {
    insert_neighbour(query.best, {squared_distance(query.values, rows_.data() + row * d_, d_), row});
  }
  void update(Query& query) const {
    query.least = panels_.least_closeness(query.square, query.best.back().squared);
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
