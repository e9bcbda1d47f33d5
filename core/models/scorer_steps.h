#pragma once
#include <ATen/core/Tensor.h>

#include <memory>

namespace andon {

/// Patches that others are compared with. rows: [rows, feature].
struct ComparedRows {
  explicit ComparedRows(at::Tensor all);
  at::Tensor rows, squares; ///< squares: [rows], of the lengths
};

/// The nearest row of every patch: distance and number (a float), both [n, 1, height, width].
struct NearestRows {
  at::Tensor distance, row;
};

/// The steps of a scorer that depend on what a runtime can do. Patches and values are [n, channel, height,
/// width] throughout.
class ScorerSteps {
public:
  virtual ~ScorerSteps() = default;
  /// The nearest row is found by products and its distance taken again from the difference, which does not
  /// cancel.
  virtual NearestRows nearest(const at::Tensor& patches, const ComparedRows& bank) const = 0;
  /// For the patch that is farthest from its nearest row: distances to that row's neighbours ([rows, k]
  /// places in the bank) less the distance to the row itself, [n, 1, 1, k]; and that distance, [n, 1, 1, 1].
  struct Surroundings {
    at::Tensor beyond, distance;
  };
  virtual Surroundings surroundings(const at::Tensor& patches, const NearestRows& nearest,
                                    const ComparedRows& bank, const at::Tensor& neighbours) const = 0;
  /// Mean of all patches, [n, feature, 1, 1], as exact as the runtime allows: distances to rows that are
  /// nearly the same are taken from it.
  virtual at::Tensor mean_patch(const at::Tensor& patches) const = 0;
  /// ‖inverse·(x − mean)‖ of every place, [n, 1, height, width]. mean: double [height·width, feature];
  /// inverse: double [height·width, feature, feature].
  virtual at::Tensor turned_lengths(const at::Tensor& patches, const at::Tensor& mean,
                                    const at::Tensor& inverse) const = 0;
  /// Distances of a single feature vector of each picture, [n, feature, 1, 1], to every row: [n, 1, 1, rows].
  virtual at::Tensor distances(const at::Tensor& vector, const ComparedRows& bank) const = 0;
  /// The row with the smallest of these distances, [n, feature, 1, 1].
  virtual at::Tensor nearest_row(const at::Tensor& distances, const ComparedRows& bank) const = 0;
  /// Mean of the `count` largest of the values of each picture, [n, 1, 1, 1].
  virtual at::Tensor largest_mean(const at::Tensor& values, std::int64_t count) const = 0;
  /// Values drawn to a size, bilinear, and smoothed with the kernel (undefined = not at all), mirrored at the
  /// rim.
  virtual at::Tensor drawn(const at::Tensor& values, std::int64_t height, std::int64_t width,
                           const at::Tensor& kernel) const = 0;
};

/// For LibTorch: places, gathering and sorting.
std::unique_ptr<ScorerSteps> torch_steps();
/// For runtimes without sorting and without gathering by computed places: convolutions, element by element
/// arithmetic and extremes only. One picture at a time.
std::unique_ptr<ScorerSteps> plain_steps();

} // namespace andon
