#include "core/metrics/draws.h"
#include "core/metrics/ranked.h"
#include "core/metrics/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Average precision of groups with other counts than their own (a resample).
double average_precision_of(std::span<const ScoreGroup> groups, std::int64_t abnormal) {
  double sum = 0;
  std::int64_t caught = 0, flagged = 0;
  for (const ScoreGroup& group : groups) {
    caught += group.abnormal;
    flagged += group.abnormal + group.normal;
    if (group.abnormal > 0)
      sum +=
          static_cast<double>(group.abnormal) * (static_cast<double>(caught) / static_cast<double>(flagged));
  }
  return sum / static_cast<double>(abnormal);
}

/// Index of the group of every abnormal (normal) item, so that a drawn item finds its group.
std::vector<std::uint32_t> group_of_items(const Ranked& items, std::int64_t ScoreGroup::*count) {
  std::vector<std::uint32_t> result;
  for (std::size_t g = 0; g < items.groups.size(); ++g)
    result.insert(result.end(), static_cast<std::size_t>(items.groups[g].*count),
                  static_cast<std::uint32_t>(g));
  return result;
}

std::vector<double> resampled(const Ranked& items, const BootstrapOptions& options) {
  const std::int64_t n = items.abnormal + items.normal;
  constexpr std::int64_t work = 50'000'000;
  const std::int64_t count = std::min(options.resamples, std::max<std::int64_t>(100, work / n));
  const auto abnormal = group_of_items(items, &ScoreGroup::abnormal);
  const auto normal = group_of_items(items, &ScoreGroup::normal);
  Random random(options.seed.stream("aupr"));
  std::vector<ScoreGroup> drawn(items.groups.size());
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; ++i) {
    std::fill(drawn.begin(), drawn.end(), ScoreGroup{});
    for (std::size_t k = 0; k < abnormal.size(); ++k)
      ++drawn[abnormal[random.below(abnormal.size())]].abnormal;
    for (std::size_t k = 0; k < normal.size(); ++k)
      ++drawn[normal[random.below(normal.size())]].normal;
    values.push_back(average_precision_of(drawn, items.abnormal));
  }
  std::sort(values.begin(), values.end());
  return values;
}

/// Midpoint of (below, chosen], or chosen where the midpoint would not lie strictly above `below`.
double cut_between(double below, double chosen) {
  const double middle = below / 2 + chosen / 2;
  return std::isfinite(middle) && middle > below && middle <= chosen ? middle : chosen;
}

} // namespace

Result<double> average_precision(std::span<const double> scores, std::span<const int> labels) {
  ANDON_ASSIGN(const Ranked items, ranked(scores, labels));
  return items.abnormal == 0 ? nan : average_precision_of(items.groups, items.abnormal);
}

Result<Estimate> aupr(std::span<const double> scores, std::span<const int> labels,
                      const BootstrapOptions& options) {
  if (options.resamples < 1 || !(options.confidence > 0 && options.confidence < 1))
    return fail(ErrorCode::invalid_argument,
                "bootstrap: expected at least 1 resample and a confidence between 0 and 1");
  ANDON_ASSIGN(const Ranked items, ranked(scores, labels));
  if (items.abnormal == 0)
    return Estimate{nan, nan, nan};
  const double value = average_precision_of(items.groups, items.abnormal);
  if (items.normal == 0)
    return Estimate{value, value, value};
  const std::vector<double> values = resampled(items, options);
  const double tail = (1 - options.confidence) / 2;
  Estimate estimate{value, sorted_quantile(values, tail), sorted_quantile(values, 1 - tail)};
  if (values.front() == values.back()) {
    ANDON_ASSIGN(const Estimate area, auroc(scores, labels, options.confidence));
    estimate.low = std::min(estimate.low, area.low);
  }
  return estimate;
}

Result<F1Max> f1_max(std::span<const double> scores, std::span<const int> labels) {
  ANDON_ASSIGN(const Ranked items, ranked(scores, labels));
  if (items.abnormal == 0)
    return fail(ErrorCode::insufficient_data, "F1 needs at least one abnormal item and there is none; label "
                                              "some, or use a method for normal items only");
  F1Max best;
  std::int64_t caught = 0, flagged = 0, best_caught = 0, best_size = 1;
  for (std::size_t g = 0; g < items.groups.size(); ++g) {
    caught += items.groups[g].abnormal;
    flagged += items.groups[g].abnormal + items.groups[g].normal;
    // F1 = 2·caught/(flagged + abnormal), compared as fractions; going down catches more, so "not worse"
    // prefers fewer escapes.
    const std::int64_t size = flagged + items.abnormal;
    const auto left = static_cast<__int128>(caught) * best_size,
               right = static_cast<__int128>(best_caught) * size;
    if (left < right || (left == right && caught <= best_caught))
      continue;
    best_caught = caught;
    best_size = size;
    best.chosen = items.groups[g].score;
    best.below = g + 1 < items.groups.size() ? items.groups[g + 1].score : -infinity;
  }
  best.threshold = cut_between(best.below, best.chosen);
  best.true_positives = best_caught;
  best.false_positives = best_size - items.abnormal - best_caught;
  best.false_negatives = items.abnormal - best_caught;
  best.true_negatives = items.normal - best.false_positives;
  best.f1 = 2.0 * static_cast<double>(best_caught) / static_cast<double>(best_size);
  return best;
}

Result<std::vector<CurvePoint>> ranking_curve(std::span<const double> scores, std::span<const int> labels) {
  ANDON_ASSIGN(const Ranked items, ranked(scores, labels));
  const auto rate = [](std::int64_t part, std::int64_t whole) {
    return whole == 0 ? nan : static_cast<double>(part) / static_cast<double>(whole);
  };
  std::vector<CurvePoint> curve{{infinity, rate(0, items.abnormal), rate(0, items.normal), 1}};
  std::int64_t caught = 0, overkill = 0;
  for (const ScoreGroup& group : items.groups) {
    caught += group.abnormal;
    overkill += group.normal;
    curve.push_back({group.score, rate(caught, items.abnormal), rate(overkill, items.normal),
                     rate(caught, caught + overkill)});
  }
  return curve;
}

} // namespace andon
