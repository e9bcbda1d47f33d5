#include "core/inspection/patch_grids.h"
#include "core/inspection/region_fill.h"
#include "core/metrics/baseline.h"
#include "core/metrics/intervals.h"
#include "core/metrics/pixel_metrics.h"
#include "core/workflow/images.h"
#include "core/workflow/masked_maps.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace andon::workflow::images {
namespace {

constexpr int picture_side = 32;
constexpr double baseline_validation = 0.2;

/// Small pictures, one row an image: what a linear model of the pixels can know.
struct Pictures {
  Features features;
  std::vector<std::string> ids;
};

void append_picture(const Image& image, std::vector<float>& values) {
  const Image small = resized(image, picture_side, picture_side);
  const auto channels = static_cast<std::size_t>(small.channels);
  for (std::size_t pixel = 0; pixel < picture_side * picture_side; ++pixel)
    for (std::size_t c = 0; c < 3; ++c) {
      const std::size_t sample = pixel * channels + (channels == 1 ? 0 : c);
      std::uint16_t wide = 0;
      if (small.bits == 16)
        std::memcpy(&wide, small.bytes.data() + 2 * sample, sizeof wide);
      values.push_back(small.bits == 16 ? static_cast<float>(wide) / 65535.0F
                                        : static_cast<float>(small.bytes[sample]) / 255.0F);
    }
}

Result<Pictures> pictures_of(const ImageDataset& dataset, const std::vector<std::size_t>& items,
                             std::string_view stage, Progress& progress, std::stop_token stop) {
  Pictures pictures;
  const auto visit = [&](std::size_t item, const LoadedImage& loaded) -> Result<void> {
    append_picture(filled_outside(loaded.image, loaded.region), pictures.features.values);
    pictures.ids.push_back(dataset.items[item].id);
    return {};
  };
  ANDON_TRY(visit_images(dataset, items, stage, visit, progress, stop));
  pictures.features.rows = static_cast<std::int64_t>(pictures.ids.size());
  pictures.features.columns =
      static_cast<std::int64_t>(pictures.features.values.size()) / pictures.features.rows;
  return pictures;
}

Result<void> add_baselines(const BesideJob& job, const std::vector<std::size_t>& items, BesideOut& out,
                           Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const std::vector<std::size_t> normal, items_of(job.train_data, job.train_part, true));
  if (normal.size() < 4) {
    progress.message("the baselines need at least 4 normal training images; there are " +
                     std::to_string(normal.size()));
    return {};
  }
  const ImageSplit split = split_images(normal, baseline_validation, job.seed);
  const ImageDataset& train_set = job.train_data.images->dataset;
  ANDON_ASSIGN(const Pictures train,
               pictures_of(train_set, split.train, "fitting baselines", progress, stop));
  ANDON_ASSIGN(const Pictures validation,
               pictures_of(train_set, split.validation, "fitting baselines", progress, stop));
  ANDON_ASSIGN(const Pictures test,
               pictures_of(job.apply.data.images->dataset, items, "scoring baselines", progress, stop));
  for (const BaselineEntry& entry : baselines().rows()) {
    if (entry.needs_pairs)
      continue;
    ANDON_ASSIGN(
        const std::unique_ptr<Baseline> baseline,
        entry.fit(train.features, {}, Seed(job.seed).stream("baseline " + entry.id), progress, stop));
    ANDON_ASSIGN(out.scores[entry.id], baseline->score(test.features, stop));
    ANDON_ASSIGN(out.validation[entry.id], baseline->score(validation.features, stop));
  }
  return {};
}

/// What the line of the contours finds: pixels, and defects region by region.
Result<void> add_called_pixels(const BesideJob& job, MaskedMaps& maps, BesideOut& out, Progress& progress,
                               std::stop_token stop) {
  ANDON_ASSIGN(const ImageDetector* detector, maps.detector());
  const float line = HeatScale::score_at([detector](double score) { return detector->pixel_p(score); },
                                         ImageDesk::contour_p);
  if (!std::isfinite(line)) {
    progress.message("too few pixels of normal images are known to draw contours; nothing is said about "
                     "pixels at a line");
    return {};
  }
  ANDON_ASSIGN(const PixelDecision decision,
               pixel_decision([&](const ScoreMapVisitor& visitor) { return maps.visit(visitor); },
                              static_cast<double>(line), progress, stop));
  const auto found = std::ranges::count_if(decision.regions, &RegionRecall::found);
  out.pixels = CalledPixels{static_cast<double>(line),
                            detector->pixel_p(static_cast<double>(line)),
                            static_cast<std::int64_t>(decision.regions.size()),
                            found,
                            decision.true_positives,
                            decision.false_positives,
                            decision.false_negatives,
                            decision.true_negatives};
  const PixelRates rates = pixel_rates(decision, {.seed = Seed(job.seed).stream("called pixels")});
  out.metrics["pixel_precision"] = rates.precision;
  out.metrics["pixel_recall"] = rates.recall;
  out.metrics["pixel_f1"] = rates.f1;
  out.metrics["region_recall"] = clopper_pearson(found, out.pixels->regions);
  for (const RecallGroup& group : recall_by_area(decision.regions))
    out.regions.push_back({"area", group.name, group.regions, group.found, group.recall, group.area_low,
                           group.area_high, group.share_low, group.share_high, group.mean_overlap});
  return {};
}

Result<void> add_pixel_metrics(const BesideJob& job, const std::vector<std::size_t>& items, BesideOut& out,
                               Progress& progress, std::stop_token stop) {
  const ImageDataset& dataset = job.apply.data.images->dataset;
  const bool marked = std::any_of(items.begin(), items.end(), [&](std::size_t item) {
    return MaskedMaps::has_truth(dataset.items[item]);
  });
  if (!marked) {
    progress.message("no defect of these images is marked by a mask; there are no pixel metrics");
    return {};
  }
  ANDON_ASSIGN(MaskedMaps maps, MaskedMaps::of(job.apply, items, stop));
  if (maps.size() < items.size())
    progress.message(std::to_string(items.size() - maps.size()) +
                     " images without a mask or a label are left out of the pixel metrics");
  PixelMetricOptions options;
  options.bootstrap.seed = Seed(job.seed).stream("pixel bootstrap");
  progress.stage("pixel metrics");
  ANDON_ASSIGN(const PixelMetrics metrics,
               pixel_metrics([&](const ScoreMapVisitor& visitor) { return maps.visit(visitor); }, options,
                             progress, stop));
  for (const std::string& warning : metrics.warnings)
    progress.message(warning);
  out.metrics["pixel_auroc"] = metrics.auroc;
  out.metrics["pixel_aupr"] = metrics.average_precision;
  out.metrics["aupro"] = metrics.aupro;
  out.metrics["aupimo"] = metrics.aupimo;
  out.aupimo_by_image = metrics.aupimo_by_image;
  return add_called_pixels(job, maps, out, progress, stop);
}

} // namespace

Result<BesideOut> beside(const BesideJob& job, Progress& progress, std::stop_token stop) {
  // What cannot be read is left out here as it was by score().
  ANDON_ASSIGN(const std::vector<std::size_t> items, items_of(job.apply.data, job.apply.part, false));
  BesideOut out;
  ANDON_TRY(add_pixel_metrics(job, items, out, progress, stop));
  ANDON_TRY(add_baselines(job, items, out, progress, stop));
  return out;
}

} // namespace andon::workflow::images
