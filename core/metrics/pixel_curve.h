#pragma once
#include "core/base/progress.h"
#include "core/metrics/components.h"
#include "core/metrics/score_map_source.h"

#include <bit>
#include <cmath>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

// Private to core/metrics: the exact curve over all distinct scores without all scores in memory.

/// Order-preserving key of a float: a < b exactly when key(a) < key(b); both zeros are one.
inline std::uint32_t score_key(float score) {
  const auto bits = std::bit_cast<std::uint32_t>(score == 0 ? 0.0F : score);
  return (bits & 0x80000000U) != 0 ? ~bits : bits | 0x80000000U;
}

/// What lies at one score, or in one bucket of scores.
struct ScoreCell {
  std::int64_t good = 0, bad = 0; ///< pixels outside and inside of defects
  double overlap = 0;             ///< Σ 1/area of the region over bad pixels
  double good_image = 0;          ///< Σ 1/pixels of the image over the pixels of good images

  void add(const ScoreCell& other) {
    good += other.good;
    bad += other.bad;
    overlap += other.overlap;
    good_image += other.good_image;
  }
};

/// One image, checked and labelled. Views into the visited map.
struct MapRegions {
  bool is_good = true;            ///< no defective pixel, in or out of the region of interest
  std::int64_t pixels = 0;        ///< that count
  Components components;          ///< empty labels when is_good
  std::vector<std::int64_t> area; ///< per component, pixels that count
};
/// Errors: invalid_argument naming the image (sizes, NaN).
Result<MapRegions> regions_of(const ScoredMap& map);

/// Calls body(index, cell) for every pixel that counts.
template <class Body>
void for_each_pixel(const ScoredMap& map, const MapRegions& regions, const Body& body) {
  const ScoreCell good{1, 0, 0, regions.is_good ? 1 / static_cast<double>(regions.pixels) : 0};
  for (std::size_t i = 0; i < map.scores.size(); ++i) {
    if (!map.region.empty() && map.region[i] == 0)
      continue;
    const std::uint32_t label = regions.is_good ? 0 : regions.components.label[i];
    if (label == 0)
      body(i, good);
    else
      body(i, ScoreCell{0, 1, 1 / static_cast<double>(regions.area[label - 1]), 0});
  }
}

/// What the first pass learns.
struct PixelTotals {
  std::vector<ScoreCell> buckets; ///< 65,536, by the upper half of the key
  ScoreCell all;
  std::int64_t images = 0, good_images = 0, bad_images = 0, empty_masks = 0, regions = 0, regions_outside = 0,
               fewest_good_pixels = 0;
  std::vector<std::string> ids;
};
Result<PixelTotals> count_pixels(const ScoreMapSource& source, Progress& progress, std::stop_token stop);

/// Calls point(key, cell) for every distinct score from the highest. Returns the number of passes.
/// Buckets are refined group by group: a full one gets a table of 65,536 cells, a sparse one a list of its
/// pixels, as many at a time as `memory` holds. Sums are in the order of the visits: memory changes no bit of
/// the result.
Result<int> walk_curve(const ScoreMapSource& source, const PixelTotals& totals, std::int64_t memory,
                       const std::function<void(std::uint32_t, const ScoreCell&)>& point, Progress& progress,
                       std::stop_token stop);

} // namespace andon
