#pragma once
#include "core/base/safetensors.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// Brings features to a common scale before distances are taken. none: as they are. channel: each divided by
/// its standard deviation over the normal patches. pca: projected on the principal axes that explain 99 % of
/// the variance (at most 256) and divided by the square root of λ + 0.01 · mean λ. Threads: any, immutable
/// after fit.
class Whitening {
public:
  static std::vector<std::string> kinds(); ///< none, channel, pca
  /// rows: [n, dimension] of normal patches; at most 20,000 evenly spaced ones are used. requires n >= 1, a
  /// known kind. Cost of pca: O(dimension³).
  static Whitening fit(const std::string& kind, std::span<const float> rows, std::size_t dimension);
  /// dimension() after a fit of this kind is at most this.
  static std::size_t most_dimensions(const std::string& kind, std::size_t dimension);
  std::size_t dimension() const { return kind_ == "pca" ? axes_.size() / scale_.size() : scale_.size(); }
  /// Replaces [n, input dimension] by [n, dimension()], a block at a time in the same memory.
  void apply(std::vector<float>& rows) const;

  /// The same as arithmetic: ((row − centre) · scale) × axes; what is empty is left out.
  struct Affine {
    std::vector<float> centre, scale; ///< [input]
    std::vector<float> axes;          ///< [input, output]
  };
  Affine affine() const;

  void store(TensorSet& set) const;
  /// Errors: corrupt.
  static Result<Whitening> restore(const TensorSet& set, const std::string& where);

private:
  void project_in_place(std::vector<float>& rows, std::size_t n) const;
  std::string kind_ = "none";
  std::vector<float> scale_; ///< factor of each input feature (none, channel), or mean of each (pca)
  std::vector<float> axes_;  ///< pca: [input, output], already divided
};

} // namespace andon
