#include "core/metrics/tsne_gradient.h"

#include "core/metrics/parallel_ranges.h"

#include <cmath>
#include <tuple>

namespace andon {
namespace {

constexpr int levels = 30;

/// Bits of a coordinate spread to the even places (Morton 1966).
std::uint64_t spread(std::uint64_t value) {
  value = (value | (value << 16)) & 0x0000ffff0000ffffULL;
  value = (value | (value << 8)) & 0x00ff00ff00ff00ffULL;
  value = (value | (value << 4)) & 0x0f0f0f0f0f0f0f0fULL;
  value = (value | (value << 2)) & 0x3333333333333333ULL;
  return (value | (value << 1)) & 0x5555555555555555ULL;
}

std::uint64_t quadrant(std::uint64_t code, int level) {
  return (code >> (2 * (levels - 1 - level))) & 3;
}

} // namespace

QuadTree::QuadTree(std::span<const double> xy) {
  const std::size_t n = xy.size() / 2;
  double low[2] = {xy[0], xy[1]}, high[2] = {xy[0], xy[1]};
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t axis = 0; axis < 2; ++axis) {
      low[axis] = std::min(low[axis], xy[2 * i + axis]);
      high[axis] = std::max(high[axis], xy[2 * i + axis]);
    }
  extent_ = std::max(high[0] - low[0], high[1] - low[1]);
  const double cells = static_cast<double>(1 << levels), scale = extent_ > 0 ? (cells - 1) / extent_ : 0;
  std::vector<std::pair<std::uint64_t, std::int32_t>> keys(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto column = static_cast<std::uint64_t>((xy[2 * i] - low[0]) * scale);
    const auto row = static_cast<std::uint64_t>((xy[2 * i + 1] - low[1]) * scale);
    keys[i] = {spread(column) | (spread(row) << 1), static_cast<std::int32_t>(i)};
  }
  std::sort(keys.begin(), keys.end());
  order_.resize(n);
  codes_.resize(n);
  for (std::size_t i = 0; i < n; ++i)
    std::tie(codes_[i], order_[i]) = keys[i];
  nodes_.reserve(2 * n);
  build(0, n, 0, xy);
}

void QuadTree::build(std::size_t begin, std::size_t end, int level, std::span<const double> xy) {
  // A level on which all points share a quadrant adds a node and no information.
  while (level < levels && end - begin > 1 &&
         quadrant(codes_[begin], level) == quadrant(codes_[end - 1], level))
    ++level;
  const std::size_t at = nodes_.size();
  const double width = std::ldexp(extent_, -level);
  nodes_.push_back({0, 0, static_cast<double>(end - begin), width * width, 0});
  double sum_x = 0, sum_y = 0;
  if (end - begin == 1 || level >= levels) {
    for (std::size_t i = begin; i < end; ++i) {
      sum_x += xy[2 * order_[i]];
      sum_y += xy[2 * order_[i] + 1];
    }
  } else {
    for (std::size_t first = begin; first < end;) {
      const std::uint64_t here = quadrant(codes_[first], level);
      std::size_t last = first;
      while (last < end && quadrant(codes_[last], level) == here)
        ++last;
      const std::size_t child = nodes_.size();
      build(first, last, level + 1, xy);
      sum_x += nodes_[child].x * nodes_[child].mass;
      sum_y += nodes_[child].y * nodes_[child].mass;
      first = last;
    }
  }
  nodes_[at].x = sum_x / nodes_[at].mass;
  nodes_[at].y = sum_y / nodes_[at].mass;
  nodes_[at].next = static_cast<std::uint32_t>(nodes_.size());
}

namespace {

/// What one point receives from all others.
struct Force {
  double x = 0, y = 0, z = 0;
};

Force repulsion(std::span<const QuadTree::Node> nodes, double x, double y, double theta_squared) {
  Force force;
  for (std::uint32_t i = 0; i < nodes.size();) {
    const QuadTree::Node& node = nodes[i];
    const double dx = x - node.x, dy = y - node.y, distance = dx * dx + dy * dy;
    if (node.next != i + 1 && node.width_squared >= theta_squared * distance) {
      ++i;
      continue;
    }
    const double weight = 1 / (1 + distance), mass = node.mass * weight;
    force.z += mass;
    force.x += mass * weight * dx;
    force.y += mass * weight * dy;
    i = node.next;
  }
  force.z -= 1; // the point itself
  return force;
}

} // namespace

TsneGradient tsne_gradient(const TsneAffinities& p, std::span<const double> xy, double exaggeration,
                           double theta, std::int64_t threads, const std::stop_token& stop) {
  const std::int64_t n = p.size();
  const QuadTree tree(xy);
  std::vector<Force> repulsive(n),
      attractive(n); // attractive.z: Σ p·(log p − log w), the part of KL without Z
  parallel_ranges(n, threads, 512, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t at = begin; at < end; ++at) {
      if ((at & 255) == 0 && stop.stop_requested())
        return;
      const std::int64_t i = tree.order()[at];
      repulsive[i] = repulsion(tree.nodes(), xy[2 * i], xy[2 * i + 1], theta * theta);
      Force& force = attractive[i];
      for (std::int64_t e = p.offsets[i]; e < p.offsets[i + 1]; ++e) {
        const std::int64_t j = p.columns[e];
        const double dx = xy[2 * i] - xy[2 * j], dy = xy[2 * i + 1] - xy[2 * j + 1];
        const double closeness = 1 + dx * dx + dy * dy, pull = p.values[e] / closeness;
        force.x += pull * dx;
        force.y += pull * dy;
        if (p.values[e] > 0)
          force.z += p.values[e] * std::log(p.values[e] * closeness);
      }
    }
  });
  double z = 0, kl = 0, mass = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    z += repulsive[i].z;
    kl += attractive[i].z;
  }
  for (const double value : p.values)
    mass += value;
  TsneGradient out{std::vector<double>(2 * n), kl + mass * std::log(z)};
  for (std::int64_t i = 0; i < n; ++i) {
    out.gradient[2 * i] = 4 * (exaggeration * attractive[i].x - repulsive[i].x / z);
    out.gradient[2 * i + 1] = 4 * (exaggeration * attractive[i].y - repulsive[i].y / z);
  }
  return out;
}

} // namespace andon
