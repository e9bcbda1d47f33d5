#include "core/inspection/image_detector.h"

namespace andon {

Result<std::vector<NearestPatch>> ImageDetector::nearest(const Image&, const Mask&, int, int, int) const {
  return fail(ErrorCode::unsupported,
              "this method keeps no patches of its training images, so it cannot name the nearest "
              "one; use a method with a memory bank, such as patchcore");
}

} // namespace andon
