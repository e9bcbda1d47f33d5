#include "core/training/adamw.h"

#include <ATen/ATen.h>

#include <cmath>

namespace andon {
namespace {
constexpr double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
}

AdamW::AdamW(std::vector<TrainedTensor> tensors) : tensors_(std::move(tensors)) {
  const at::NoGradGuard no_gradient;
  for (TrainedTensor& each : tensors_) {
    each.first = at::zeros_like(each.parameter);
    each.second = at::zeros_like(each.parameter);
  }
}

void AdamW::clear_gradients() {
  for (TrainedTensor& each : tensors_)
    each.parameter.mutable_grad() = at::Tensor();
}

double AdamW::gradient_norm() const {
  double sum = 0;
  for (const TrainedTensor& each : tensors_)
    if (each.parameter.grad().defined()) {
      const double norm = each.parameter.grad().norm().item<double>();
      sum += norm * norm;
    }
  return std::sqrt(sum);
}

void AdamW::clip(double norm, double longest) {
  const double factor = longest / (norm + 1e-6);
  if (factor >= 1)
    return;
  for (TrainedTensor& each : tensors_)
    if (each.parameter.grad().defined())
      each.parameter.mutable_grad().mul_(factor);
}

void AdamW::step(double rate, double weight_decay) {
  const at::NoGradGuard no_gradient;
  ++steps;
  const double correction1 = 1 - std::pow(beta1, static_cast<double>(steps));
  const double correction2 = std::sqrt(1 - std::pow(beta2, static_cast<double>(steps)));
  for (TrainedTensor& each : tensors_) {
    const at::Tensor& gradient = each.parameter.grad();
    if (!gradient.defined())
      continue;
    const double own_rate = rate * each.rate_scale;
    each.parameter.mul_(1 - own_rate * weight_decay * each.decay_scale);
    each.first.mul_(beta1).add_(gradient, 1 - beta1);
    each.second.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
    each.parameter.addcdiv_(each.first, (each.second.sqrt() / correction2).add_(epsilon),
                            -own_rate / correction1);
  }
}

} // namespace andon
