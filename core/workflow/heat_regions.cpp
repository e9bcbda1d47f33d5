#include "core/workflow/heat_regions.h"

#include "core/metrics/components.h"

#include <algorithm>

namespace andon::workflow {
namespace {

/// Directions in clockwise order: right, down, left, up.
constexpr std::array<std::array<int, 2>, 4> steps{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};

/// Unit edges with the inside on their right, by the corner where they start: one bit a direction.
class Edges {
public:
  Edges(const std::vector<std::uint8_t>& inside, int width, int height) : width_(width + 1) {
    leaving_.assign(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height + 1), 0);
    const auto in = [&](int x, int y) {
      return x >= 0 && y >= 0 && x < width && y < height &&
             inside[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                    static_cast<std::size_t>(x)] != 0;
    };
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        if (!in(x, y))
          continue;
        if (!in(x, y - 1))
          add(x, y, 0);
        if (!in(x + 1, y))
          add(x + 1, y, 1);
        if (!in(x, y + 1))
          add(x + 1, y + 1, 2);
        if (!in(x - 1, y))
          add(x, y + 1, 3);
      }
  }
  std::uint8_t& at(int x, int y) {
    return leaving_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                    static_cast<std::size_t>(x)];
  }
  int columns() const { return width_; }
  std::size_t size() const { return leaving_.size(); }

private:
  void add(int x, int y, int direction) { at(x, y) |= static_cast<std::uint8_t>(1 << direction); }
  int width_;
  std::vector<std::uint8_t> leaving_;
};

/// Follows the edges from a corner until it comes back, and takes them away. Where two outlines meet, the
/// sharpest right turn keeps them apart.
Outline traced(Edges& edges, int x, int y) {
  Outline outline;
  int direction = -1;
  while (edges.at(x, y) != 0) {
    int next = -1;
    for (const int turn : {1, 0, 3, 2}) {
      const int candidate = direction < 0 ? turn : (direction + turn) % 4;
      if ((edges.at(x, y) >> candidate & 1) != 0) {
        next = candidate;
        break;
      }
    }
    edges.at(x, y) &= static_cast<std::uint8_t>(~(1 << next));
    if (next != direction)
      outline.push_back({x, y});
    direction = next;
    x += steps[static_cast<std::size_t>(next)][0];
    y += steps[static_cast<std::size_t>(next)][1];
    if (x == outline.front()[0] && y == outline.front()[1])
      break;
  }
  return outline;
}

} // namespace

std::vector<std::uint8_t> above(const ScoreMap& map, float line) {
  std::vector<std::uint8_t> inside(map.values.size());
  std::transform(map.values.begin(), map.values.end(), inside.begin(),
                 [&](float score) { return static_cast<std::uint8_t>(!(score < line) ? 1 : 0); });
  return inside;
}

std::vector<HeatRegion> heat_regions(const ScoreMap& map, float line, std::int64_t least_area) {
  const Components parts = connected_components(above(map, line), map.width, map.height, Connectivity::eight);
  std::vector<HeatRegion> regions(parts.count());
  std::vector<std::array<int, 2>> last(parts.count());
  for (std::size_t i = 0; i < parts.label.size(); ++i) {
    if (parts.label[i] == 0)
      continue;
    const std::size_t r = parts.label[i] - 1;
    HeatRegion& region = regions[r];
    const int x = static_cast<int>(i % static_cast<std::size_t>(map.width)),
              y = static_cast<int>(i / static_cast<std::size_t>(map.width));
    const auto score = static_cast<double>(map.values[i]);
    const bool first = region.area++ == 0;
    region.x = first ? x : std::min(region.x, x);
    region.y = first ? y : std::min(region.y, y);
    last[r] = {first ? x : std::max(last[r][0], x), first ? y : std::max(last[r][1], y)};
    if (first || score > region.peak_score) {
      region.peak_score = score;
      region.peak_x = x;
      region.peak_y = y;
    }
  }
  for (std::size_t r = 0; r < regions.size(); ++r) {
    regions[r].width = last[r][0] - regions[r].x + 1;
    regions[r].height = last[r][1] - regions[r].y + 1;
  }
  std::erase_if(regions, [&](const HeatRegion& region) { return region.area < least_area; });
  std::stable_sort(regions.begin(), regions.end(),
                   [](const HeatRegion& a, const HeatRegion& b) { return a.peak_score > b.peak_score; });
  return regions;
}

std::vector<Outline> outlines(const std::vector<std::uint8_t>& inside, int width, int height) {
  Edges edges(inside, width, height);
  std::vector<Outline> result;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const int x = static_cast<int>(i) % edges.columns(), y = static_cast<int>(i) / edges.columns();
    while (edges.at(x, y) != 0)
      result.push_back(traced(edges, x, y));
  }
  return result;
}

} // namespace andon::workflow
