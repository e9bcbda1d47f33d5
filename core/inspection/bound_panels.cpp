#include "core/base/assert.h"
#include "core/inspection/bound_table.h"
#include "core/inspection/lane_kernels.h"

#include <algorithm>
#include <limits>

namespace andon {
namespace {

constexpr std::size_t lanes = BoundPanels::panel_rows;

} // namespace

float square_of(std::span<const float> projected) {
  float square = 0;
  for (const float value : projected)
    square += value * value;
  return square;
}

void BoundPanels::append(std::span<const float> projected) {
  ANDON_ASSERT(projected.size() == width_);
  const std::size_t lane = rows_ % lanes;
  if (lane == 0) {
    values_.resize(values_.size() + width_ * lanes, 0.0F);
    halves_.resize(halves_.size() + lanes, -std::numeric_limits<float>::infinity());
  }
  const std::size_t panel = rows_ / lanes;
  for (std::size_t j = 0; j < width_; ++j)
    values_[(panel * width_ + j) * lanes + lane] = projected[j];
  const float square = square_of(projected);
  halves_[rows_] = -square / 2;
  largest_square_ = std::max(largest_square_, square);
  ++rows_;
}

void BoundPanels::closeness(const float* queries, std::size_t count, std::size_t first, std::size_t last,
                            float* out) const {
  ANDON_ASSERT(first <= last && last <= panels());
  lane_kernels().closeness(queries, count, width_, values_.data() + first * width_ * lanes,
                           halves_.data() + first * lanes, last - first, out);
}

float BoundPanels::least_closeness(float query_square, float squared) const {
  // Products of at most 64 terms in fp32 are off by less than 64·2⁻²³ of the squares; the projection by far
  // less.
  const float slack = 2e-5F * (query_square + largest_square_) + 1e-4F * squared;
  return (query_square - squared - slack) / 2;
}

} // namespace andon
