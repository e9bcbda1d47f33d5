#include "core/metrics/components.h"

#include "core/base/assert.h"

#include <utility>

namespace andon {
namespace {

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t label) {
  while (parent[label] != label) {
    parent[label] = parent[parent[label]];
    label = parent[label];
  }
  return label;
}

/// The smaller root stays, so that roots are first pixels of their region.
std::uint32_t join(std::vector<std::uint32_t>& parent, std::uint32_t a, std::uint32_t b) {
  a = root_of(parent, a);
  b = root_of(parent, b);
  if (a > b)
    std::swap(a, b);
  parent[b] = a;
  return a;
}

} // namespace

Components connected_components(std::span<const std::uint8_t> mask, int width, int height,
                                Connectivity connectivity) {
  const auto columns = static_cast<std::size_t>(width);
  ANDON_ASSERT(mask.size() == columns * static_cast<std::size_t>(height));
  Components result;
  result.label.assign(mask.size(), 0);
  std::vector<std::uint32_t> parent{0};
  for (std::size_t i = 0, x = 0; i < mask.size(); ++i, x = x + 1 == columns ? 0 : x + 1) {
    if (mask[i] == 0)
      continue;
    std::uint32_t label = 0;
    const auto touch = [&](std::size_t neighbour) {
      if (const std::uint32_t other = result.label[neighbour]; other != 0)
        label = label == 0 ? other : join(parent, label, other);
    };
    if (x > 0)
      touch(i - 1);
    if (i >= columns) {
      touch(i - columns);
      if (connectivity == Connectivity::eight && x > 0)
        touch(i - columns - 1);
      if (connectivity == Connectivity::eight && x + 1 < columns)
        touch(i - columns + 1);
    }
    if (label == 0) {
      label = static_cast<std::uint32_t>(parent.size());
      parent.push_back(label);
    }
    result.label[i] = label;
  }
  std::vector<std::uint32_t> final_label(parent.size(), 0);
  for (std::uint32_t& label : result.label) {
    if (label == 0)
      continue;
    std::uint32_t& assigned = final_label[root_of(parent, label)];
    if (assigned == 0) {
      result.area.push_back(0);
      assigned = static_cast<std::uint32_t>(result.area.size());
    }
    label = assigned;
    ++result.area[label - 1];
  }
  return result;
}

} // namespace andon
