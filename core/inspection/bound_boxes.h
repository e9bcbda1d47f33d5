#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// Groups of rows that lie together, each in a box of its leading coordinates u (BoundAxes): a group whose
/// box is farther from a query than what is already found holds nothing nearer. Threads: any, immutable.
class BoundBoxes {
public:
  static constexpr std::size_t group_rows = 64, coordinates = 8;
  /// Halves the rows again and again at the median of the coordinate that varies most until groups are left
  /// (k-d tree, Bentley 1975). projected: [n, width], width ≥ coordinates.
  BoundBoxes(std::span<const float> projected, std::size_t width);

  /// The rows, group by group; all groups but the last are full.
  std::span<const std::uint32_t> order() const { return order_; }
  std::size_t groups() const { return groups_; }
  /// Squared distances from the leading coordinates of u(q) to the boxes: out[groups() rounded up to 16],
  /// +∞ behind the last.
  void squares(const float* projected, float* out) const;
  /// A group may hold a row nearer than sqrt(squared) to a query of |u(q)|² = `square` only if its box is at
  /// most this far. Holds with the rounding of projection and boxes.
  float farthest(float square, float squared) const;

private:
  std::size_t groups_;
  float largest_square_ = 0;
  std::vector<std::uint32_t> order_;
  std::vector<float> boxes_; ///< [groups/16, coordinates, lowest 16, highest 16]
};

} // namespace andon
