#pragma once
#include "core/base/safetensors.h"

#include <cstring>
#include <type_traits>

namespace andon {

/// Vectors in and out of safetensors files. T: float, double, std::int32_t or std::int64_t.
template <class T>
constexpr TensorType tensor_type() {
  if constexpr (std::is_same_v<T, float>)
    return TensorType::f32;
  else if constexpr (std::is_same_v<T, double>)
    return TensorType::f64;
  else if constexpr (std::is_same_v<T, std::int32_t>)
    return TensorType::i32;
  else
    return TensorType::i64;
}

/// [n] or, with `columns`, [n / columns, columns].
template <class T>
NamedTensor named_values(std::string name, const std::vector<T>& values, std::size_t columns = 0) {
  NamedTensor tensor{std::move(name), tensor_type<T>(), {}, {}};
  if (columns > 0)
    tensor.shape = {static_cast<std::int64_t>(values.size() / columns), static_cast<std::int64_t>(columns)};
  else
    tensor.shape = {static_cast<std::int64_t>(values.size())};
  tensor.bytes.assign(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  return tensor;
}

/// Errors: corrupt, naming the tensor, when it is missing, of another type or not a multiple of `columns`
/// wide.
template <class T>
Result<std::vector<T>> values_named(const TensorSet& set, const std::string& name, const std::string& where,
                                    std::size_t columns = 1) {
  const NamedTensor* tensor = set.find(name);
  const std::size_t count = tensor ? tensor->bytes.size() / sizeof(T) : 0;
  if (!tensor || tensor->type != tensor_type<T>() || columns == 0 || count % columns != 0)
    return fail(ErrorCode::corrupt, where + ": the array '" + name +
                                        "' is missing or not what this version writes; train the run again");
  std::vector<T> values(count);
  if (count > 0)
    std::memcpy(values.data(), tensor->bytes.data(), count * sizeof(T));
  return values;
}

} // namespace andon
