#pragma once
#include "core/inspection/image.h"

#include <array>
#include <vector>

namespace andon::workflow {

/// A connected set of unusual pixels.
struct HeatRegion {
  int x = 0, y = 0, width = 0, height = 0; ///< bounding box, pixels
  int peak_x = 0, peak_y = 0;              ///< its most anomalous pixel
  std::int64_t area = 0;
  double peak_score = 0, peak_p = 1;
};

/// 8-connected regions of pixels with score >= `line`, of at least `least_area` pixels, the most anomalous
/// first. `peak_p` is left at 1. Threads: any. Cost: O(pixels).
std::vector<HeatRegion> heat_regions(const ScoreMap& map, float line, std::int64_t least_area);

/// Corners of the closed outlines of all pixels that are `inside`, in pixel edges: outer borders clockwise,
/// holes counter-clockwise; neighbours that touch at a corner only are outlined apart. requires inside.size()
/// = width·height. Cost: O(pixels).
using Outline = std::vector<std::array<int, 2>>;
std::vector<Outline> outlines(const std::vector<std::uint8_t>& inside, int width, int height);
/// 1 where the map reaches the line.
std::vector<std::uint8_t> above(const ScoreMap& map, float line);

} // namespace andon::workflow
