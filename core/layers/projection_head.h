#pragma once
#include <torch/nn/modules/linear.h>

#include <cstdint>

namespace andon {

struct ProjectionHeadOptions {
  std::int64_t in = 0, hidden = 128, out = 64;
};

/// Linear → ReLU → Linear over [batch, in], giving [batch, out].
class ProjectionHeadImpl : public torch::nn::Module {
public:
  explicit ProjectionHeadImpl(const ProjectionHeadOptions& options);
  at::Tensor forward(const at::Tensor& input);
  torch::nn::Linear hidden{nullptr}, out{nullptr};
};
TORCH_MODULE(ProjectionHead);

/// Rows of [n, d] divided by their Euclidean length; a zero row stays zero. Always computed in at least
/// float32.
at::Tensor unit_rows(const at::Tensor& rows);

} // namespace andon
