#pragma once
#include <cstddef>
#include <cstdint>

namespace andon {

/// The inner loops of distances, compiled once for each width of the processor's vectors. See
/// squared_distance.h, BoundPanels and BoundBoxes for what they compute; squared_distance has the same bits
/// everywhere, the others carry a margin. A packed vector is a row of 32-bit words: one fp32 value a word, or
/// two bf16 values where the processor multiplies those.
struct LaneKernels {
  float (*squared_distance)(const float* a, const float* b, std::size_t dimension);
  std::size_t values_a_word;
  /// For each of `count` queries the closeness to panels·16 rows, and in hits[query, panel] a bit for each of
  /// the sixteen that reaches least[query].
  void (*closeness)(const float* queries, std::size_t count, std::size_t words, const float* values,
                    const float* halves, std::size_t panels, const float* least, float* out,
                    std::uint16_t* hits);
  /// For 16·`chunks` boxes, [chunk, coordinate, lowest 16, highest 16], the squared distance from a point.
  void (*box_squares)(const float* point, const float* boxes, std::size_t coordinates, std::size_t chunks,
                      float* out);
  /// out[r, j] = Σᵢ x[r, i]·a[i, j] for the four rows of x [4, n]; a: [n, width], width a multiple of 8.
  void (*four_products)(const double* x, const double* a, std::size_t n, std::size_t width, double* out);
  /// The same in fp32; width a multiple of 16.
  void (*four_float_products)(const float* x, const float* a, std::size_t n, std::size_t width, float* out);
};

extern const LaneKernels plain_kernels;
#ifdef ANDON_X86_KERNELS
extern const LaneKernels avx2_kernels, avx512_kernels, avx512_bf16_kernels;
#endif
/// The widest that this processor runs.
const LaneKernels& lane_kernels();

} // namespace andon
