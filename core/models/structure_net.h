#pragma once
#include "core/layers/rate_encoder.h"
#include "core/models/rate_rows.h"
#include "core/models/structure_model.h"

#include <torch/nn/modules/container/modulelist.h>

#include <vector>

namespace andon {

/// A scene as tensors; made once, used in every epoch.
struct StructureInput {
  at::Tensor course;  ///< [n, channels, frames]
  at::Tensor facts;   ///< [n, facts]
  at::Tensor pair;    ///< [n, n, 2·evidence]: of (i, j), then of (j, i)
  at::Tensor asked;   ///< [p, 2]: pairs i < j with a coincidence, whose roll-overs are asked for
  at::Tensor matches; ///< [p, bins]: roll-overs of one that the other follows
  RateRows rates;
};
StructureInput structure_input(const SceneFacts& facts, std::int64_t bins);

struct StructureOutput {
  at::Tensor node;      ///< [n, 3] logits
  at::Tensor bits;      ///< [n, 16] logits
  at::Tensor edge;      ///< [n, n] logits, symmetric
  at::Tensor order;     ///< [n, n, 2] logits: i is the low half, j is
  at::Tensor overflow;  ///< [p, bins] logits of the pairs asked
  at::Tensor attention; ///< [n, n] of the last graph layer
};

/// SensorStructureModel: encoder by rate → two graph layers → heads. Equivariant to the order of the sensors;
/// any number of them.
class StructureNetImpl : public torch::nn::Module {
public:
  explicit StructureNetImpl(const StructureOptions& options);
  RateEncoding encode(const StructureInput& input, const at::Tensor& course);
  StructureOutput forward(const StructureInput& input);

private:
  at::Tensor bit_logits(const StructureInput& input, const at::Tensor& hidden);
  StructureOptions options_;
  std::vector<RateEncoder> encoders_;
  std::vector<GraphLayer> graph_;
  torch::nn::Linear node_{nullptr}, bit_hidden_{nullptr}, bit_out_{nullptr};
  torch::nn::Linear pair_own_{nullptr}, pair_other_{nullptr}, pair_evidence_{nullptr}, edge_{nullptr},
      order_{nullptr};
  torch::nn::Conv1d squeeze_{nullptr}, overflow1_{nullptr}, overflow2_{nullptr}, overflow3_{nullptr};
};
TORCH_MODULE(StructureNet);

} // namespace andon
