#include "core/base/assert.h"
#include "core/inspection/bound_table.h"
#include "core/inspection/lane_kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace andon {
namespace {

constexpr std::size_t lanes = BoundPanels::panel_rows;

constexpr std::size_t most_split = 16;
constexpr std::size_t block_rows = 1024; ///< projected at a time

bool half_precision() {
  return lane_kernels().values_a_word == 2;
}

float square_of(std::span<const float> projected) {
  float square = 0;
  for (const float value : projected)
    square += value * value;
  return square;
}

/// value ≈ high + low, high and low in bf16 (upper halves of fp32, the nearest, ties to even).
struct Halves {
  std::uint32_t high, low;
  float rest; ///< value − high
};
std::uint32_t bf16_of(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
}
Halves halves_of(float value) {
  const std::uint32_t high = bf16_of(value);
  const float rest = value - std::bit_cast<float>(high << 16);
  return {high, bf16_of(rest), rest};
}
float pair_of(std::uint32_t first, std::uint32_t second) {
  return std::bit_cast<float>(first | second << 16);
}

PackedRows room_for(const BoundPanels& panels, std::size_t n) {
  return {std::vector<float>(n * panels.words()), std::vector<BoundQuery>(n)};
}

/// Projected rows become the rows from `first` on.
void pack_block(const BoundPanels& panels, std::span<const float> projected, std::size_t first,
                PackedRows& into) {
  const std::size_t n = projected.size() / panels.width();
#pragma omp parallel for schedule(static) if (n >= 256)
  for (std::size_t row = 0; row < n; ++row)
    into.rows[first + row] = panels.pack(projected.subspan(row * panels.width(), panels.width()),
                                         into.words.data() + (first + row) * panels.words());
}

} // namespace

BoundPanels::BoundPanels(std::size_t width)
    : width_(width), split_(half_precision() ? std::min(width, most_split) : 0),
      words_(half_precision() ? (width + 2 * split_) / 2 : width) {
  ANDON_ASSERT(words_ <= most_words && (!half_precision() || (width % 2 == 0 && split_ % 2 == 0)));
}

BoundQuery BoundPanels::pack(std::span<const float> projected, float* words) const {
  ANDON_ASSERT(projected.size() == width_);
  BoundQuery query{square_of(projected), 0, 0};
  if (!half_precision()) {
    std::copy(projected.begin(), projected.end(), words);
    return query;
  }
  float tail = 0, lost = 0;
  for (std::size_t j = 0; j < width_; j += 2) {
    const Halves first = halves_of(projected[j]), second = halves_of(projected[j + 1]);
    const float high = pair_of(first.high, second.high);
    if (j < split_) { // h, l, h
      words[j / 2] = words[split_ + j / 2] = high;
      words[split_ / 2 + j / 2] = pair_of(first.low, second.low);
      continue;
    }
    words[split_ + j / 2] = high;
    tail += projected[j] * projected[j] + projected[j + 1] * projected[j + 1];
    lost += first.rest * first.rest + second.rest * second.rest;
  }
  query.tail = std::sqrt(tail);
  query.lost = std::sqrt(lost);
  return query;
}

void BoundPanels::reserve(std::size_t rows) {
  const std::size_t panels = (rows + lanes - 1) / lanes;
  values_.reserve(panels * words_ * lanes);
  halves_.reserve(panels * lanes);
}

void BoundPanels::append(const float* words, const BoundQuery& row) {
  const std::size_t lane = rows_ % lanes;
  if (lane == 0) {
    values_.resize(values_.size() + words_ * lanes, 0.0F);
    halves_.resize(halves_.size() + lanes, -std::numeric_limits<float>::infinity());
  }
  const std::size_t panel = rows_ / lanes;
  for (std::size_t j = 0; j < words_; ++j) {
    // Of a query h, l, h a row makes h, h, l.
    const std::size_t half = split_ / 2;
    const std::size_t from = j >= half && j < split_            ? j + half
                             : j >= split_ && j < split_ + half ? j - half
                                                                : j;
    std::memcpy(&values_[(panel * words_ + j) * lanes + lane], words + from, sizeof(float));
  }
  halves_[rows_] = -row.square / 2;
  largest_square_ = std::max(largest_square_, row.square);
  largest_tail_ = std::max(largest_tail_, row.tail);
  largest_lost_ = std::max(largest_lost_, row.lost);
  ++rows_;
}

void BoundPanels::closeness(const float* queries, std::size_t count, std::size_t first, std::size_t last,
                            const float* least, float* out, std::uint16_t* hits) const {
  ANDON_ASSERT(first <= last && last <= panels());
  lane_kernels().closeness(queries, count, words_, values_.data() + first * words_ * lanes,
                           halves_.data() + first * lanes, last - first, least, out, hits);
}

float BoundPanels::least_closeness(const BoundQuery& query, float squared) const {
  // Products of at most 272 terms in fp32 are off by less than 272·2⁻²³ of the lengths, values in two parts
  // by 2⁻¹⁶, the projection by far less. Of the tails, û(q)·û(r) is off by at most |u(q)||u(r) − û(r)| +
  // |û(r)||u(q) − û(q)|.
  const float packing = query.tail * largest_lost_ + (largest_tail_ + largest_lost_) * query.lost;
  const float slack = 6e-5F * (query.square + largest_square_) + 1e-4F * squared + 2.02F * packing;
  return (query.square - squared - slack) / 2;
}

PackedRows packed_rows(const BoundPanels& panels, std::span<const float> projected) {
  PackedRows result = room_for(panels, projected.size() / panels.width());
  pack_block(panels, projected, 0, result);
  return result;
}

PackedRows packed_rows(const BoundPanels& panels, const BoundAxes& axes, std::span<const float> rows) {
  const std::size_t d = axes.dimension(), n = rows.size() / d;
  PackedRows result = room_for(panels, n);
  for (std::size_t first = 0; first < n; first += block_rows)
    pack_block(panels, axes.project(rows.subspan(first * d, std::min(block_rows, n - first) * d)), first,
               result);
  return result;
}

} // namespace andon
