#include "core/inspection/coreset.h"
#include "core/inspection/coreset_input.h"
#include "core/inspection/squared_distance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {

Result<void> check_coreset(std::span<const float> rows, std::size_t dimension, const CoresetGoal& goal) {
  if (dimension == 0 || rows.size() % dimension != 0 || goal.count < 1 ||
      goal.first >= rows.size() / dimension)
    return fail(ErrorCode::invalid_argument, "a selection of " + std::to_string(goal.count) +
                                                 " rows from row " + std::to_string(goal.first) + " of " +
                                                 std::to_string(rows.size()) + " values of dimension " +
                                                 std::to_string(dimension) + " is not possible");
  if (rows.size() / dimension > std::numeric_limits<std::uint32_t>::max())
    return fail(
        ErrorCode::limit_exceeded,
        "more than 4,294,967,295 patches cannot be selected from; use fewer images or larger patches");
  const auto bad = std::find_if(rows.begin(), rows.end(), [](float value) { return !std::isfinite(value); });
  if (bad != rows.end())
    return fail(ErrorCode::invalid_argument,
                "patch " + std::to_string(static_cast<std::size_t>(bad - rows.begin()) / dimension) +
                    " holds a value that is not a number; check the weights and the image");
  return {};
}

Result<Coreset> coreset_naive(std::span<const float> rows, std::size_t dimension, const CoresetGoal& goal,
                              Progress& progress, std::stop_token stop) {
  ANDON_TRY(check_coreset(rows, dimension, goal));
  const std::size_t n = rows.size() / dimension;
  Coreset result;
  std::vector<float> nearest(n, std::numeric_limits<float>::infinity());
  progress.stage("choosing patches", static_cast<std::int64_t>(goal.count));
  for (std::size_t next = goal.first;;) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the selection of patches was cancelled");
    const float* centre = rows.data() + next * dimension;
#pragma omp parallel for schedule(static)
    for (std::size_t i = 0; i < n; ++i)
      nearest[i] = std::min(nearest[i], squared_distance(rows.data() + i * dimension, centre, dimension));
    result.rows.push_back(static_cast<std::uint32_t>(next));
    result.exact_distances += static_cast<std::int64_t>(n);
    progress.advance(static_cast<std::int64_t>(result.rows.size()));
    next = static_cast<std::size_t>(std::max_element(nearest.begin(), nearest.end()) - nearest.begin());
    if (result.rows.size() == goal.count || std::sqrt(static_cast<double>(nearest[next])) <= goal.radius) {
      result.cover_radius = std::sqrt(static_cast<double>(nearest[next]));
      return result;
    }
  }
}

} // namespace andon
