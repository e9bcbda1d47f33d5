#pragma once
#include <cstddef>

namespace andon {

/// The inner loops of distances, compiled once for each width of the processor's vectors. See
/// squared_distance.h and BoundPanels for what they compute; squared_distance has the same bits everywhere,
/// closeness carries a margin.
struct LaneKernels {
  float (*squared_distance)(const float* a, const float* b, std::size_t dimension);
  void (*closeness)(const float* queries, std::size_t count, std::size_t width, const float* values,
                    const float* halves, std::size_t panels, float* out);
};

extern const LaneKernels plain_kernels;
#ifdef ANDON_X86_KERNELS
extern const LaneKernels avx2_kernels, avx512_kernels;
#endif
/// The widest that this processor runs.
const LaneKernels& lane_kernels();

} // namespace andon
