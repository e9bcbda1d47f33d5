#pragma once
#include "core/base/safetensors.h"
#include "core/inspection/patch_grids.h"

namespace andon {

/// What distances normal patches have at each place of an image. The rim of a picture, a hole or an edge is
/// always farther from its neighbours than plain surface; a distance says something only beside what is
/// usual at that place. Per cell of a 16 × 16 raster over the image (positions relative to its size): mean μ
/// and deviation σ of ln d over normal images left out, spread bilinearly, smoothed over neighbouring cells
/// and drawn towards the values of the whole image with the weight of five images. A distance becomes
/// ln(1 + exp((ln d − μ)/σ)): positive, increasing, near the number of deviations where it is high. Not by
/// place, μ and σ are those of the whole image. Threads: any, immutable after finish().
class PositionScale {
public:
  /// One normal image left out: `distances` beside its grids, in an image of width × height pixels.
  void add(std::span<const PatchGrid> grids, std::span<const std::vector<float>> distances, int width,
           int height);
  /// Call once after the last add(). With fewer than four images the scale stays empty, but for its floor.
  void finish(bool by_place = true);
  bool empty() const { return mean_.empty(); }
  /// Replaces distances by (ln d − μ)/σ, by ln d while empty; 0 outside the region.
  void deviations(std::span<const PatchGrid> grids, std::vector<std::vector<float>>& distances, int width,
                  int height) const;
  /// deviations() made positive; does nothing while empty.
  void apply(std::span<const PatchGrid> grids, std::vector<std::vector<float>>& distances, int width,
             int height) const;
  /// What is usual for the patches of a grid in an image of width × height pixels.
  struct Usual {
    std::vector<float> mean, deviation; ///< [patches] of ln d
    double floor = 0; ///< distances below count as this: a hundredth of the geometric mean
  };
  /// Without means and deviations while empty.
  Usual usual(const PatchGrid& grid, int width, int height) const;
  /// ln(1 + exp(z)).
  static float positive(float deviation);

  /// Adds the arrays <name>.mean, <name>.deviation, <name>.floor.
  void store(TensorSet& set, const std::string& name = "position") const;
  /// Errors: corrupt.
  static Result<PositionScale> restore(const TensorSet& set, const std::string& where,
                                       const std::string& name = "position");

private:
  std::pair<double, double> usual_at(const PatchGrid& grid, std::size_t patch, int width, int height) const;
  std::vector<double> weights_, sums_, squares_; ///< [cells] until finish()
  std::size_t images_ = 0;
  std::vector<double> mean_, deviation_; ///< [cells]
  double floor_ = 0;
};

/// Brings a statistic of whole images to deviations above the normal ones: (ln s − μ)/σ, with μ and σ from
/// normal images left out. Identity while it has seen fewer than four.
class ImageScale {
public:
  void fit(std::span<const double> normal);
  double operator()(double statistic) const;
  /// Mean and deviation, for files; empty when identity.
  std::vector<double> values() const;
  static ImageScale of(const std::vector<double>& values);

private:
  double mean_ = 0, deviation_ = 0;
};

} // namespace andon
