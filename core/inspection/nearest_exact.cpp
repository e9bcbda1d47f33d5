#include "core/inspection/bound_boxes.h"
#include "core/inspection/bound_table.h"
#include "core/inspection/nearest_kinds.h"
#include "core/inspection/squared_distance.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace andon {
namespace {

constexpr std::size_t lanes = BoundPanels::panel_rows;
constexpr std::size_t tile_queries = 4;
constexpr std::size_t group_rows = BoundBoxes::group_rows, group_panels = group_rows / lanes;
constexpr std::size_t chunk_queries = 64;

class ExactNearest : public NearestSearch {
public:
  ExactNearest(std::span<const float> rows, std::size_t dimension)
      : ExactNearest(rows, BoundAxes::fit(rows, dimension)) {}

  std::string id() const override { return "exact"; }
  std::size_t bytes() const override {
    return panels_.bytes() + boxes_.order().size() * sizeof(std::uint32_t);
  }

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
  ExactNearest(std::span<const float> rows, BoundAxes axes) : ExactNearest(rows, axes, axes.project(rows)) {}
  ExactNearest(std::span<const float> rows, BoundAxes axes, std::span<const float> projected)
      : rows_(rows), d_(axes.dimension()), axes_(std::move(axes)), boxes_(projected, axes_.width()),
        panels_(axes_.width()) {
    const PackedRows packed = packed_rows(panels_, projected);
    for (const std::uint32_t row : boxes_.order())
      panels_.append(packed.words.data() + row * panels_.words(), packed.rows[row]);
  }

  struct Query {
    const float* values;
    std::span<Neighbour> best;
    BoundQuery bound;
  };
  /// What is known of a tile's queries and the groups of rows.
  struct Buffers {
    explicit Buffers(std::size_t groups)
        : stride((groups + lanes - 1) / lanes * lanes), squares(tile_queries * stride) {}
    std::size_t stride;
    std::vector<float> squares;                          ///< from query to box [tile_queries, stride]
    std::vector<std::pair<float, std::uint32_t>> visits; ///< groups, by the nearest of the queries
    std::array<float, tile_queries> least;
    std::array<float, tile_queries * group_rows> closeness;
    std::array<std::uint16_t, tile_queries * group_panels> hits;
  };

  void search_chunk(std::span<const float> queries, std::size_t k, const Exclusion& exclusion,
                    std::span<Neighbour> best) const {
    const std::size_t n = queries.size() / d_;
    const std::vector<float> projected = axes_.project(queries);
    const PackedRows packed = packed_rows(panels_, projected);
    std::array<Query, tile_queries> tile;
    Buffers buffers(boxes_.groups());
    for (std::size_t first = 0; first < n; first += tile_queries) {
      const std::size_t count = std::min(tile_queries, n - first);
      for (std::size_t q = 0; q < count; ++q) {
        tile[q] = {queries.data() + (first + q) * d_, best.subspan((first + q) * k, k),
                   packed.rows[first + q]};
        if (first > 0) // what was near a moment ago bounds the search from its start
          guess(tile[q], best.subspan((first - 1) * k, k));
        boxes_.squares(projected.data() + (first + q) * axes_.width(),
                       buffers.squares.data() + q * buffers.stride);
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

  /// Groups that may matter to a query, the nearest first, for they rule out the others.
  void search_tile(std::span<Query> tile, const float* words, const Exclusion& exclusion,
                   Buffers& buffers) const {
    buffers.visits.clear();
    for (std::uint32_t group = 0; group < boxes_.groups(); ++group) {
      float nearest = std::numeric_limits<float>::infinity();
      bool wanted = false;
      for (std::size_t q = 0; q < tile.size(); ++q) {
        const float square = buffers.squares[q * buffers.stride + group];
        wanted |= square <= farthest_of(tile[q]);
        nearest = std::min(nearest, square);
      }
      if (wanted)
        buffers.visits.emplace_back(nearest, group);
    }
    std::sort(buffers.visits.begin(), buffers.visits.end());
    for (const auto& [nearest, group] : buffers.visits)
      search_group(tile, words, group, exclusion, buffers);
  }

  void search_group(std::span<Query> tile, const float* words, std::size_t group, const Exclusion& exclusion,
                    Buffers& buffers) const {
    bool wanted = false;
    for (std::size_t q = 0; q < tile.size(); ++q) {
      const bool reached = buffers.squares[q * buffers.stride + group] <= farthest_of(tile[q]);
      buffers.least[q] = reached ? least_of(tile[q]) : std::numeric_limits<float>::infinity();
      wanted |= reached;
    }
    if (!wanted)
      return;
    const std::size_t first = group * group_panels, last = std::min(panels_.panels(), first + group_panels),
                      count = last - first;
    panels_.closeness(words, tile.size(), first, last, buffers.least.data(), buffers.closeness.data(),
                      buffers.hits.data());
    for (std::size_t q = 0; q < tile.size(); ++q)
      visit_hits(tile[q], first * lanes, {buffers.closeness.data() + q * count * lanes, count * lanes},
                 {buffers.hits.data() + q * count, count}, exclusion, buffers.least[q]);
  }

  /// Visits the places that were hit, the closest first, for it may rule out the others.
  void visit_hits(Query& query, std::size_t first, std::span<const float> closeness,
                  std::span<const std::uint16_t> hits, const Exclusion& exclusion, float least) const {
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

  float visit(Query& query, std::size_t place, const Exclusion& exclusion) const {
    if (place < boxes_.order().size()) {
      const std::uint32_t row = boxes_.order()[place];
      if (exclusion.owners.empty() || exclusion.owners[row] != exclusion.owner)
        try_row(query, row);
    }
    return least_of(query);
  }
  void try_row(Query& query, std::uint32_t row) const {
    insert_neighbour(query.best, {squared_distance(query.values, rows_.data() + row * d_, d_), row});
  }
  float least_of(const Query& query) const {
    return panels_.least_closeness(query.bound, query.best.back().squared);
  }
  float farthest_of(const Query& query) const {
    return boxes_.farthest(query.bound.square, query.best.back().squared);
  }

  std::span<const float> rows_;
  std::size_t d_;
  BoundAxes axes_;
  BoundBoxes boxes_;
  BoundPanels panels_; ///< in the order of the boxes
};

} // namespace

std::unique_ptr<NearestSearch> make_exact_nearest(std::span<const float> rows, std::size_t dimension) {
  return std::make_unique<ExactNearest>(rows, dimension);
}

} // namespace andon
