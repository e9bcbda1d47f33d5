#pragma once
#include <algorithm>
#include <cstdint>
#include <thread>
#include <vector>

namespace andon {

/// Calls body(begin, end) for contiguous pieces of [0, count) on `threads` threads, 0 = all cores, never more
/// than one for `grain` items. Pieces must write to places of their own; then the result does not depend on
/// the number of threads.
template <class Body>
void parallel_ranges(std::int64_t count, std::int64_t threads, std::int64_t grain, const Body& body) {
  const std::int64_t cores = std::max<std::int64_t>(1, std::thread::hardware_concurrency());
  const std::int64_t pieces =
      std::clamp<std::int64_t>(count / std::max<std::int64_t>(1, grain), 1, threads > 0 ? threads : cores);
  std::vector<std::jthread> workers;
  for (std::int64_t piece = 1; piece < pieces; ++piece)
    workers.emplace_back(
        [&body, piece, pieces, count] { body(count * piece / pieces, count * (piece + 1) / pieces); });
  body(0, count / pieces);
}

} // namespace andon
