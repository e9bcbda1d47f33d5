#pragma once
#include <torch/nn/modules/linear.h>

#include <cstdint>

namespace andon {

/// Attention pooling over time (Ilse, Tomczak & Welling 2018, eq. 8): a = softmax over the valid steps of
/// wᵀ tanh(V·x_t), result Σ a_t·x_t. What stands at other steps changes nothing.
class TimeAttentionImpl : public torch::nn::Module {
public:
  explicit TimeAttentionImpl(std::int64_t channels, std::int64_t hidden = 32);
  /// x [n, channels, time], valid [n, 1, time] of 0 and 1 with a 1 in every row, to a [n, 1, time].
  at::Tensor shares(const at::Tensor& x, const at::Tensor& valid);
  /// To [n, channels].
  at::Tensor forward(const at::Tensor& x, const at::Tensor& valid);

private:
  torch::nn::Linear hidden_{nullptr}, weight_{nullptr};
};
TORCH_MODULE(TimeAttention);

} // namespace andon
