#include "core/inspection/lane_loops.h"

namespace andon {

extern const LaneKernels avx2_kernels{squared_distance_lanes, values_a_word,       closeness_lanes,
                                      box_squares_lanes,      four_products_lanes, four_float_products_lanes};

} // namespace andon
