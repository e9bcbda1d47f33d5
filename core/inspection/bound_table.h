#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace andon {

/// Cheap lower bounds on distances. A vector x becomes u(x) = (|x − μ − AAᵀ(x − μ)|, Aᵀ(x − μ)) with the
/// columns of A orthonormal: leading principal axes, which never lengthen a difference, and the length of the
/// rest, which obeys the triangle inequality. Hence |u(x) − u(y)| ≤ |x − y|, and what the bound rules out
/// needs no exact distance. All matrices are row-major and compact. Threads: any, immutable after fit.
class BoundAxes {
public:
  /// Axes by orthogonal iteration on at most 1,024 evenly spaced rows: 95, 127, 191 or 255 (127 at most where
  /// the processor does not multiply bf16), the fewest that leave apart two rows by less than half the way
  /// between neighbours. requires n >= 1, finite values.
  static BoundAxes fit(std::span<const float> rows, std::size_t dimension);

  std::size_t dimension() const { return mean_.size(); }
  std::size_t width() const { return width_; }
  /// u of n rows: [n, width]. Cost: O(n · dimension · width), on all cores.
  std::vector<float> project(std::span<const float> rows) const;

private:
  std::size_t width_ = 0;
  std::vector<double> mean_; ///< μ [dimension]
  std::vector<double> axes_; ///< A and a column of zeros [dimension, width]
};

/// What is known of a projected vector besides its packed words.
struct BoundQuery {
  float square = 0; ///< |u|²
  float tail = 0;   ///< length of the part of u that is packed in half precision; 0 in fp32
  float lost = 0;   ///< length of what packing took away from that part
};

/// Projected rows in panels of sixteen, ready for many products at once; grows at its end. Values are bf16
/// where the processor multiplies those, the leading ones in two parts h + l that nearly keep fp32 (their
/// product is h·h + l·h + h·l), else fp32; rounding widens the bound and never breaks it.
class BoundPanels {
public:
  static constexpr std::size_t panel_rows = 16, most_words = 144;
  /// requires words() <= most_words, which every width of BoundAxes::fit() keeps.
  explicit BoundPanels(std::size_t width);

  std::size_t width() const { return width_; }
  std::size_t words() const { return words_; } ///< 32-bit words of a packed vector
  /// Packs u [width] into `words` [words()]. Threads: any.
  BoundQuery pack(std::span<const float> projected, float* words) const;
  /// Room for this many rows.
  void reserve(std::size_t rows);
  /// One packed vector becomes a row.
  void append(const float* words, const BoundQuery& row);
  std::size_t rows() const { return rows_; }
  std::size_t panels() const { return halves_.size() / panel_rows; }
  std::size_t bytes() const { return (values_.size() + halves_.size()) * sizeof(float); }

  /// closeness(q, r) ≈ u(q)·u(r) − |u(r)|²/2, so that |u(q) − u(r)|² ≈ |u(q)|² − 2·closeness: for `count`
  /// packed queries [count, words()] against panels [first, last) into out[count, (last − first)·16]. Places
  /// behind the last row hold −∞. hits[count, last − first]: a bit for each row whose closeness is at least
  /// least[query].
  void closeness(const float* queries, std::size_t count, std::size_t first, std::size_t last,
                 const float* least, float* out, std::uint16_t* hits) const;
  /// A row may be nearer than sqrt(squared) to a query only if its closeness is at least this. Holds with the
  /// rounding of projection, packing and product.
  float least_closeness(const BoundQuery& query, float squared) const;

private:
  std::size_t width_, split_; ///< split_: leading values in two parts
  std::size_t words_, rows_ = 0;
  float largest_square_ = 0, largest_tail_ = 0, largest_lost_ = 0;
  std::vector<float> values_; ///< [panel, words, 16]
  std::vector<float> halves_; ///< −|u(r)|²/2 [panel, 16]
};

/// u of n rows packed, and what else is known of them.
struct PackedRows {
  std::vector<float> words; ///< [n, panels.words()]
  std::vector<BoundQuery> rows;
};
/// projected: [n, width].
PackedRows packed_rows(const BoundPanels& panels, std::span<const float> projected);
/// The same from rows [n, axes.dimension()], of which few are held projected at a time.
PackedRows packed_rows(const BoundPanels& panels, const BoundAxes& axes, std::span<const float> rows);

} // namespace andon
