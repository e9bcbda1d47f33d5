#pragma once
#include "core/models/scene_net.h"
#include "core/training/objective.h"

#include <ATen/core/Tensor.h>

#include <span>
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
/// How far what was rebuilt is from the targets, [n, bins]: the mean squared error over the channels. Where
/// the net splits bits, over those of values, and beside it the divergence of the bits' shares of toggles and
/// ones, 0 for sensors that hold no words.
struct Rebuilding {
  at::Tensor values, bits;
  at::Tensor error() const { return bits.defined() ? values + bits : values; }
};
Rebuilding rebuilding_of(SceneNet net, const at::Tensor& rebuilt, const at::Tensor& tokens,
                         const at::Tensor& facts);

/// Loss and terms of the given scenes in one phase of the recipe.
StepLoss step_of(SceneNet net, const std::vector<Prepared>& scenes, const SceneModelOptions& options,
                 bool pretrain, std::span<const std::int64_t> items, Random& random);
/// Contrast on changed validation scenes, the load of every expert, and a warning for a dead one.
Result<Validation> validated(SceneNet net, const std::vector<Prepared>& scenes, Progress& progress,
                             const std::stop_token& stop);

/// Reconstruction, density and contrast of a scene, [3, n, bins]. `plain`: one sensor after the other, on the
/// calling thread alone.
at::Tensor raw_scores(SceneNet net, const at::Tensor& tokens, const at::Tensor& facts, at::Tensor& gates,
                      bool plain);
/// Sets the net's quantiles from normal scenes.
void calibrate(SceneNet net, const std::vector<Prepared>& scenes);

} // namespace scene_tensors
} // namespace andon
