#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// Cheap lower bounds on distances. A vector x becomes u(x) = (Aᵀ(x − μ), |x − μ − AAᵀ(x − μ)|) with the
/// columns of A orthonormal: leading principal axes, which never lengthen a difference, and the length of the
/// rest, which obeys the triangle inequality. Hence |u(x) − u(y)| ≤ |x − y|, and what the bound rules out
/// needs no exact distance. All matrices are row-major and compact. Threads: any, immutable after fit.
class BoundAxes {
public:
  /// width() of vectors of this many dimensions: an eighth of them, 8 … 64, a multiple of 8.
  static std::size_t width_for(std::size_t dimension);
  /// Axes by orthogonal iteration on at most 1,024 evenly spaced rows. requires n >= 1, finite values.
  static BoundAxes fit(std::span<const float> rows, std::size_t dimension);

  std::size_t dimension() const { return mean_.size(); }
  std::size_t width() const { return width_; }
  /// u of n rows: [n, width]. Cost: O(n · dimension · width), on all cores.
  std::vector<float> project(std::span<const float> rows) const;

private:
  std::size_t width_ = 0;
  std::vector<double> mean_; ///< μ [dimension]
  std::vector<double> axes_; ///< A [dimension, width − 1]
};

/// Projected rows in panels of sixteen, ready for many products at once; grows at its end.
class BoundPanels {
public:
  static constexpr std::size_t panel_rows = 16;
  explicit BoundPanels(std::size_t width) : width_(width) {}

  void append(std::span<const float> projected); ///< one row [width]
  std::size_t rows() const { return rows_; }
  std::size_t panels() const { return halves_.size() / panel_rows; }
  std::size_t bytes() const { return (values_.size() + halves_.size()) * sizeof(float); }
  float largest_square() const { return largest_square_; } ///< max |u(y)|²

  /// closeness(q, r) = u(q)·u(r) − |u(r)|²/2, so that |u(q) − u(r)|² = |u(q)|² − 2·closeness: for `count`
  /// projected queries [count, width] against panels [first, last) into out[count, (last − first)·16]. Places
  /// behind the last row hold −∞.
  void closeness(const float* queries, std::size_t count, std::size_t first, std::size_t last,
                 float* out) const;
  /// A row may be nearer than sqrt(squared) to a query only if its closeness is at least this. Holds with the
  /// rounding of projection and product. requires query_square = |u(q)|².
  float least_closeness(float query_square, float squared) const;

private:
  std::size_t width_, rows_ = 0;
  float largest_square_ = 0;
  std::vector<float> values_; ///< [panel, width, 16]
  std::vector<float> halves_; ///< −|u(r)|²/2 [panel, 16]
};

/// |u|² of a projected row.
float square_of(std::span<const float> projected);

} // namespace andon
