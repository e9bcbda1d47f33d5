#pragma once
#include "core/base/error.h"
#include "core/base/progress.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace andon {

/// When a selection begins and ends.
struct CoresetGoal {
  std::size_t count = 1; ///< most rows
  std::size_t first = 0; ///< the row selected first
  double radius = 0;     ///< ends earlier when every row lies within this distance of a selected one
};

/// Rows that cover all rows.
struct Coreset {
  std::vector<std::uint32_t> rows;  ///< in the order of selection
  double cover_radius = 0;          ///< every row lies within this distance of a selected one
  std::int64_t exact_distances = 0; ///< distances computed in full
};

/// Greedy k-centre (Gonzalez 1985; Sener & Savarese 2018): starting with row goal.first, always the row
/// farthest from the selected ones, ties by the lowest index. Exactly the selection of coreset_naive():
/// distances of rows are brought up to date only when their last known value is the largest (it can only
/// shrink), and only against centres that BoundAxes does not rule out. rows: [n, dimension]. Errors:
/// invalid_argument (a value is not finite, first ≥ n, count < 1), limit_exceeded (n ≥ 2³²), cancelled.
/// Memory beside the rows: n·(words + 6) + count·words values of 4 bytes, words being those of a packed row
/// (BoundPanels: 64 in bf16 or 96 in fp32 at the usual 95 axes, up to 144 where rows need more). That is 0.2
/// of 200,000 rows of 384 values for a tenth of them in bf16, 0.29 in fp32. Threads: any; uses all cores.
/// Cancels within one selection.
Result<Coreset> coreset(std::span<const float> rows, std::size_t dimension, const CoresetGoal& goal,
                        Progress& progress, std::stop_token stop);

/// The textbook loop, one pass over all rows per centre: the measure of coreset(). Same contract.
Result<Coreset> coreset_naive(std::span<const float> rows, std::size_t dimension, const CoresetGoal& goal,
                              Progress& progress, std::stop_token stop);

} // namespace andon
