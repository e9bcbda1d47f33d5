#include "core/inspection/bound_boxes.h"

#include "core/base/assert.h"
#include "core/inspection/lane_kernels.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace andon {
namespace {

constexpr std::size_t lanes = 16;

struct Rows {
  std::span<const float> projected;
  std::size_t width;
  float at(std::uint32_t row, std::size_t j) const { return projected[row * width + j]; }
};

std::size_t widest_coordinate(const Rows& rows, std::span<const std::uint32_t> part) {
  std::size_t widest = 0;
  double most = -1;
  for (std::size_t j = 0; j < BoundBoxes::coordinates; ++j) {
    double sum = 0, square = 0;
    for (const std::uint32_t row : part) {
      const double value = rows.at(row, j);
      sum += value;
      square += value * value;
    }
    const double variance = square - sum * sum / static_cast<double>(part.size());
    if (variance > most) {
      most = variance;
      widest = j;
    }
  }
  return widest;
}

/// The first half holds whole groups.
void divide(const Rows& rows, std::span<std::uint32_t> part) {
  constexpr std::size_t group = BoundBoxes::group_rows;
  if (part.size() <= group)
    return;
  const std::size_t j = widest_coordinate(rows, part);
  const std::size_t half = (part.size() / 2 + group - 1) / group * group;
  std::nth_element(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(half), part.end(),
                   [&](std::uint32_t a, std::uint32_t b) {
                     return rows.at(a, j) < rows.at(b, j) || (rows.at(a, j) == rows.at(b, j) && a < b);
                   });
  divide(rows, part.first(half));
  divide(rows, part.subspan(half));
}

} // namespace

BoundBoxes::BoundBoxes(std::span<const float> projected, std::size_t width)
    : groups_((projected.size() / width + group_rows - 1) / group_rows), order_(projected.size() / width) {
  ANDON_ASSERT(width >= coordinates);
  const Rows rows{projected, width};
  std::iota(order_.begin(), order_.end(), 0U);
  divide(rows, order_);
  boxes_.assign((groups_ + lanes - 1) / lanes * coordinates * 2 * lanes,
                std::numeric_limits<float>::infinity());
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const std::size_t group = i / group_rows;
    float* box = boxes_.data() + group / lanes * coordinates * 2 * lanes + group % lanes;
    for (std::size_t j = 0; j < coordinates; ++j) {
      const float value = rows.at(order_[i], j);
      float& lowest = box[2 * j * lanes];
      float& highest = box[(2 * j + 1) * lanes];
      lowest = std::min(lowest, value);
      highest = i % group_rows == 0 ? value : std::max(highest, value);
    }
    const auto row = projected.subspan(order_[i] * width, width);
    largest_square_ =
        std::max(largest_square_, std::inner_product(row.begin(), row.end(), row.begin(), 0.0F));
  }
}

void BoundBoxes::squares(const float* projected, float* out) const {
  lane_kernels().box_squares(projected, boxes_.data(), coordinates, (groups_ + lanes - 1) / lanes, out);
}

float BoundBoxes::farthest(float square, float squared) const {
  // Coordinates are off by 2⁻²⁴ of their size and gaps between them by as much again.
  return squared * (1 + 1e-4F) + 4e-6F * (square + largest_square_);
}

} // namespace andon
