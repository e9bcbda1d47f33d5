#include "core/inspection/squared_distance.h"

#include "core/inspection/lane_kernels.h"

namespace andon {

float squared_distance(const float* a, const float* b, std::size_t dimension) {
  return lane_kernels().squared_distance(a, b, dimension);
}

} // namespace andon
