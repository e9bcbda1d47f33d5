#include "core/models/structure_example.h"

#include "core/base/hash.h"

#include <algorithm>
#include <map>

namespace andon {

SceneStructure structure_of(const std::vector<SensorInfo>& sensors, double start, double duration,
                            std::int64_t bins) {
  SceneStructure structure;
  std::map<std::string, std::int64_t> index;
  for (const SensorInfo& sensor : sensors)
    index.emplace(sensor.id, static_cast<std::int64_t>(index.size()));
  for (const SensorInfo& sensor : sensors) {
    const SensorMeta& meta = sensor.meta;
    structure.types.push_back(meta.type);
    structure.masks.push_back(meta.type == SensorType::bits ? meta.bit_mask & 0xffff : 0);
    const auto other = index.find(meta.pair);
    if (meta.part != WordPart::low || other == index.end())
      continue;
    WordPair pair{index.at(sensor.id), other->second, {}};
    for (const double time : meta.rollovers) {
      const double place = (time - start) / duration * static_cast<double>(bins);
      const auto bin = std::clamp<std::int64_t>(static_cast<std::int64_t>(place + 1e-9), 0, bins - 1);
      if (pair.overflow.empty() || pair.overflow.back() < bin)
        pair.overflow.push_back(bin);
    }
    structure.pairs.push_back(std::move(pair));
  }
  return structure;
}

Result<void> check_known(const std::vector<StructureExample>& train,
                         const std::vector<StructureExample>& validation, const std::string& who) {
  const auto known = [](const StructureExample& each) {
    return std::any_of(each.truth.types.begin(), each.truth.types.end(),
                       [](SensorType type) { return type != SensorType::unknown; });
  };
  if (train.empty() || !std::all_of(train.begin(), train.end(), known) ||
      !std::all_of(validation.begin(), validation.end(), known))
    return fail(ErrorCode::insufficient_data, who + " learns from scenes whose sensors have a known type; "
                                                    "simulate scenes or set types in the sensors' meta");
  return {};
}

std::string identity_of(const std::vector<StructureExample>& examples) {
  Sha256 hash;
  for (const StructureExample& each : examples)
    hash.update(each.facts.fact.data(), each.facts.fact.size() * sizeof(float));
  return hash.text();
}

} // namespace andon
