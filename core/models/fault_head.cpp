#include "core/models/fault_head.h"

#include <ATen/ATen.h>

#include <cmath>

namespace andon {

FaultHeadImpl::FaultHeadImpl(std::int64_t channels, std::int64_t hidden) {
  hidden_ = register_module("hidden", torch::nn::Conv1d(torch::nn::Conv1dOptions(channels, hidden, 1)));
  out_ = register_module("out", torch::nn::Conv1d(torch::nn::Conv1dOptions(hidden, 1, 1)));
  mean_ = register_buffer("mean", at::zeros({1, channels, 1}));
  deviation_ = register_buffer("deviation", at::ones({1, channels, 1}));
  line_ = register_buffer("line", at::ones({3}));
}

at::Tensor FaultHeadImpl::forward(const at::Tensor& features) {
  const at::Tensor local = out_(hidden_((features - mean_) / deviation_).relu()).squeeze(1);
  return at::logsumexp(local, 1) - std::log(static_cast<double>(local.size(1)));
}

void FaultHeadImpl::fit_features(const at::Tensor& features) {
  const at::NoGradGuard no_gradient;
  const at::Tensor channels = features.transpose(0, 1).flatten(1); // [channels, batch·positions]
  mean_.copy_(channels.mean(1).view({1, -1, 1}));
  deviation_.copy_(channels.std(1, false).clamp_min(1e-6).view({1, -1, 1}));
}

void FaultHeadImpl::fit_scale(const at::Tensor& features, double threshold, double room, double sharpness) {
  const at::NoGradGuard no_gradient;
  fit_features(features);
  line_.copy_(at::tensor({threshold, room, sharpness}, at::kFloat));
  out_->weight.zero_();
  out_->bias.zero_();
}

at::Tensor FaultHeadImpl::logit_of(const at::Tensor& score) const {
  return line_[2] * at::asinh((score - line_[0]) / line_[1]);
}

at::Tensor FaultHeadImpl::score_of(const at::Tensor& logit) const {
  constexpr double most = 40; // sinh of it is still a number in float
  return line_[0] + line_[1] * at::sinh((logit / line_[2]).clamp(-most, most));
}

} // namespace andon
