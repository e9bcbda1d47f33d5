#pragma once
#include "core/models/scene_net.h"

#include <ATen/core/Tensor.h>

#include <vector>

namespace andon {

/// What only the scene model's own sources share.
struct SceneModel::State {
  SceneModelOptions options;
  SceneNet net{nullptr};
  /// Raw scores [3, n, bins] of the parts to calibrated and fused ones.
  SceneScores finish(const at::Tensor& raw, const at::Tensor& gates) const;
};

namespace scene_tensors {

constexpr std::int64_t block = 4; ///< bins hidden together

/// An example as tensors: tokens [n, channels, bins] as they were and changed, facts [n, facts] of the
/// sensors, which tokens were changed [n, bins].
struct Prepared {
  at::Tensor normal, changed, facts, is_changed;
};
at::Tensor tensor_of(const SceneTokens& tokens);
at::Tensor facts_tensor(const SceneTokens& tokens);
/// Empties the examples on the way.
std::vector<Prepared> prepared(std::vector<SceneExample>& examples);

/// What reconstruction and density look at: [n, targets, bins].
at::Tensor targets_of(const at::Tensor& tokens);
/// Mean squared error of hidden tokens, [n, bins].
at::Tensor hidden_error(const at::Tensor& rebuilt, const at::Tensor& tokens, const at::Tensor& mask);

/// Reconstruction, density and contrast of a scene, [3, n, bins]. `plain`: one sensor after the other, on the
/// calling thread alone.
at::Tensor raw_scores(SceneNet net, const at::Tensor& tokens, const at::Tensor& facts, at::Tensor& gates,
                      bool plain);
/// Sets the net's quantiles from normal scenes.
void calibrate(SceneNet net, const std::vector<Prepared>& scenes);

} // namespace scene_tensors
} // namespace andon
