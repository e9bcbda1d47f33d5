#include "core/inspection/lane_loops.h"

namespace andon {

extern const LaneKernels avx512_kernels{squared_distance_lanes, closeness_lanes};

} // namespace andon
