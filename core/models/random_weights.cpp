#include "core/models/random_weights.h"

#include "core/models/backbone.h"

#include <cmath>
#include <cstring>

namespace andon {
namespace {

NamedTensor drawn(const std::string& name, const std::vector<std::int64_t>& shape, Seed seed) {
  std::size_t count = 1;
  for (const std::int64_t extent : shape)
    count *= static_cast<std::size_t>(extent);
  const bool one = name.ends_with("running_var") || (shape.size() == 1 && name.ends_with(".weight"));
  std::vector<float> values(count, one ? 1.0F : 0.0F);
  if (shape.size() > 1) {
    const double limit = std::sqrt(6.0 * static_cast<double>(shape[0]) / static_cast<double>(count));
    Random random(seed.stream(name));
    for (float& value : values)
      value = static_cast<float>(random.uniform(-limit, limit));
  }
  NamedTensor tensor{name, TensorType::f32, shape, std::string(count * sizeof(float), '\0')};
  std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
  return tensor;
}

} // namespace

Result<TensorSet> random_weights(const std::string& backbone, Seed seed) {
  ANDON_ASSIGN(const BackboneRow* row, backbone_table().find(backbone));
  const std::shared_ptr<Backbone> network = row->make({});
  TensorSet set;
  for (const auto& item : network->named_parameters())
    set.tensors.push_back(drawn(item.key(), item.value().sizes().vec(), seed));
  for (const auto& item : network->named_buffers())
    if (item.value().is_floating_point())
      set.tensors.push_back(drawn(item.key(), item.value().sizes().vec(), seed));
  return set;
}

} // namespace andon
