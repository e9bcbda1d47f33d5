#include "core/inspection/lane_kernels.h"

namespace andon {

const LaneKernels& lane_kernels() {
#ifdef ANDON_X86_KERNELS
  static const LaneKernels& widest = __builtin_cpu_supports("avx512bf16") ? avx512_bf16_kernels
                                     : __builtin_cpu_supports("avx512f")  ? avx512_kernels
                                     : __builtin_cpu_supports("avx2")     ? avx2_kernels
                                                                          : plain_kernels;
  return widest;
#else
  return plain_kernels;
#endif
}

} // namespace andon
