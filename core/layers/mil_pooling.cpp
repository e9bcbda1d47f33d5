#include "core/layers/mil_pooling.h"

#include <ATen/ATen.h>

namespace andon {

BagPooling bag_pooling(const std::string& name) {
  return name == "max" ? BagPooling::max : name == "noisy-or" ? BagPooling::noisy_or : BagPooling::attention;
}

at::Tensor pooled_max(const at::Tensor& logits) {
  return logits.max();
}

at::Tensor pooled_noisy_or(const at::Tensor& logits) {
  // −log Π(1 − σ(l)) = Σ softplus(l) = s, so p = 1 − exp(−s) and log(p/(1 − p)) = s + log(1 − exp(−s)).
  const at::Tensor s = at::softplus(logits).sum().clamp_min(1e-30);
  return s + at::log(-at::expm1(-s));
}

AttentionPoolImpl::AttentionPoolImpl(std::int64_t features, std::int64_t hidden) {
  hidden_ = register_module("hidden", torch::nn::Linear(features, hidden));
  weight_ = register_module("weight", torch::nn::Linear(hidden, 1));
}

at::Tensor AttentionPoolImpl::forward(const at::Tensor& logits, const at::Tensor& features) {
  const at::Tensor share = at::softmax(weight_(at::tanh(hidden_(features))).squeeze(1), 0);
  return (share * logits).sum();
}

} // namespace andon
