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

#if defined(__AVX512BF16__)
constexpr std::size_t values_a_word = 2;

[[gnu::always_inline]] inline void add_product(Lanes& sum, float factor, const Lanes& column) {
  const __m512 factors = _mm512_set1_ps(factor);
  sum = (Lanes)_mm512_dpbf16_ps((__m512)sum, (__m512bh)factors, (__m512bh)column);
}
#else
constexpr std::size_t values_a_word = 1;

[[gnu::always_inline]] inline void add_product(Lanes& sum, float factor, const Lanes& column) {
#if defined(__AVX512F__)
  sum = (Lanes)_mm512_fmadd_ps(_mm512_set1_ps(factor), (__m512)column, (__m512)sum);
#else
  sum += factor * column;
#endif
}
#endif

[[gnu::always_inline]] inline std::uint16_t at_least(const Lanes& values, float least) {
#if defined(__AVX512F__)
  return _mm512_cmp_ps_mask((__m512)values, _mm512_set1_ps(least), _CMP_GE_OQ);
#else
  std::uint16_t bits = 0;
  for (std::size_t k = 0; k < lanes; ++k)
    bits = static_cast<std::uint16_t>(bits | (values[k] >= least ? 1U << k : 0U));
  return bits;
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
  const float* least;
  float* out;
  std::uint16_t* hits;
  std::size_t words, panels;
};

/// Queries × Panels sums that stay in registers.
template <int Queries, int Panels>
[[gnu::always_inline]] inline void block_product(const Block& block) {
  Lanes sums[Queries][Panels];
  for (int p = 0; p < Panels; ++p)
    for (int q = 0; q < Queries; ++q)
      load(sums[q][p], block.halves + static_cast<std::size_t>(p) * lanes);
  for (std::size_t j = 0; j < block.words; ++j) {
    Lanes column[Panels];
    for (int p = 0; p < Panels; ++p)
      load(column[p], block.values + (static_cast<std::size_t>(p) * block.words + j) * lanes);
    for (int q = 0; q < Queries; ++q)
      for (int p = 0; p < Panels; ++p)
        add_product(sums[q][p], block.queries[static_cast<std::size_t>(q) * block.words + j], column[p]);
  }
  for (int q = 0; q < Queries; ++q)
    for (int p = 0; p < Panels; ++p) {
      const std::size_t place = static_cast<std::size_t>(q) * block.panels + static_cast<std::size_t>(p);
      std::memcpy(block.out + place * lanes, &sums[q][p], sizeof(Lanes));
      block.hits[place] = at_least(sums[q][p], block.least[q]);
    }
}

template <int Queries>
[[gnu::always_inline]] inline void row_of_blocks(Block block, std::size_t panels) {
  std::size_t p = 0;
  for (; p + 4 <= panels; p += 4) {
    block_product<Queries, 4>(block);
    block.values += 4 * lanes * block.words;
    block.halves += 4 * lanes;
    block.out += 4 * lanes;
    block.hits += 4;
  }
  for (; p < panels; ++p) {
    block_product<Queries, 1>(block);
    block.values += lanes * block.words;
    block.halves += lanes;
    block.out += lanes;
    ++block.hits;
  }
}

void closeness_lanes(const float* queries, std::size_t count, std::size_t words, const float* values,
                     const float* halves, std::size_t panels, const float* least, float* out,
                     std::uint16_t* hits) {
  Block block{queries, values, halves, least, out, hits, words, panels};
  const auto next = [&block](std::size_t rows) {
    block.queries += rows * block.words;
    block.least += rows;
    block.out += rows * block.panels * lanes;
    block.hits += rows * block.panels;
  };
  std::size_t q = 0;
  for (; q + 4 <= count; q += 4, next(4))
    row_of_blocks<4>(block, panels);
  for (; q < count; ++q, next(1))
    row_of_blocks<1>(block, panels);
}

void box_squares_lanes(const float* point, const float* boxes, std::size_t coordinates, std::size_t chunks,
                       float* out) {
  for (std::size_t c = 0; c < chunks; ++c) {
    Lanes sum{};
    for (std::size_t j = 0; j < coordinates; ++j, boxes += 2 * lanes) {
      Lanes lowest, highest;
      load(lowest, boxes);
      load(highest, boxes + lanes);
      const Lanes below = lowest - point[j], above = point[j] - highest;
      Lanes gap = below > above ? below : above;
      gap = gap > 0 ? gap : Lanes{};
      sum += gap * gap;
    }
    std::memcpy(out + c * lanes, &sum, sizeof sum);
  }
}

using Doubles = double __attribute__((vector_size(64)));

/// Four rows by as many vectors of columns as stay in registers.
template <class Vector, int Vectors, class Value>
[[gnu::always_inline]] inline void columns_product(const Value* x, const Value* a, std::size_t n,
                                                   std::size_t width, Value* out) {
  constexpr std::size_t values = sizeof(Vector) / sizeof(Value);
  Vector sums[4][Vectors] = {};
  for (std::size_t i = 0; i < n; ++i) {
    Vector row[Vectors];
    for (int v = 0; v < Vectors; ++v)
      std::memcpy(&row[v], a + i * width + static_cast<std::size_t>(v) * values, sizeof(Vector));
    for (int r = 0; r < 4; ++r)
      for (int v = 0; v < Vectors; ++v)
        sums[r][v] += x[static_cast<std::size_t>(r) * n + i] * row[v];
  }
  for (int r = 0; r < 4; ++r)
    for (int v = 0; v < Vectors; ++v)
      std::memcpy(out + static_cast<std::size_t>(r) * width + static_cast<std::size_t>(v) * values,
                  &sums[r][v], sizeof(Vector));
}

template <class Vector, class Value>
[[gnu::always_inline]] inline void product(const Value* x, const Value* a, std::size_t n, std::size_t width,
                                           Value* out) {
  constexpr std::size_t values = sizeof(Vector) / sizeof(Value);
  std::size_t j = 0;
  for (; j + 4 * values <= width; j += 4 * values)
    columns_product<Vector, 4>(x, a + j, n, width, out + j);
  for (; j < width; j += values)
    columns_product<Vector, 1>(x, a + j, n, width, out + j);
}

void four_products_lanes(const double* x, const double* a, std::size_t n, std::size_t width, double* out) {
  product<Doubles>(x, a, n, width, out);
}
void four_float_products_lanes(const float* x, const float* a, std::size_t n, std::size_t width, float* out) {
  product<Lanes>(x, a, n, width, out);
}

} // namespace
} // namespace andon
