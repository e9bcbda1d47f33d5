#pragma once
#include "core/metrics/tsne_affinity.h"

namespace andon {

/// Quad tree over points of the plane in depth-first order: `next` of a node is the node after its whole
/// subtree, so a walk needs no stack. Points closer than 2⁻³⁰ of the extent share a leaf.
class QuadTree {
public:
  struct Node {
    double x = 0, y = 0;      ///< centre of mass
    double mass = 0;          ///< points below
    double width_squared = 0; ///< of the cell
    std::uint32_t next = 0;
  };
  /// xy [n, 2], n >= 1, finite. Cost: O(n·log n).
  explicit QuadTree(std::span<const double> xy);
  std::span<const Node> nodes() const { return nodes_; }
  std::span<const std::int32_t> order() const { return order_; } ///< points along the curve of the tree

private:
  void build(std::size_t begin, std::size_t end, int level, std::span<const double> xy);
  std::vector<Node> nodes_;
  std::vector<std::int32_t> order_;
  std::vector<std::uint64_t> codes_;
  double extent_ = 0;
};

struct TsneGradient {
  std::vector<double> gradient; ///< [n, 2]
  double kl = 0;                ///< Σ p·log(p/q), with P not exaggerated
};

/// 4·(exaggeration·Σ_j p_ij·w_ij·(y_i − y_j) − Σ_j w_ij²·(y_i − y_j)/Z), w_ij = 1/(1 + |y_i − y_j|²), Z = Σ
/// w. A cell stands for its points when width < theta·distance; theta 0 is exact. requires 0 <= theta <= 0.7.
/// Sums run in a fixed order, whatever `threads` is. Stops early when asked; the caller checks the token.
TsneGradient tsne_gradient(const TsneAffinities& p, std::span<const double> xy, double exaggeration,
                           double theta, std::int64_t threads, const std::stop_token& stop);

} // namespace andon
