#include "core/inspection/coreset.h"

#include "core/inspection/bound_table.h"
#include "core/inspection/coreset_input.h"
#include "core/inspection/squared_distance.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace andon {
namespace {

constexpr std::size_t block_rows = 256;    ///< rows that share one maximum
constexpr std::size_t tile_rows = 4;       ///< rows refreshed together
constexpr std::size_t panels_at_once = 64; ///< closeness buffer of a tile
constexpr std::size_t lanes = BoundPanels::panel_rows;
constexpr float eagerness = 0.98F; ///< rows this near to the largest are refreshed with it

class LazySelection {
public:
  /// count: most rows that will be selected.
  LazySelection(std::span<const float> rows, std::size_t dimension, std::size_t count)
      : rows_(rows), d_(dimension), n_(rows.size() / dimension), axes_(BoundAxes::fit(rows, dimension)),
        centres_(axes_.width()), packed_(packed_rows(centres_, axes_, rows)),
        squared_(n_, std::numeric_limits<float>::infinity()), seen_(n_, 0),
        block_max_((n_ + block_rows - 1) / block_rows, std::numeric_limits<float>::infinity()) {
    centres_.reserve(std::min(count, n_));
    stale_.reserve(n_);
  }

  void select(std::size_t row) {
    chosen_.push_back(static_cast<std::uint32_t>(row));
    centres_.append(words(row), packed_.rows[row]);
  }
  /// The farthest row, its distance up to date.
  std::size_t farthest() {
    for (;;) {
      const auto block = static_cast<std::size_t>(std::max_element(block_max_.begin(), block_max_.end()) -
                                                  block_max_.begin());
      const auto begin = squared_.begin() + static_cast<std::ptrdiff_t>(block * block_rows);
      const auto end = squared_.begin() + static_cast<std::ptrdiff_t>(std::min(n_, (block + 1) * block_rows));
      const auto row = static_cast<std::size_t>(std::max_element(begin, end) - squared_.begin());
      if (seen_[row] == chosen_.size())
        return row;
      refresh(squared_[row]);
    }
  }
  float squared(std::size_t row) const { return squared_[row]; }
  std::vector<std::uint32_t> chosen() && { return std::move(chosen_); }
  std::int64_t exact_distances() const { return exact_; }

private:
  const float* words(std::size_t row) const { return packed_.words.data() + row * centres_.words(); }

  /// Brings every stale row whose value comes near the largest up to date.
  void refresh(float largest) {
    const float level = std::isinf(largest) ? largest : largest * eagerness;
    stale_.clear();
    touched_.clear();
    for (std::size_t block = 0; block < block_max_.size(); ++block) {
      if (block_max_[block] < level)
        continue;
      touched_.push_back(block);
      const std::size_t end = std::min(n_, (block + 1) * block_rows);
      for (std::size_t row = block * block_rows; row < end; ++row)
        if (squared_[row] >= level && seen_[row] < chosen_.size())
          stale_.push_back(static_cast<std::uint32_t>(row));
    }
    const std::size_t tiles = (stale_.size() + tile_rows - 1) / tile_rows;
    std::int64_t exact = 0;
#pragma omp parallel for schedule(dynamic, 16) reduction(+ : exact) if (tiles >= 64)
    for (std::size_t tile = 0; tile < tiles; ++tile)
      exact += refresh_tile(
          std::span(stale_).subspan(tile * tile_rows, std::min(tile_rows, stale_.size() - tile * tile_rows)));
    exact_ += exact;
    for (const std::size_t block : touched_) {
      const auto begin = squared_.begin() + static_cast<std::ptrdiff_t>(block * block_rows);
      const auto end = squared_.begin() + static_cast<std::ptrdiff_t>(std::min(n_, (block + 1) * block_rows));
      block_max_[block] = *std::max_element(begin, end);
    }
  }

  std::int64_t refresh_tile(std::span<const std::uint32_t> tile) {
    std::uint32_t oldest = std::numeric_limits<std::uint32_t>::max();
    float queries[tile_rows * BoundPanels::most_words];
    float least[tile_rows];
    for (std::size_t q = 0; q < tile.size(); ++q) {
      oldest = std::min(oldest, seen_[tile[q]]);
      std::memcpy(queries + q * centres_.words(), words(tile[q]), centres_.words() * sizeof(float));
      least[q] = least_of(tile[q]);
    }
    std::int64_t exact = 0;
    float closeness[tile_rows * panels_at_once * lanes];
    std::uint16_t hits[tile_rows * panels_at_once];
    for (std::size_t first = oldest / lanes; first < centres_.panels(); first += panels_at_once) {
      const std::size_t last = std::min(centres_.panels(), first + panels_at_once), count = last - first;
      centres_.closeness(queries, tile.size(), first, last, least, closeness, hits);
      for (std::size_t q = 0; q < tile.size(); ++q)
        exact += compare(tile[q], first * lanes, closeness + q * count * lanes, {hits + q * count, count},
                         least[q]);
    }
    for (const std::uint32_t row : tile)
      seen_[row] = static_cast<std::uint32_t>(chosen_.size());
    return exact;
  }

  float least_of(std::uint32_t row) const {
    return centres_.least_closeness(packed_.rows[row], squared_[row]);
  }

  /// Exact distances to the centres from `first` on that come into question.
  std::int64_t compare(std::uint32_t row, std::size_t first, const float* closeness,
                       std::span<const std::uint16_t> hits, float& least) {
    std::int64_t exact = 0;
    for (std::size_t panel = 0; panel < hits.size(); ++panel)
      for (unsigned bits = hits[panel]; bits != 0; bits &= bits - 1) {
        const std::size_t k = panel * lanes + static_cast<std::size_t>(std::countr_zero(bits));
        if (closeness[k] < least || first + k < seen_[row] || first + k >= chosen_.size())
          continue;
        const float squared =
            squared_distance(rows_.data() + row * d_, rows_.data() + chosen_[first + k] * d_, d_);
        ++exact;
        if (squared < squared_[row]) {
          squared_[row] = squared;
          least = least_of(row);
        }
      }
    return exact;
  }

  std::span<const float> rows_;
  std::size_t d_, n_;
  BoundAxes axes_;
  BoundPanels centres_;
  PackedRows packed_;
  std::vector<float> squared_;      ///< to the nearest of the first seen_ centres
  std::vector<std::uint32_t> seen_; ///< centres that squared_ knows
  std::vector<float> block_max_;
  std::vector<std::uint32_t> chosen_, stale_;
  std::vector<std::size_t> touched_;
  std::int64_t exact_ = 0;
};

} // namespace

Result<Coreset> coreset(std::span<const float> rows, std::size_t dimension, const CoresetGoal& goal,
                        Progress& progress, std::stop_token stop) {
  ANDON_TRY(check_coreset(rows, dimension, goal));
  LazySelection selection(rows, dimension, goal.count);
  progress.stage("choosing patches", static_cast<std::int64_t>(goal.count));
  std::size_t next = goal.first;
  for (std::size_t selected = 1;; ++selected) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the selection of patches was cancelled");
    selection.select(next);
    progress.advance(static_cast<std::int64_t>(selected));
    next = selection.farthest();
    if (selected == goal.count || std::sqrt(static_cast<double>(selection.squared(next))) <= goal.radius)
      break;
  }
  Coreset result;
  result.cover_radius = std::sqrt(static_cast<double>(selection.squared(next)));
  result.exact_distances = selection.exact_distances();
  result.rows = std::move(selection).chosen();
  return result;
}

} // namespace andon
