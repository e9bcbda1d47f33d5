#pragma once
#include "core/models/patch_features.h"

namespace andon {

/// The features of PatchFeatureExtractor as a first program computes them: fp32, channels first, batch
/// normalisation as a step of its own. The baseline of `andon bench patchcore`; within rounding of the other
/// in fp32.
class PlainPatchFeatures {
public:
  /// `options.precision` is not used. Errors: those of PatchFeatureExtractor::open.
  static Result<PlainPatchFeatures> open(const PatchFeatureOptions& options,
                                         const std::filesystem::path& weights);
  PlainPatchFeatures(PlainPatchFeatures&&) noexcept;
  PlainPatchFeatures& operator=(PlainPatchFeatures&&) noexcept;
  ~PlainPatchFeatures();
  /// image: [height, width, 3] floats in 0..1, sides in multiples of 32.
  Result<PatchFeatures> extract(std::span<const float> image, std::int64_t height, std::int64_t width) const;

private:
  struct State;
  explicit PlainPatchFeatures(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace andon
