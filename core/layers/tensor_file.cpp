#include "core/layers/tensor_file.h"

#include "core/base/assert.h"

#include <torch/nn/module.h>

#include <array>
#include <cstring>

namespace andon {
namespace {

constexpr std::array<std::pair<TensorType, at::ScalarType>, 10> types{{{TensorType::f64, at::kDouble},
                                                                       {TensorType::f32, at::kFloat},
                                                                       {TensorType::f16, at::kHalf},
                                                                       {TensorType::bf16, at::kBFloat16},
                                                                       {TensorType::i64, at::kLong},
                                                                       {TensorType::i32, at::kInt},
                                                                       {TensorType::i16, at::kShort},
                                                                       {TensorType::i8, at::kChar},
                                                                       {TensorType::u8, at::kByte},
                                                                       {TensorType::boolean, at::kBool}}};

at::ScalarType scalar_type(TensorType type) {
  return types[static_cast<std::size_t>(type)].second;
}

TensorType tensor_type(at::ScalarType type) {
  for (const auto& [ours, theirs] : types)
    if (theirs == type)
      return ours;
  ANDON_ASSERT(!"a tensor type that safetensors can hold");
  return TensorType::f32;
}

/// Calls f(name, tensor) for parameters, then buffers.
template <class F>
void for_each_tensor(const torch::nn::Module& module, const std::string& prefix, F&& f) {
  for (const auto& item : module.named_parameters())
    f(prefix + item.key(), item.value());
  for (const auto& item : module.named_buffers())
    f(prefix + item.key(), item.value());
}

std::string shape_text(at::IntArrayRef shape) {
  std::string text = "[";
  for (const std::int64_t extent : shape)
    text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
  return text + "]";
}

} // namespace

NamedTensor to_named(std::string name, const at::Tensor& tensor) {
  const at::Tensor compact = tensor.detach().cpu().contiguous();
  NamedTensor result;
  result.name = std::move(name);
  result.type = tensor_type(compact.scalar_type());
  result.shape = compact.sizes().vec();
  result.bytes.assign(static_cast<const char*>(compact.data_ptr()), compact.nbytes());
  return result;
}

at::Tensor to_tensor(const NamedTensor& tensor) {
  at::Tensor result = at::empty(tensor.shape, at::TensorOptions().dtype(scalar_type(tensor.type)));
  ANDON_ASSERT(result.nbytes() == tensor.bytes.size());
  if (!tensor.bytes.empty())
    std::memcpy(result.data_ptr(), tensor.bytes.data(), tensor.bytes.size());
  return result;
}

std::vector<NamedTensor> tensors_of(const torch::nn::Module& module, const std::string& prefix) {
  std::vector<NamedTensor> result;
  for_each_tensor(module, prefix, [&](std::string name, const at::Tensor& tensor) {
    result.push_back(to_named(std::move(name), tensor));
  });
  return result;
}

Result<void> load_into(torch::nn::Module& module, const TensorSet& set, const std::string& where,
                       const std::string& prefix) {
  std::vector<std::pair<at::Tensor, const NamedTensor*>> pairs;
  std::string problem;
  for_each_tensor(module, prefix, [&](const std::string& name, const at::Tensor& tensor) {
    const NamedTensor* found = set.find(name);
    if (!problem.empty())
      return;
    if (!found)
      problem = "tensor '" + name + "' is missing";
    else if (at::IntArrayRef(found->shape) != tensor.sizes() ||
             scalar_type(found->type) != tensor.scalar_type())
      problem = "tensor '" + name + "' is " + std::string(to_string(found->type)) + " " +
                shape_text(found->shape) + " where the model has " +
                std::string(to_string(tensor_type(tensor.scalar_type()))) + " " + shape_text(tensor.sizes());
    else
      pairs.emplace_back(tensor, found);
  });
  std::size_t carried = 0;
  for (const NamedTensor& tensor : set.tensors)
    carried += tensor.name.starts_with(prefix) ? 1 : 0;
  if (problem.empty() && carried != pairs.size())
    problem = "it holds " + std::to_string(carried) + " tensors where the model has " +
              std::to_string(pairs.size());
  if (!problem.empty())
    return fail(ErrorCode::corrupt,
                where + ": " + problem + "; the file belongs to another model or is damaged");
  const at::NoGradGuard no_gradient;
  for (auto& [target, source] : pairs)
    target.copy_(to_tensor(*source));
  return {};
}

} // namespace andon
