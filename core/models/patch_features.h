#pragma once
#include "core/base/error.h"
#include "core/base/options.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// Which network and what is taken from it. Backbones: resnet18, resnet34, resnet50, wide_resnet50_2,
/// mobilenet_v2, mobilenet_v3_large, mobilenet_v3_small.
struct PatchFeatureOptions {
  std::string backbone = "auto"; ///< auto = the best whose weights are at hand; self = learnt here
  /// Comma-separated block names of the backbone; auto = its mid-level ones; fine = more, at stride 8; low =
  /// the first ones, at stride 4.
  std::string layers = "auto";
  std::int64_t pooling = 3;       ///< side of the neighbourhood average
  std::string precision = "auto"; ///< auto, fp32, bf16: auto takes bf16 when the CPU (or GPU) has it
  std::vector<Option> describe();
};

/// Features of one batch of images at the resolution of the finest layer.
struct PatchFeatures {
  std::int64_t images = 0, height = 0, width = 0, dimension = 0;
  std::vector<float> values; ///< [images, height, width, dimension]
};

/// Mid-level features of a frozen backbone: neighbourhood average, concatenation at the finest layer's grid
/// (Roth et al. 2022, eq. 1–3). Plain values outside, LibTorch inside; channels-last; bf16 by CPU flags.
/// Threads: one thread at a time per object.
class PatchFeatureExtractor {
public:
  /// weights: a safetensors file (see core/models/weights.h). Errors: not_found, corrupt (names the tensor),
  /// unsupported.
  static Result<PatchFeatureExtractor> open(const PatchFeatureOptions& options,
                                            const std::filesystem::path& weights, const std::string& device);
  PatchFeatureExtractor(PatchFeatureExtractor&&) noexcept;
  PatchFeatureExtractor& operator=(PatchFeatureExtractor&&) noexcept;
  ~PatchFeatureExtractor();

  std::int64_t dimension() const;
  std::int64_t stride() const;         ///< pixels a patch step of the grid
  std::string precision() const;       ///< fp32 or bf16, what auto came to
  const std::string& backbone() const; ///< resolved id
  const std::string& weights_sha256() const;
  bool learnt_here() const; ///< from the run's own normal images, see learn_features()
  /// images: [n, height, width, 3] floats in 0..1 (RGB); the backbone's own normalisation is applied inside.
  Result<PatchFeatures> extract(std::span<const float> images, std::int64_t n, std::int64_t height,
                                std::int64_t width) const;

private:
  PatchFeatureExtractor();
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace andon
