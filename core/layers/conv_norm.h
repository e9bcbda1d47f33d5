#pragma once
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>

#include <cstdint>
#include <string>

namespace andon {

enum class Activation { none, relu, relu6, hard_swish };
/// Changes `x` where its memory allows it.
at::Tensor activate(at::Tensor x, Activation activation);

struct ConvNormOptions {
  std::int64_t in = 3, out = 32;
  std::int64_t kernel = 3, stride = 1, groups = 1;
  Activation activation = Activation::relu;
  double epsilon = 1e-5; ///< of the normalisation
  bool folded = false;   ///< one convolution with bias, no normalisation
  /// TensorFlow's SAME: ceil(n / stride) outputs, the odd pixel of padding at the far edge. Otherwise
  /// kernel/2 on both sides.
  bool same_padding = false;
};

/// Convolution → batch normalisation → activation, over [batch, channel, height, width]. Two children of
/// `parent`, so that their names follow the parent's naming; not a module itself. While the normalisation is
/// in training mode it takes the batch's statistics and follows them by a tenth; otherwise its stored ones.
/// Threads: forward from any in evaluation mode.
class ConvNorm {
public:
  ConvNorm(torch::nn::Module& parent, const std::string& conv, const std::string& norm,
           const ConvNormOptions& options);
  at::Tensor forward(const at::Tensor& input) const;
  /// Multiplies the normalisation into the convolution: w' = w·γ/√(σ²+ε), b' = β − μ·γ/√(σ²+ε). Does nothing
  /// when it is folded already.
  void fold();

private:
  torch::nn::Module* parent_;
  std::string conv_name_, norm_name_;
  ConvNormOptions options_;
  torch::nn::Conv2d convolution_{nullptr};
  torch::nn::BatchNorm2d norm_{nullptr};
};

} // namespace andon
