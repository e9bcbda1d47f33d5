#pragma once
#include "core/inspection/image.h"

namespace andon {

/// The image as a person should see it. EXIF orientation: 1 as stored, 2 mirrored, 3 turned by 180°, 4 upside
/// down, 5 transposed, 6 turned right, 7 transposed across the other diagonal, 8 turned left. Threads: any.
Image oriented(Image image, int orientation);

} // namespace andon
