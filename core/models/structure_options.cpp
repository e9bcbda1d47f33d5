#include "core/models/structure_model.h"

#include <algorithm>

namespace andon {

std::vector<Option> StructureOptions::describe() {
  return {option("width", width, "Channels of the encoders' convolutions", "", 4, 512),
          option("embedding", embedding, "Length of a sensor's vector", "", 8, 1024),
          option("bins", bins, "Bins of a scene's time in which roll-overs are told", "", 8, 1024),
          option("pretrain_epochs", pretrain_epochs,
                 "First epochs that contrast two views of every sensor and use no truth", "epochs", 0, 1000),
          option("temperature", temperature, "Temperature of the contrast; lower tells nearer sensors apart",
                 "", 0.01, 10),
          option("node_weight", node_weight, "Weight of the sensor types in the loss", "", 0, 1000),
          option("bit_weight", bit_weight, "Weight of the bit masks in the loss", "", 0, 1000),
          option("pair_weight", pair_weight, "Weight of the pairs in the loss", "", 0, 1000),
          option("order_weight", order_weight, "Weight of the order of pairs in the loss", "", 0, 1000),
          option("overflow_weight", overflow_weight, "Weight of the roll-overs in the loss", "", 0, 1000)};
}

SceneStructure StructurePrediction::decided() const {
  SceneStructure result;
  const auto n = static_cast<std::size_t>(sensors), length = static_cast<std::size_t>(bins);
  std::vector<std::pair<float, std::size_t>> candidates;
  for (std::size_t i = 0; i < n; ++i) {
    const auto row = type.begin() + static_cast<std::ptrdiff_t>(3 * i);
    result.types.push_back(static_cast<SensorType>(1 + (std::max_element(row, row + 3) - row)));
    std::int64_t mask = 0;
    for (std::size_t b = 0; b < 16 && result.types.back() == SensorType::bits; ++b)
      mask |= static_cast<std::int64_t>(bit[16 * i + b] > 0.5F) << b;
    result.masks.push_back(mask);
    for (std::size_t j = i + 1; j < n; ++j)
      if (edge[i * n + j] > 0.5F)
        candidates.emplace_back(edge[i * n + j], i * n + j);
  }
  std::sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
    return a.first > b.first || (a.first == b.first && a.second < b.second);
  });
  std::vector<bool> taken(n, false);
  for (const auto& [probability, place] : candidates) {
    const std::size_t i = place / n, j = place % n;
    if (taken[i] || taken[j])
      continue;
    taken[i] = taken[j] = true;
    const bool first = low_first[place] >= 0.5F;
    WordPair pair{static_cast<std::int64_t>(first ? i : j), static_cast<std::int64_t>(first ? j : i), {}};
    for (std::size_t b = 0; b < length; ++b)
      if (overflow[place * length + b] > 0.5F)
        pair.overflow.push_back(static_cast<std::int64_t>(b));
    result.pairs.push_back(std::move(pair));
  }
  return result;
}

} // namespace andon
