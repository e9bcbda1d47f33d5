#pragma once
#include "core/simulate/surface_texture.h"

namespace andon {

/// Paints one defect over a good surface. `scale` multiplies its size, `contrast` its visibility. Private to
/// core/simulate. requires a known defect.
void paint_defect(const std::string& defect, const std::string& texture, const Pose& pose, double scale,
                  double contrast, Seed seed, SurfaceCanvas& canvas);

} // namespace andon
