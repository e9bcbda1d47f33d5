#include "core/detect/detector_rows.h"

#include <algorithm>
#include <numeric>

namespace andon::detect {
namespace {

constexpr double euler_gamma = 0.57721566490153286;

/// Nodes of all trees in one flat list, five numbers a node: channel (−1 at a leaf), split, left, right,
/// items.
class TreeBuilder {
public:
  TreeBuilder(const ChannelRows& rows, Random& random, std::int64_t max_depth)
      : rows_(rows), random_(random), max_depth_(max_depth) {}

  double build(std::span<std::int64_t> items, std::int64_t depth) {
    const std::size_t node = nodes.size() / 5;
    nodes.insert(nodes.end(), {-1, 0, 0, 0, static_cast<double>(items.size())});
    const std::int64_t channel = depth < max_depth_ ? splittable(items) : -1;
    if (channel < 0)
      return static_cast<double>(node);
    const auto value = [&](std::int64_t r) { return rows_.row(r)[static_cast<std::size_t>(channel)]; };
    const auto [low, high] =
        std::minmax_element(items.begin(), items.end(), [&](auto a, auto b) { return value(a) < value(b); });
    const double least = value(*low), most = value(*high);
    double split = random_.uniform(least, most);
    if (!(split > least))
      split = most; // a split in (least, most] leaves items on both sides
    const auto middle = std::partition(items.begin(), items.end(), [&](auto r) { return value(r) < split; });
    const auto cut = static_cast<std::size_t>(middle - items.begin());
    const double left = build(items.first(cut), depth + 1);
    const double right = build(items.subspan(cut), depth + 1);
    const double made[] = {static_cast<double>(channel), split, left, right};
    std::copy(std::begin(made), std::end(made), nodes.begin() + static_cast<std::ptrdiff_t>(node * 5));
    return static_cast<double>(node);
  }

  std::vector<double> nodes;

private:
  /// A random channel on which the items differ; −1 when there is none.
  std::int64_t splittable(std::span<const std::int64_t> items) {
    if (items.size() < 2)
      return -1;
    std::vector<std::int64_t> open;
    for (std::size_t c = 0; c < rows_.channels(); ++c)
      if (std::any_of(items.begin(), items.end(),
                      [&](auto r) { return rows_.row(r)[c] != rows_.row(items.front())[c]; }))
        open.push_back(static_cast<std::int64_t>(c));
    return open.empty() ? -1 : open[random_.below(open.size())];
  }

  const ChannelRows& rows_;
  Random& random_;
  std::int64_t max_depth_;
};

/// Depth of one row in one tree; adds how far each split on the way narrows the items down, in bits.
double depth_of(const std::vector<double>& nodes, double root, std::span<const float> row,
                std::span<float> contributions) {
  auto node = static_cast<std::size_t>(root);
  double depth = 0;
  while (nodes[node * 5] >= 0) {
    const auto channel = static_cast<std::size_t>(nodes[node * 5]);
    const double items = nodes[node * 5 + 4];
    depth += 1;
    node = static_cast<std::size_t>(row[channel] < nodes[node * 5 + 1] ? nodes[node * 5 + 2]
                                                                       : nodes[node * 5 + 3]);
    contributions[channel] += static_cast<float>(std::log2(items / nodes[node * 5 + 4]));
  }
  return depth + isolation_depth(static_cast<std::int64_t>(nodes[node * 5 + 4]));
}

} // namespace

std::vector<Option> IsolationOptions::describe() {
  return {option("trees", trees, "Trees of the forest", "", 1, 10'000),
          option("sample", sample, "Normal rows that each tree is grown on", "rows", 2, 1'000'000)};
}

double isolation_depth(std::int64_t n) {
  if (n <= 1)
    return 0;
  if (n == 2)
    return 1;
  const auto m = static_cast<double>(n - 1);
  return 2 * (std::log(m) + euler_gamma) - 2 * m / static_cast<double>(n);
}

Result<FittedValues> fit_isolation(const ChannelRows& normal, const OptionMap& values, Seed seed,
                                   std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<IsolationOptions>(values));
  if (normal.rows() < 2)
    return fail(ErrorCode::insufficient_data, "an isolation forest needs at least 2 normal rows");
  const std::int64_t sample = std::min(options.sample, normal.rows());
  const auto depth = static_cast<std::int64_t>(std::ceil(std::log2(static_cast<double>(sample))));
  std::vector<std::int64_t> items(static_cast<std::size_t>(normal.rows()));
  FittedValues fitted{{"sample", {static_cast<double>(sample)}}};
  for (std::int64_t tree = 0; tree < options.trees; ++tree) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the forest was cancelled after " + std::to_string(tree) + " trees");
    Random random(seed.stream("tree", static_cast<std::uint64_t>(tree)));
    std::iota(items.begin(), items.end(), std::int64_t{0});
    shuffle(items, random);
    TreeBuilder builder(normal, random, depth);
    builder.nodes = std::move(fitted["nodes"]);
    fitted["roots"].push_back(builder.build(std::span(items).first(static_cast<std::size_t>(sample)), 0));
    fitted["nodes"] = std::move(builder.nodes);
  }
  return fitted;
}

Result<RowScores> score_isolation(const FittedDetector& detector, const ChannelRows& rows,
                                  std::stop_token stop) {
  const std::vector<double>& nodes = detector.values.at("nodes");
  const std::vector<double>& roots = detector.values.at("roots");
  const double usual = isolation_depth(static_cast<std::int64_t>(detector.values.at("sample")[0]));
  const auto trees = static_cast<double>(roots.size());
  RowScores result{{}, std::vector<float>(rows.values.size(), 0)};
  for (std::int64_t r = 0; r < rows.rows(); ++r) {
    if (r % 256 == 0 && stop.stop_requested())
      return fail(ErrorCode::cancelled, "scoring cancelled at row " + std::to_string(r));
    const auto contributions = std::span(result.contributions)
                                   .subspan(static_cast<std::size_t>(r) * rows.channels(), rows.channels());
    double depth = 0;
    for (const double root : roots)
      depth += depth_of(nodes, root, rows.row(r), contributions);
    for (float& each : contributions)
      each = static_cast<float>(each / trees);
    result.scores.push_back(std::exp2(-depth / trees / usual));
  }
  return result;
}

} // namespace andon::detect
