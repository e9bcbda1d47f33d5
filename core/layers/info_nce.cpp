#include "core/layers/info_nce.h"

#include "core/layers/autocast.h"

#include <ATen/ATen.h>

#include <cmath>

namespace andon {

at::Tensor logit_scale(const at::Tensor& log_scale) {
  return at::clamp_max(log_scale.exp(), largest_logit_scale);
}

at::Tensor info_nce(const at::Tensor& command, const at::Tensor& current, const at::Tensor& log_scale) {
  const AutocastScope exact(false, command.device().type());
  const at::Tensor logits = logit_scale(log_scale) * at::matmul(command, current.t());
  const at::Tensor rows = at::log_softmax(logits, 1).diagonal().mean();
  const at::Tensor columns = at::log_softmax(logits, 0).diagonal().mean();
  return (rows + columns) * -0.5;
}

double retrieval_at_1(const at::Tensor& command, const at::Tensor& current) {
  const at::Tensor best = at::matmul(command, current.t()).argmax(1);
  const at::Tensor own = at::arange(command.size(0), best.options());
  return best.eq(own).to(at::kDouble).mean().item<double>();
}

} // namespace andon
