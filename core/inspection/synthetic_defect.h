#pragma once
#include "core/base/random.h"
#include "core/inspection/image.h"

namespace andon {

/// Width × height RGB floats in 0..1.
struct ColourPlane {
  int width = 0, height = 0;
  std::vector<float> rgb;
  std::vector<std::uint8_t> inside = {}; ///< region of interest, a byte a pixel; empty = everywhere
};

/// A defect that nobody has seen: one or two regions of a normal image are changed. Regions: broken lines,
/// ellipses, ragged blobs, rectangles, bands, parts of a noise field, from a pixel to a third of the image.
/// Changes: brightness or colour, another material, a piece of `other` or of the image itself (Li et al.
/// 2021, CutPaste), grain of any scale (Zavrtanik et al. 2021, DRAEM), contrast, blur, streaks. `image`
/// becomes the defective image, unchanged outside its region of interest; returns 1 where it is visibly
/// changed. `other` has any size. Deterministic in `random`.
Mask add_synthetic_defect(ColourPlane& image, const ColourPlane& other, Random& random);
/// Flips (the region too), contrast within 0.8 … 1.25 and brightness within ±15 %: normal images differ that
/// much.
void vary_normal(ColourPlane& image, Random& random);

} // namespace andon
