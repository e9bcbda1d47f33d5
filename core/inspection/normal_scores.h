#pragma once
#include "core/base/safetensors.h"
#include "core/inspection/image_detector.h"

namespace andon {

/// Scores that the normal images have when they are left out of what they are compared with. Pixel scores
/// become p-values by one monotone table for all images: p(s) = the part of normal pixels that score at least
/// s, log-linear between stored points and never below 1/(pixels + 1). Threads: reading from any.
class NormalScores {
public:
  /// One image left out; pixels outside `inside` (empty = all are inside) do not count.
  void add(const std::string& item, double score, const ScoreMap& map, const Mask& inside);
  /// Call once after the last add().
  void finish();

  const std::vector<NormalScore>& images() const { return images_; } ///< the most anomalous first
  bool empty() const { return images_.empty(); }
  /// 1 where nothing is known.
  double pixel_p(double score) const;
  /// Conformal: (1 + number of normal images that score at least `score`)/(1 + number of normal images).
  double image_p(double score) const;

  /// Adds the arrays normal.* and metadata of the same names.
  void store(TensorSet& set) const;
  /// Errors: corrupt.
  static Result<NormalScores> restore(const TensorSet& set, const std::string& where);

private:
  std::vector<NormalScore> images_;
  std::vector<float> sample_;          ///< pixels until finish()
  std::vector<double> levels_, log_p_; ///< ascending scores, their log p
};

} // namespace andon
