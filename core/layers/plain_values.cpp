#include "core/layers/plain_values.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace andon {

std::vector<float> plain_values(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.cpu().contiguous();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

at::Tensor tensor_from(const std::vector<float>& values, at::IntArrayRef shape) {
  at::Tensor tensor = at::empty(shape, at::kFloat);
  std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
  return tensor;
}

} // namespace andon
