#pragma once
#include "core/base/safetensors.h"
#include "core/models/backbone.h"

#include <cmath>
#include <cstring>

namespace andon {

/// The numbers of tests/golden/backbones_golden.py: SplitMix64 of (FNV-1a of the name + index), uniform in
/// −1..1.
class FormulaNoise {
public:
  explicit FormulaNoise(const std::string& name) {
    for (const char c : name)
      seed_ = (seed_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  double at(std::uint64_t index) const {
    std::uint64_t z = seed_ + (index + 1) * 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    z ^= z >> 31;
    return static_cast<double>(z >> 11) * 0x1p-52 - 1;
  }

private:
  std::uint64_t seed_ = 0xcbf29ce484222325ULL;
};

inline NamedTensor formula_tensor(const std::string& name, const std::vector<std::int64_t>& shape) {
  std::int64_t count = 1;
  for (const std::int64_t extent : shape)
    count *= extent;
  double gain = 1, shift = 0;
  if (shape.size() > 1)
    gain = std::sqrt(4.0 / static_cast<double>(count / shape[0]));
  else if (name.ends_with("running_var"))
    gain = 0.5, shift = 1;
  else if (name.ends_with(".weight"))
    gain = 0.2, shift = 0.6;
  else
    gain = 0.2;
  const FormulaNoise noise(name);
  NamedTensor tensor{name, TensorType::f32, shape, std::string(static_cast<std::size_t>(count) * 4, '\0')};
  for (std::int64_t i = 0; i < count; ++i) {
    const auto value = static_cast<float>(shift + gain * noise.at(static_cast<std::uint64_t>(i)));
    std::memcpy(tensor.bytes.data() + 4 * i, &value, 4);
  }
  return tensor;
}

/// Every tensor of the network by formula; names and shapes come from the module itself.
inline TensorSet formula_weights(const Backbone& network) {
  TensorSet set;
  for (const auto& item : network.named_parameters())
    set.tensors.push_back(formula_tensor(item.key(), item.value().sizes().vec()));
  for (const auto& item : network.named_buffers())
    if (item.value().is_floating_point())
      set.tensors.push_back(formula_tensor(item.key(), item.value().sizes().vec()));
  return set;
}

/// [side, side, 3] in 0..1.
inline std::vector<float> formula_image(std::int64_t side) {
  std::vector<float> image(static_cast<std::size_t>(side * side * 3));
  for (std::size_t i = 0; i < image.size(); ++i)
    image[i] =
        static_cast<float>((i * 7919 + i / static_cast<std::size_t>(3 * side) * 104729) % 256) / 255.0F;
  return image;
}

} // namespace andon
