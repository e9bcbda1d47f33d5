#pragma once
#include "core/inspection/lane_kernels.h"

#include <cstring>
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

// Included by one source file for each instruction set. Nothing but built-in types here: code shared with
// other sources must not be compiled with instructions that the processor may lack.
namespace andon {
namespace {

constexpr std::size_t lanes = 16;
using Lanes = float __attribute__((vector_size(lanes * sizeof(float))));

[[gnu::always_inline]] inline void load(Lanes& lane, const float* from) {
  std::memcpy(&lane, from, sizeof lane);
}

[[gnu::always_inline]] inline void add_product(Lanes& sum, float factor, const Lanes& column) {
#if defined(__AVX512F__)
  sum = (Lanes)_mm512_fmadd_ps(_mm512_set1_ps(factor), (__m512)column, (__m512)sum);
#else
  sum += factor * column;
#endif
}

float squared_distance_lanes(const float* a, const float* b, std::size_t dimension) {
  Lanes sum{};
  std::size_t i = 0;
  for (; i + lanes <= dimension; i += lanes) {
    Lanes x, y;
    load(x, a + i);
    load(y, b + i);
    const Lanes gap = x - y;
    sum += gap * gap;
  }
  if (i < dimension) {
    Lanes x{}, y{};
    std::memcpy(&x, a + i, (dimension - i) * sizeof(float));
    std::memcpy(&y, b + i, (dimension - i) * sizeof(float));
    const Lanes gap = x - y;
    sum += gap * gap;
  }
  float parts[lanes];
  std::memcpy(parts, &sum, sizeof parts);
  for (std::size_t half = lanes / 2; half > 0; half /= 2)
    for (std::size_t k = 0; k < half; ++k)
      parts[k] += parts[k + half];
  return parts[0];
}

struct Block {
  const float* queries;
  const float* values;
  const float* halves;
  float* out;
  std::size_t width, out_row;
};

/// Queries × Panels sums that stay in registers.
template <int Queries, int Panels>
[[gnu::always_inline]] inline void block_product(const Block& block) {
  Lanes sums[Queries][Panels];
  for (int p = 0; p < Panels; ++p)
    for (int q = 0; q < Queries; ++q)
      load(sums[q][p], block.halves + static_cast<std::size_t>(p) * lanes);
  for (std::size_t j = 0; j < block.width; ++j) {
    Lanes column[Panels];
    for (int p = 0; p < Panels; ++p)
      load(column[p], block.values + (static_cast<std::size_t>(p) * block.width + j) * lanes);
    for (int q = 0; q < Queries; ++q)
      for (int p = 0; p < Panels; ++p)
        add_product(sums[q][p], block.queries[static_cast<std::size_t>(q) * block.width + j], column[p]);
  }
  for (int q = 0; q < Queries; ++q)
    for (int p = 0; p < Panels; ++p)
      std::memcpy(block.out + static_cast<std::size_t>(q) * block.out_row +
                      static_cast<std::size_t>(p) * lanes,
                  &sums[q][p], sizeof(Lanes));
}

template <int Queries>
[[gnu::always_inline]] inline void row_of_blocks(Block block, std::size_t panels) {
  std::size_t p = 0;
  for (; p + 4 <= panels; p += 4) {
    block_product<Queries, 4>(block);
    block.values += 4 * lanes * block.width;
    block.halves += 4 * lanes;
    block.out += 4 * lanes;
  }
  for (; p < panels; ++p) {
    block_product<Queries, 1>(block);
    block.values += lanes * block.width;
    block.halves += lanes;
    block.out += lanes;
  }
}

void closeness_lanes(const float* queries, std::size_t count, std::size_t width, const float* values,
                     const float* halves, std::size_t panels, float* out) {
  Block block{queries, values, halves, out, width, panels * lanes};
  std::size_t q = 0;
  for (; q + 4 <= count; q += 4) {
    row_of_blocks<4>(block, panels);
    block.queries += 4 * width;
    block.out += 4 * block.out_row;
  }
  for (; q < count; ++q) {
    row_of_blocks<1>(block, panels);
    block.queries += width;
    block.out += block.out_row;
  }
}

} // namespace
} // namespace andon
