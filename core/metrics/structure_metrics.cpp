#include "core/metrics/structure_metrics.h"

#include "core/base/assert.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>

namespace andon {
namespace {

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole);
}

using Key = std::pair<std::int64_t, std::int64_t>;
std::map<Key, const WordPair*> by_sensors(const std::vector<WordPair>& pairs) {
  std::map<Key, const WordPair*> result;
  for (const WordPair& pair : pairs)
    result[std::minmax(pair.low, pair.high)] = &pair;
  return result;
}

void count_bins(const WordPair* predicted, const WordPair* truth, PairCounts& counts) {
  static const std::vector<std::int64_t> none;
  const auto &a = predicted ? predicted->overflow : none, &b = truth ? truth->overflow : none;
  std::vector<std::int64_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  counts.found += static_cast<std::int64_t>(both.size());
  counts.wrong += static_cast<std::int64_t>(a.size() - both.size());
  counts.missed += static_cast<std::int64_t>(b.size() - both.size());
}

} // namespace

double PairCounts::precision() const {
  return share(found, found + wrong);
}
double PairCounts::recall() const {
  return share(found, found + missed);
}
double PairCounts::f1() const {
  return share(2 * found, 2 * found + wrong + missed);
}

StructureScores structure_scores(std::span<const SceneStructure> predicted,
                                 std::span<const SceneStructure> truth) {
  ANDON_ASSERT(predicted.size() == truth.size());
  std::array<PairCounts, 4> types;
  StructureScores scores;
  std::int64_t ordered = 0, common = 0, either = 0;
  for (std::size_t s = 0; s < truth.size(); ++s) {
    const SceneStructure &p = predicted[s], &t = truth[s];
    ANDON_ASSERT(p.types.size() == t.types.size() && p.masks.size() == t.masks.size());
    for (std::size_t i = 0; i < t.types.size(); ++i) {
      if (t.types[i] == SensorType::unknown)
        continue;
      const bool right = p.types[i] == t.types[i];
      types[static_cast<std::size_t>(t.types[i])].found += right;
      types[static_cast<std::size_t>(t.types[i])].missed += !right;
      types[static_cast<std::size_t>(p.types[i])].wrong += !right;
      common += std::popcount(static_cast<std::uint64_t>(p.masks[i] & t.masks[i]));
      either += std::popcount(static_cast<std::uint64_t>(p.masks[i] | t.masks[i]));
    }
    const auto found = by_sensors(p.pairs), known = by_sensors(t.pairs);
    for (const auto& [key, pair] : known) {
      const auto at = found.find(key);
      const bool hit = at != found.end();
      scores.pairs.found += hit;
      scores.pairs.missed += !hit;
      ordered += hit && at->second->low == pair->low;
      count_bins(hit ? at->second : nullptr, pair, scores.overflow);
    }
    for (const auto& [key, pair] : found)
      if (!known.contains(key)) {
        ++scores.pairs.wrong;
        count_bins(pair, nullptr, scores.overflow);
      }
  }
  std::int64_t occurring = 0;
  std::copy(types.begin() + 1, types.end(), scores.types.begin());
  for (const PairCounts& type : scores.types)
    if (type.found + type.missed > 0) {
      scores.node_macro_f1 += type.f1();
      ++occurring;
    }
  scores.node_macro_f1 = occurring > 0 ? scores.node_macro_f1 / static_cast<double>(occurring) : 1;
  scores.order_accuracy = share(ordered, scores.pairs.found);
  scores.bitmask_iou = share(common, either);
  return scores;
}

} // namespace andon
