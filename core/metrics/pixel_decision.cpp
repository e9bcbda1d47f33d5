#include "core/metrics/intervals.h"
#include "core/metrics/pixel_curve.h"
#include "core/metrics/pixel_metrics.h"

#include <algorithm>
#include <limits>

namespace andon {
namespace {

double ratio(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole)
                   : std::numeric_limits<double>::quiet_NaN();
}

void count_image(const ScoredMap& map, const MapRegions& regions, double threshold, PixelDecision& decision) {
  std::vector<std::int64_t> flagged_of(regions.area.size());
  for (std::size_t i = 0; i < map.scores.size(); ++i) {
    if (!map.region.empty() && map.region[i] == 0)
      continue;
    const std::uint32_t label = regions.is_good ? 0 : regions.components.label[i];
    const bool flagged = static_cast<double>(map.scores[i]) >= threshold;
    if (label == 0)
      ++(flagged ? decision.false_positives : decision.true_negatives);
    else
      ++(flagged ? decision.true_positives : decision.false_negatives);
    if (label != 0 && flagged)
      ++flagged_of[label - 1];
  }
  for (std::size_t r = 0; r < regions.area.size(); ++r)
    if (regions.area[r] > 0)
      decision.regions.push_back(
          {map.id, map.defect, regions.area[r], ratio(flagged_of[r], regions.area[r])});
}

void finish(RecallGroup& group) {
  group.recall = clopper_pearson(group.found, group.regions);
  group.mean_overlap /= static_cast<double>(group.regions);
}

void count(RecallGroup& group, const RegionRecall& region) {
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
  const std::int64_t tp = decision.true_positives, fp = decision.false_positives,
                     fn = decision.false_negatives;
  decision.iou = ratio(tp, tp + fp + fn);
  decision.precision = ratio(tp, tp + fp);
  decision.recall = ratio(tp, tp + fn);
  decision.f1 = ratio(2 * tp, 2 * tp + fp + fn);
  return decision;
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
