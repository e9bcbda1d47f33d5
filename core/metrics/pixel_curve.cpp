#include "core/metrics/pixel_curve.h"

#include <algorithm>

namespace andon {
namespace {

constexpr std::size_t bucket_count = 65536;
constexpr std::int64_t table_bytes = static_cast<std::int64_t>(bucket_count * sizeof(ScoreCell));

/// A pixel of a sparse bucket.
struct ListedPixel {
  std::uint32_t key;
  ScoreCell cell;
};

/// Buckets [first, last) that are refined together, from the highest downwards.
struct BucketGroup {
  std::size_t first = 0, last = 0;
};

std::int64_t pixels_in(const ScoreCell& cell) {
  return cell.good + cell.bad;
}

bool is_sparse(const ScoreCell& bucket) {
  return pixels_in(bucket) * static_cast<std::int64_t>(sizeof(ListedPixel)) < table_bytes;
}

std::int64_t cost_of(const ScoreCell& bucket) {
  return is_sparse(bucket) ? pixels_in(bucket) * static_cast<std::int64_t>(sizeof(ListedPixel)) : table_bytes;
}

std::vector<BucketGroup> groups_of(const PixelTotals& totals, std::int64_t memory) {
  std::vector<BucketGroup> groups;
  std::size_t last = bucket_count;
  while (last > 0) {
    std::size_t first = last;
    std::int64_t used = 0;
    while (first > 0 && (used == 0 || used + cost_of(totals.buckets[first - 1]) <= memory))
      used += cost_of(totals.buckets[--first]);
    if (used > 0)
      groups.push_back({first, last});
    last = first;
  }
  return groups;
}

/// The refinement of one group.
class GroupTables {
public:
  GroupTables(const PixelTotals& totals, BucketGroup group)
      : group_(group), slots_(group.last - group.first, -1) {
    std::int64_t listed = 0;
    for (std::size_t b = group.first; b < group.last; ++b) {
      if (is_sparse(totals.buckets[b]))
        listed += pixels_in(totals.buckets[b]);
      else
        slots_[b - group.first] = tables_++;
    }
    cells_.resize(static_cast<std::size_t>(tables_) * bucket_count);
    list_.reserve(static_cast<std::size_t>(listed));
  }

  void add(std::uint32_t key, const ScoreCell& cell) {
    const std::size_t bucket = key >> 16;
    if (bucket < group_.first || bucket >= group_.last)
      return;
    if (const int slot = slots_[bucket - group_.first]; slot >= 0)
      cells_[static_cast<std::size_t>(slot) * bucket_count + (key & 0xffff)].add(cell);
    else
      list_.push_back({key, cell});
  }

  /// From the highest score downwards.
  void walk(const std::function<void(std::uint32_t, const ScoreCell&)>& point) {
    std::stable_sort(list_.begin(), list_.end(),
                     [](const ListedPixel& a, const ListedPixel& b) { return a.key > b.key; });
    auto next = list_.begin();
    for (std::size_t bucket = group_.last; bucket-- > group_.first;) {
      if (const int slot = slots_[bucket - group_.first]; slot >= 0)
        walk_table(static_cast<std::size_t>(slot), static_cast<std::uint32_t>(bucket), point);
      while (next != list_.end() && next->key >> 16 == bucket) {
        const std::uint32_t key = next->key;
        ScoreCell cell;
        for (; next != list_.end() && next->key == key; ++next)
          cell.add(next->cell);
        point(key, cell);
      }
    }
  }

private:
  void walk_table(std::size_t slot, std::uint32_t bucket,
                  const std::function<void(std::uint32_t, const ScoreCell&)>& point) const {
    for (std::size_t low = bucket_count; low-- > 0;)
      if (const ScoreCell& cell = cells_[slot * bucket_count + low]; pixels_in(cell) > 0)
        point(bucket << 16 | static_cast<std::uint32_t>(low), cell);
  }

  BucketGroup group_;
  std::vector<int> slots_;
  int tables_ = 0;
  std::vector<ScoreCell> cells_;
  std::vector<ListedPixel> list_;
};

Result<void> check_map(const ScoredMap& map) {
  const auto size = static_cast<std::size_t>(map.width) * static_cast<std::size_t>(map.height);
  const auto wrong = [&](const char* what, std::size_t found) {
    return fail(ErrorCode::invalid_argument, map.id + ": " + what + " has " + std::to_string(found) +
                                                 " pixels, expected " + std::to_string(map.width) + " x " +
                                                 std::to_string(map.height));
  };
  if (map.width < 1 || map.height < 1 || map.scores.size() != size)
    return wrong("its score map", map.scores.size());
  if (!map.truth.empty() && map.truth.size() != size)
    return wrong("its ground truth", map.truth.size());
  if (!map.region.empty() && map.region.size() != size)
    return wrong("its region of interest", map.region.size());
  const auto found =
      std::find_if(map.scores.begin(), map.scores.end(), [](float score) { return std::isnan(score); });
  if (found != map.scores.end()) {
    const auto i = found - map.scores.begin();
    return fail(ErrorCode::invalid_argument,
                map.id + ": the score of pixel (" + std::to_string(i % map.width) + ", " +
                    std::to_string(i / map.width) + ") is not a number; score the image again");
  }
  return {};
}

} // namespace

Result<MapRegions> regions_of(const ScoredMap& map) {
  ANDON_TRY(check_map(map));
  MapRegions result;
  result.is_good =
      std::none_of(map.truth.begin(), map.truth.end(), [](std::uint8_t pixel) { return pixel != 0; });
  result.pixels = map.region.empty() ? static_cast<std::int64_t>(map.scores.size())
                                     : std::count_if(map.region.begin(), map.region.end(),
                                                     [](std::uint8_t pixel) { return pixel != 0; });
  if (result.is_good)
    return result;
  result.components = connected_components(map.truth, map.width, map.height, Connectivity::eight);
  result.area = result.components.area;
  for (std::size_t i = 0; i < map.region.size(); ++i)
    if (const std::uint32_t label = result.components.label[i]; label != 0 && map.region[i] == 0)
      --result.area[label - 1];
  return result;
}

Result<PixelTotals> count_pixels(const ScoreMapSource& source, Progress& progress, std::stop_token stop) {
  PixelTotals totals;
  totals.buckets.resize(bucket_count);
  progress.stage("counting pixels");
  ANDON_TRY(source([&](const ScoredMap& map) -> Result<void> {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled,
                  "pixel metrics cancelled after " + std::to_string(totals.images) + " images");
    ANDON_ASSIGN(const MapRegions regions, regions_of(map));
    for_each_pixel(map, regions, [&](std::size_t i, const ScoreCell& cell) {
      totals.buckets[score_key(map.scores[i]) >> 16].add(cell);
    });
    for (const std::int64_t area : regions.area)
      ++(area > 0 ? totals.regions : totals.regions_outside);
    totals.bad_images += regions.is_good ? 0 : 1;
    totals.empty_masks += regions.is_good && !map.defect.empty() ? 1 : 0;
    if (regions.is_good && regions.pixels > 0) {
      totals.fewest_good_pixels =
          totals.good_images == 0 ? regions.pixels : std::min(totals.fewest_good_pixels, regions.pixels);
      ++totals.good_images;
    }
    totals.ids.push_back(map.id);
    progress.advance(++totals.images);
    return {};
  }));
  for (const ScoreCell& bucket : totals.buckets)
    totals.all.add(bucket);
  return totals;
}

Result<int> walk_curve(const ScoreMapSource& source, const PixelTotals& totals, std::int64_t memory,
                       const std::function<void(std::uint32_t, const ScoreCell&)>& point, Progress& progress,
                       std::stop_token stop) {
  const std::vector<BucketGroup> groups = groups_of(totals, memory);
  progress.stage("ranking pixels", static_cast<std::int64_t>(groups.size()));
  std::int64_t seen = 0;
  const auto counted = [&](std::uint32_t key, const ScoreCell& cell) {
    seen += pixels_in(cell);
    point(key, cell);
  };
  for (std::size_t g = 0; g < groups.size(); ++g) {
    GroupTables tables(totals, groups[g]);
    ANDON_TRY(source([&](const ScoredMap& map) -> Result<void> {
      if (stop.stop_requested())
        return fail(ErrorCode::cancelled, "pixel metrics cancelled in pass " + std::to_string(g + 1));
      ANDON_ASSIGN(const MapRegions regions, regions_of(map));
      for_each_pixel(map, regions, [&](std::size_t i, const ScoreCell& cell) {
        tables.add(score_key(map.scores[i]), cell);
      });
      return {};
    }));
    tables.walk(counted);
    progress.advance(static_cast<std::int64_t>(g) + 1);
  }
  if (seen != pixels_in(totals.all))
    return fail(ErrorCode::conflict, "the score maps changed while they were read: " + std::to_string(seen) +
                                         " pixels instead of " + std::to_string(pixels_in(totals.all)) +
                                         "; evaluate again");
  return static_cast<int>(groups.size());
}

} // namespace andon
