#include "core/layers/time_attention.h"

#include <ATen/ATen.h>

#include <limits>

namespace andon {

TimeAttentionImpl::TimeAttentionImpl(std::int64_t channels, std::int64_t hidden) {
  hidden_ = register_module("hidden", torch::nn::Linear(channels, hidden));
  weight_ = register_module("weight", torch::nn::Linear(hidden, 1));
}

at::Tensor TimeAttentionImpl::shares(const at::Tensor& x, const at::Tensor& valid) {
  const at::Tensor scores = weight_(at::tanh(hidden_(x.transpose(1, 2)))).transpose(1, 2);
  return at::softmax(scores.masked_fill(valid.eq(0), -std::numeric_limits<float>::infinity()), 2);
}

at::Tensor TimeAttentionImpl::forward(const at::Tensor& x, const at::Tensor& valid) {
  return (x * shares(x, valid)).sum(2);
}

} // namespace andon
