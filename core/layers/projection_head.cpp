#include "core/layers/projection_head.h"

namespace andon {

ProjectionHeadImpl::ProjectionHeadImpl(const ProjectionHeadOptions& options) {
  hidden = register_module("hidden", torch::nn::Linear(options.in, options.hidden));
  out = register_module("out", torch::nn::Linear(options.hidden, options.out));
}

at::Tensor ProjectionHeadImpl::forward(const at::Tensor& input) {
  return out(hidden(input).relu_());
}

at::Tensor unit_rows(const at::Tensor& rows) {
  const at::Tensor wide = rows.scalar_type() == at::kDouble ? rows : rows.to(at::kFloat);
  return wide / wide.norm(2, 1, true).clamp_min(1e-12);
}

} // namespace andon
