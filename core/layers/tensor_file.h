#pragma once
#include "core/base/safetensors.h"

#include <ATen/core/Tensor.h>

namespace torch::nn {
class Module;
}

namespace andon {

/// The bridge between torch and safetensors. Parameter and buffer names are a file format: a rename needs a
/// migration.

/// A compact copy on the CPU. Requires a type of TensorType.
NamedTensor to_named(std::string name, const at::Tensor& tensor);
/// A tensor that owns its memory, on the CPU.
at::Tensor to_tensor(const NamedTensor& tensor);

/// Parameters and buffers of `module` as "<prefix><dotted name>", in order of registration.
std::vector<NamedTensor> tensors_of(const torch::nn::Module& module, const std::string& prefix = "");
/// Copies every parameter and buffer from `set`; names, shapes and types must match exactly and no other
/// tensor may carry the prefix. Nothing is copied unless everything matches. Errors: corrupt, naming the
/// tensor.
Result<void> load_into(torch::nn::Module& module, const TensorSet& set, const std::string& where,
                       const std::string& prefix = "");

} // namespace andon
