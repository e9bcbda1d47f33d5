#include "core/metrics/pixel_metrics.h"
#include "core/workflow/masked_maps.h"

#include <algorithm>

namespace andon::workflow::images {
namespace {

/// Exact figures and what the paired bootstrap needs; no intervals of their own.
Result<PixelMetrics> measured(const ApplyJob& job, const std::vector<std::size_t>& items, Progress& progress,
                              std::stop_token stop) {
  ANDON_ASSIGN(MaskedMaps maps, MaskedMaps::of(job, items, stop));
  PixelMetricOptions options;
  options.bootstrap.resamples = 0;
  return pixel_metrics([&](const ScoreMapVisitor& visitor) { return maps.visit(visitor); }, options, progress,
                       stop);
}

} // namespace

Result<PixelComparison> compare_pixels(const ApplyJob& first, const ApplyJob& second, std::uint64_t seed,
                                       Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const std::vector<std::size_t> items, items_of(first.data, first.part, false));
  const std::vector<ImageItem>& all = first.data.images->dataset.items;
  if (std::ranges::none_of(items, [&](std::size_t item) { return MaskedMaps::has_truth(all[item]); }))
    return fail(ErrorCode::insufficient_data, "no defect of these images is marked by a mask");
  progress.stage("pixels of the first run");
  ANDON_ASSIGN(const PixelMetrics one, measured(first, items, progress, stop));
  progress.stage("pixels of the second run");
  ANDON_ASSIGN(const PixelMetrics other, measured(second, items, progress, stop));
  if (stop.stop_requested())
    return fail(ErrorCode::cancelled, "the comparison was cancelled");
  BootstrapOptions options;
  options.seed = Seed(seed).stream("paired pixels");
  return compare_pixel_metrics(one, other, options);
}

} // namespace andon::workflow::images
