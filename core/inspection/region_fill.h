#pragma once
#include "core/inspection/image.h"

namespace andon {

/// The image with the mean colour of the region everywhere outside of it, so that nothing there can matter;
/// as it is when the region is empty or has no pixel. requires a region of the image's size.
Image filled_outside(Image image, const Mask& region);

} // namespace andon
