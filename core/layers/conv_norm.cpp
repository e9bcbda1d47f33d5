#include "core/layers/conv_norm.h"

#include <ATen/ops/batch_norm.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/hardswish.h>

#include <algorithm>

namespace andon {
namespace {

constexpr double momentum = 0.1; ///< of the running statistics

/// Padding in front of and behind one axis for TensorFlow's SAME.
std::pair<std::int64_t, std::int64_t> same_padding(std::int64_t length, std::int64_t kernel,
                                                   std::int64_t stride) {
  const std::int64_t outputs = (length + stride - 1) / stride;
  const std::int64_t total = std::max<std::int64_t>((outputs - 1) * stride + kernel - length, 0);
  return {total / 2, total - total / 2};
}

torch::nn::Conv2d make_convolution(const ConvNormOptions& options, bool bias) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(options.in, options.out, options.kernel)
                               .stride(options.stride)
                               .padding(options.kernel / 2)
                               .groups(options.groups)
                               .bias(bias));
}

} // namespace

at::Tensor activate(at::Tensor x, Activation activation) {
  switch (activation) {
  case Activation::none:
    return x;
  case Activation::relu:
    return x.relu_();
  case Activation::relu6:
    return x.clamp_(0, 6);
  case Activation::hard_swish:
    return at::hardswish_(x);
  }
  return x;
}

ConvNorm::ConvNorm(torch::nn::Module& parent, const std::string& conv, const std::string& norm,
                   const ConvNormOptions& options)
    : parent_(&parent), conv_name_(conv), norm_name_(norm), options_(options) {
  convolution_ = parent.register_module(conv, make_convolution(options, options.folded));
  if (!options.folded)
    norm_ = parent.register_module(
        norm, torch::nn::BatchNorm2d(torch::nn::BatchNormOptions(options.out).eps(options.epsilon)));
}

at::Tensor ConvNorm::forward(const at::Tensor& input) const {
  const std::int64_t padding = options_.kernel / 2;
  std::int64_t inner_h = padding, inner_w = padding;
  at::Tensor padded = input;
  if (options_.same_padding && options_.stride > 1) {
    const auto [top, bottom] = same_padding(input.size(2), options_.kernel, options_.stride);
    const auto [left, right] = same_padding(input.size(3), options_.kernel, options_.stride);
    inner_h = top == bottom ? top : 0;
    inner_w = left == right ? left : 0;
    if (top != bottom || left != right)
      padded = at::constant_pad_nd(input, {left - inner_w, right - inner_w, top - inner_h, bottom - inner_h});
  }
  const std::int64_t stride = options_.stride;
  at::Tensor result = at::conv2d(padded, convolution_->weight, convolution_->bias, {stride, stride},
                                 {inner_h, inner_w}, {1, 1}, options_.groups);
  if (norm_)
    result = at::batch_norm(result, norm_->weight, norm_->bias, norm_->running_mean, norm_->running_var,
                            norm_->is_training(), momentum, options_.epsilon, false);
  return activate(std::move(result), options_.activation);
}

void ConvNorm::fold() {
  if (!norm_)
    return;
  const at::NoGradGuard no_gradient;
  const at::Tensor gain =
      norm_->weight.to(at::kDouble) / at::sqrt(norm_->running_var.to(at::kDouble) + options_.epsilon);
  const at::Tensor shift = norm_->bias.to(at::kDouble) - norm_->running_mean.to(at::kDouble) * gain;
  // LibTorch cannot give a bias to a convolution that was made without one.
  torch::nn::Conv2d folded = make_convolution(options_, true);
  folded->weight.copy_(convolution_->weight.to(at::kDouble) * gain.view({-1, 1, 1, 1}));
  folded->bias.copy_(shift);
  parent_->replace_module(conv_name_, folded);
  convolution_ = folded;
  parent_->unregister_module(norm_name_);
  norm_ = nullptr;
}

} // namespace andon
