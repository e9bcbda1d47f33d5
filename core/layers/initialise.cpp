#include "core/layers/initialise.h"

#include <torch/nn/module.h>

#include <cmath>

namespace andon {
namespace {

void fill_uniform(at::Tensor& weight, double bound, Random random) {
  const at::Tensor values = at::empty(weight.sizes(), at::kDouble);
  double* out = values.data_ptr<double>();
  for (std::int64_t i = 0; i < values.numel(); ++i)
    out[i] = random.uniform(-bound, bound);
  weight.copy_(values);
}

bool is_bias(const std::string& name) {
  return name == "bias" || name.ends_with(".bias");
}

} // namespace

void initialise(torch::nn::Module& module, Seed seed) {
  const at::NoGradGuard no_gradient;
  for (auto& item : module.named_parameters()) {
    at::Tensor& weight = item.value();
    if (weight.dim() >= 2)
      fill_uniform(weight, 1.0 / std::sqrt(static_cast<double>(weight.numel() / weight.size(0))),
                   Random(seed.stream(item.key())));
    else if (is_bias(item.key()))
      weight.zero_();
  }
}

} // namespace andon
