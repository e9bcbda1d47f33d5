#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// Which pixels touch: across edges only, or across corners as well.
enum class Connectivity { four = 4, eight = 8 };

/// Connected regions of a mask.
struct Components {
  std::vector<std::uint32_t>
      label; ///< per pixel, row-major: 0 outside, else 1..count in the order of first pixels
  std::vector<std::int64_t> area; ///< per region, area[label - 1]
  std::uint32_t count() const { return static_cast<std::uint32_t>(area.size()); }
};
/// Regions of mask[i] != 0 by union-find in two passes (Rosenfeld & Pfaltz 1966). requires width·height =
/// mask.size() and fewer than 2³² regions. Threads: any. Cost: O(pixels).
Components connected_components(std::span<const std::uint8_t> mask, int width, int height,
                                Connectivity connectivity);

} // namespace andon
