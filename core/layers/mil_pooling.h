#pragma once
#include <torch/nn/modules/linear.h>

#include <cstdint>
#include <string>

namespace andon {

/// How a bag of instances becomes one logit, when only the bag is labelled.
enum class BagPooling { max, noisy_or, attention };
/// "max", "noisy-or", "attention"; anything else is attention.
BagPooling bag_pooling(const std::string& name);

/// logits [n], n ≥ 1, to one logit.
///   max: the largest (Andrews et al. 2002).
///   noisy-or: p = 1 − Π(1 − σ(l_i)) (Maron & Lozano-Pérez 1998), as log(p/(1 − p)) without overflow.
at::Tensor pooled_max(const at::Tensor& logits);
at::Tensor pooled_noisy_or(const at::Tensor& logits);

/// Attention pooling (Ilse, Tomczak & Welling 2018, eq. 8): a = softmax(wᵀ tanh(V·h_i)), logit = Σ a_i·l_i.
class AttentionPoolImpl : public torch::nn::Module {
public:
  explicit AttentionPoolImpl(std::int64_t features, std::int64_t hidden = 32);
  /// logits [n], features [n, features].
  at::Tensor forward(const at::Tensor& logits, const at::Tensor& features);

private:
  torch::nn::Linear hidden_{nullptr}, weight_{nullptr};
};
TORCH_MODULE(AttentionPool);

} // namespace andon
