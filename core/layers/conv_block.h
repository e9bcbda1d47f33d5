#pragma once
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>

#include <cstdint>

namespace andon {

struct ConvBlockOptions {
  std::int64_t in = 1, out = 32; ///< channels
  std::int64_t kernel = 3;       ///< samples, odd; the input is padded by kernel/2 on both sides
  std::int64_t stride = 1;
  /// Length of the output for `length` input samples.
  std::int64_t output_length(std::int64_t length) const {
    return (length + 2 * (kernel / 2) - kernel) / stride + 1;
  }
};

/// A convolution with the batch normalisation that follows it multiplied in.
struct FoldedConv {
  at::Tensor weight, bias;
  std::int64_t stride = 1, padding = 0;
};

/// Convolution → batch normalisation → ReLU over [batch, channel, time].
class ConvBlockImpl : public torch::nn::Module {
public:
  explicit ConvBlockImpl(const ConvBlockOptions& options);
  at::Tensor forward(const at::Tensor& input);
  /// Equal to forward() without the ReLU in evaluation mode, up to rounding.
  FoldedConv folded() const;

private:
  torch::nn::Conv1d convolution_{nullptr};
  torch::nn::BatchNorm1d norm_{nullptr};
};
TORCH_MODULE(ConvBlock);

} // namespace andon
