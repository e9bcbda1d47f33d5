#include "core/layers/conv_block.h"

namespace andon {

ConvBlockImpl::ConvBlockImpl(const ConvBlockOptions& options) {
  // The normalisation's shift makes a bias of the convolution redundant.
  convolution_ = register_module(
      "conv", torch::nn::Conv1d(torch::nn::Conv1dOptions(options.in, options.out, options.kernel)
                                    .stride(options.stride)
                                    .padding(options.kernel / 2)
                                    .bias(false)));
  norm_ = register_module("norm", torch::nn::BatchNorm1d(options.out));
}

at::Tensor ConvBlockImpl::forward(const at::Tensor& input) {
  return norm_(convolution_(input)).relu_();
}

FoldedConv ConvBlockImpl::folded() const {
  const at::Tensor gain = norm_->weight.detach() / at::sqrt(norm_->running_var + norm_->options.eps());
  FoldedConv result;
  result.weight = (convolution_->weight.detach() * gain.view({-1, 1, 1})).contiguous();
  result.bias = norm_->bias.detach() - norm_->running_mean * gain;
  result.stride = convolution_->options.stride()->at(0);
  result.padding = convolution_->weight.size(2) / 2;
  return result;
}

} // namespace andon
