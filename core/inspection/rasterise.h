#pragma once
#include "core/inspection/image.h"

#include <cstdint>
#include <vector>

namespace andon {

/// Union of polygons (x0,y0,x1,y1,… in pixels, pixel i covers [i, i+1)); a pixel is inside when its centre
/// is, by the even-odd rule. Parts outside the image are cut off. Errors: limit_exceeded when the edges cross
/// more than 2·10⁹ rows. Threads: any. Cost: O(rows crossed by the edges + width·height·polygons).
Result<Mask> rasterised(const std::vector<std::vector<float>>& polygons, int width, int height);

/// Adds run lengths (column-major, starting with zeros) to a mask. Errors: parse when their sum is not its
/// area.
Result<void> add_runs(const std::vector<std::uint32_t>& runs, Mask& mask);
/// The run lengths of a mask, column-major, starting with zeros.
std::vector<std::uint32_t> runs_of(const Mask& mask);

} // namespace andon
