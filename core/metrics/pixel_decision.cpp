#include "core/metrics/draws.h"
#include "core/metrics/intervals.h"
#include "core/metrics/pixel_curve.h"
#include "core/metrics/pixel_metrics.h"

#include <algorithm>
#include <array>
#include <limits>

namespace andon {
namespace {

double ratio(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole)
                   : std::numeric_limits<double>::quiet_NaN();
}

void add(const PixelCounts& image, std::array<double, 3>& sums) {
  sums[0] += static_cast<double>(image.true_positives);
  sums[1] += static_cast<double>(image.false_positives);
  sums[2] += static_cast<double>(image.false_negatives);
}

/// IoU, precision, recall and F1 of true positives, false positives and false negatives.
std::array<double, 4> rates_of(const std::array<double, 3>& sums) {
  const auto [tp, fp, fn] = sums;
  const auto of = [](double part, double whole) {
    return whole > 0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
  };
  return {of(tp, tp + fp + fn), of(tp, tp + fp), of(tp, tp + fn), of(2 * tp, 2 * tp + fp + fn)};
}

void count_image(const ScoredMap& map, const MapRegions& regions, double threshold, PixelDecision& decision) {
  std::vector<std::int64_t> flagged_of(regions.area.size());
  PixelCounts counts{.is_good = regions.is_good};
  for (std::size_t i = 0; i < map.scores.size(); ++i) {
    if (!map.region.empty() && map.region[i] == 0)
      continue;
    const std::uint32_t label = regions.is_good ? 0 : regions.components.label[i];
    const bool flagged = static_cast<double>(map.scores[i]) >= threshold;
    if (label == 0)
      ++(flagged ? counts.false_positives : counts.true_negatives);
    else
      ++(flagged ? counts.true_positives : counts.false_negatives);
    if (label != 0 && flagged)
      ++flagged_of[label - 1];
  }
  const auto pixels = static_cast<double>(map.scores.size());
  for (std::size_t r = 0; r < regions.area.size(); ++r)
    if (regions.area[r] > 0)
      decision.regions.push_back({map.id, map.defect, regions.area[r], ratio(flagged_of[r], regions.area[r]),
                                  static_cast<double>(regions.area[r]) / pixels});
  decision.true_positives += counts.true_positives;
  decision.false_positives += counts.false_positives;
  decision.false_negatives += counts.false_negatives;
  decision.true_negatives += counts.true_negatives;
  decision.images.push_back(counts);
}

void finish(RecallGroup& group) {
  group.recall = clopper_pearson(group.found, group.regions);
  group.mean_overlap /= static_cast<double>(group.regions);
}

void count(RecallGroup& group, const RegionRecall& region) {
  group.share_low = group.regions == 0 ? region.share : std::min(group.share_low, region.share);
  group.share_high = std::max(group.share_high, region.share);
  ++group.regions;
  group.found += region.found();
  group.mean_overlap += region.overlap;
}

} // namespace

Result<PixelDecision> pixel_decision(const ScoreMapSource& source, double threshold, Progress& progress,
                                     std::stop_token stop) {
  if (std::isnan(threshold))
    return fail(ErrorCode::invalid_argument, "the threshold is not a number; fit one first");
  PixelDecision decision;
  std::int64_t images = 0;
  progress.stage("deciding pixels");
  ANDON_TRY(source([&](const ScoredMap& map) -> Result<void> {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled,
                  "pixel decisions cancelled after " + std::to_string(images) + " images");
    ANDON_ASSIGN(const MapRegions regions, regions_of(map));
    count_image(map, regions, threshold, decision);
    progress.advance(++images);
    return {};
  }));
  std::array<double, 3> sums{};
  add(decision, sums);
  const auto [iou, precision, recall, f1] = rates_of(sums);
  decision.iou = iou;
  decision.precision = precision;
  decision.recall = recall;
  decision.f1 = f1;
  return decision;
}

PixelRates pixel_rates(const PixelDecision& decision, const BootstrapOptions& options) {
  std::array<std::vector<const PixelCounts*>, 2> pools;
  for (const PixelCounts& image : decision.images)
    pools[image.is_good ? 0 : 1].push_back(&image);
  Random random(options.seed.stream("pixel rates"));
  std::array<std::vector<double>, 4> drawn;
  for (std::int64_t draw = 0; draw < options.resamples; ++draw) {
    std::array<double, 3> sums{};
    for (const auto& pool : pools)
      for (std::size_t k = 0; k < pool.size(); ++k)
        add(*pool[random.below(pool.size())], sums);
    const std::array<double, 4> rates = rates_of(sums);
    for (std::size_t r = 0; r < rates.size(); ++r)
      drawn[r].push_back(rates[r]);
  }
  const auto with_interval = [&](double value, std::size_t r) {
    return around(value, value, drawn[r], options.confidence, 0, 1);
  };
  return {with_interval(decision.iou, 0), with_interval(decision.precision, 1),
          with_interval(decision.recall, 2), with_interval(decision.f1, 3)};
}

std::vector<RecallGroup> recall_by_defect(const std::vector<RegionRecall>& regions) {
  std::map<std::string, RecallGroup> groups;
  for (const RegionRecall& region : regions) {
    RecallGroup& group = groups[region.defect];
    const auto area = static_cast<double>(region.area);
    group.area_low = group.regions == 0 ? area : std::min(group.area_low, area);
    group.area_high = std::max(group.area_high, area);
    count(group, region);
  }
  std::vector<RecallGroup> result;
  for (auto& [name, group] : groups) {
    group.name = name;
    finish(group);
    result.push_back(group);
  }
  return result;
}

std::vector<RecallGroup> recall_by_area(const std::vector<RegionRecall>& regions) {
  std::map<int, RecallGroup> groups;
  for (const RegionRecall& region : regions)
    count(groups[std::bit_width(static_cast<std::uint64_t>(region.area)) - 1], region);
  std::vector<RecallGroup> result;
  for (auto& [octave, group] : groups) {
    group.area_low = std::ldexp(1, octave);
    group.area_high = std::ldexp(1, octave + 1);
    group.name = std::to_string(std::int64_t{1} << octave) + " to " +
                 std::to_string((std::int64_t{2} << octave) - 1) + " pixels";
    finish(group);
    result.push_back(group);
  }
  return result;
}

} // namespace andon
