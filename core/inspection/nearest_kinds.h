#pragma once
#include "core/inspection/nearest.h"

#include <algorithm>

namespace andon {

std::unique_ptr<NearestSearch> make_exact_nearest(std::span<const float> rows, std::size_t dimension);
Result<std::unique_ptr<NearestSearch>> make_faiss_nearest(const std::string& kind,
                                                          std::span<const float> rows, std::size_t dimension);

/// Keeps the k best in order; a row that is already there changes nothing.
inline void insert_neighbour(std::span<Neighbour> best, const Neighbour& found) {
  if (!(found < best.back()))
    return;
  const auto place = std::lower_bound(best.begin(), best.end(), found);
  if (place->row == found.row)
    return;
  std::move_backward(place, best.end() - 1, best.end());
  *place = found;
}

} // namespace andon
