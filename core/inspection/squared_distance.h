#pragma once
#include <cstddef>

namespace andon {

/// Σᵢ (aᵢ − bᵢ)² in fp32 with one order of summation: sixteen partial sums by i mod 16, then halves are
/// added. Never contracted, so the bits are the same whatever instructions the processor has. Threads: any.
float squared_distance(const float* a, const float* b, std::size_t dimension);

} // namespace andon
