#pragma once
#include <ATen/core/Tensor.h>

#include <vector>

namespace andon {

/// The values of a float32 tensor on any device, row-major.
std::vector<float> plain_values(const at::Tensor& tensor);
/// A new float32 tensor; requires as many values as the shape has places.
at::Tensor tensor_from(const std::vector<float>& values, at::IntArrayRef shape);

} // namespace andon
