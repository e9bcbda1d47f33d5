#pragma once
#include "core/base/table.h"
#include "core/models/scene_model.h"

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace andon {

/// A part of the scene model that maps [n, width, bins] to the same shape.
class ScenePart : public torch::nn::Module {
public:
  virtual at::Tensor apply(const at::Tensor& x) = 0;
};

/// One row of the tables of encoders and fusions.
struct ScenePartEntry {
  std::string id, title, paper;
  bool across = false; ///< mixes sensors
  std::shared_ptr<ScenePart> (*make)(const SceneModelOptions& options) = nullptr;
};
/// tcn, resnet1d, transformer, bit_aware, attention, local_attention, gnn. The first four work over time
/// within a sensor, the others across sensors within a bin (local_attention: near bins of the sensor first).
const Table<ScenePartEntry>& scene_parts();

enum class Gating { soft, hard, top_k };
/// "soft", "hard", "top_k"; anything else is hard.
Gating gating_of(const std::string& name);

/// Three experts of width × width over every token and a gate by sensor: MLP over the sensor's facts and its
/// mean token → softmax. Soft: weighted sum; hard: the best expert alone, scaled by its gate so that it still
/// learns; top_k: the best two in that way.
class ExpertMixtureImpl : public torch::nn::Module {
public:
  static constexpr std::int64_t experts = 3;
  explicit ExpertMixtureImpl(std::int64_t width);
  at::Tensor forward(const at::Tensor& x, const at::Tensor& facts, Gating gating, at::Tensor& gates);

private:
  torch::nn::Linear hidden_{nullptr}, gate_{nullptr};
  torch::nn::Conv1d first_{nullptr}, second_{nullptr};
};
TORCH_MODULE(ExpertMixture);

/// KL(mean gate ‖ uniform) in nats: 0 when all experts carry the same load.
at::Tensor gate_divergence(const at::Tensor& gates);

struct SceneNetOutput {
  at::Tensor hidden;  ///< [n, width, bins]
  at::Tensor rebuilt; ///< [n, targets, bins]
  at::Tensor changed; ///< [n, bins] logits
  at::Tensor key;     ///< [n, key_width, bins] unit columns
  at::Tensor gates;   ///< [n, 3]
};

class SceneNetImpl : public torch::nn::Module {
public:
  static constexpr std::int64_t targets = SceneTokens::channels - SceneFacts::channels, key_width = 16,
                                grid = 512, steps = 4;
  explicit SceneNetImpl(const SceneModelOptions& options);
  /// tokens [n, channels, bins]; mask [n, 1, bins], 1 = hidden from the net.
  SceneNetOutput forward(const at::Tensor& tokens, const at::Tensor& facts, const at::Tensor& mask,
                         Gating chosen);
  at::Tensor within(const at::Tensor& tokens, const at::Tensor& facts, const at::Tensor& mask, Gating chosen,
                    at::Tensor& gates);
  SceneNetOutput across(const at::Tensor& x);
  /// What across() is made of: x [n, width, bins] → hidden, and the heads on it.
  at::Tensor mixed(const at::Tensor& x) { return fusion_->apply(x); }
  at::Tensor rebuilt_of(const at::Tensor& hidden) { return rebuilt_(hidden); }
  at::Tensor changed_of(const at::Tensor& hidden) { return changed_(hidden).squeeze(1); }
  /// What is said in the last bin of hidden [n, width, bins] of the `steps` bins after it, and what targets
  /// [n, targets, bins] hold, for predictive_coding(): [n, key_width, steps] and [n, key_width, bins]. Only
  /// where the prediction has a weight.
  at::Tensor predicted_of(const at::Tensor& hidden);
  at::Tensor held_of(const at::Tensor& what);
  const std::int64_t width;
  const Gating gating;    ///< after the first phase
  const bool splits_bits; ///< channels of bits are rebuilt as logits of their shares of ones
  at::Tensor bank;        ///< [m, targets] normal tokens
  at::Tensor quantiles;   ///< [3, grid] scores of normal tokens: reconstruction, density, contrast

private:
  torch::nn::Conv1d in_{nullptr}, rebuilt_{nullptr}, changed_{nullptr}, key_{nullptr};
  torch::nn::Conv1d predicted_{nullptr}, held_{nullptr}; ///< only where prediction has a weight
  /// The encoder of every sensor by its kind (fast, slow, words), which its facts say.
  at::Tensor encoded(const at::Tensor& x, const at::Tensor& facts);
  std::vector<std::shared_ptr<ScenePart>> encoders_; ///< kinds with the same part share its weights
  std::array<std::size_t, 3> encoder_of_{};          ///< by kind
  std::shared_ptr<ScenePart> fusion_;
  ExpertMixture mixture_{nullptr};
};
TORCH_MODULE(SceneNet);

} // namespace andon
