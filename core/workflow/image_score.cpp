#include "core/inspection/patch_grids.h"
#include "core/workflow/image_maps.h"
#include "core/workflow/image_model.h"

#include <algorithm>

namespace andon::workflow::images {
namespace {

/// Marked pixels of a defective image; 0 of a good one; -1 where nobody marked it or the mask cannot be read.
std::int64_t area_of(const ImageItem& item, const Image& image, Progress& progress) {
  if (item.label != 1)
    return item.label == 0 ? 0 : -1;
  const auto truth = ground_truth(item, image.width, image.height);
  if (!truth)
    progress.message(truth.error().message + "; the defect's area is unknown");
  if (!truth || truth->empty())
    return -1;
  return std::count_if(truth->inside.begin(), truth->inside.end(), [](auto inside) { return inside != 0; });
}

using See = std::function<Result<void>(const ImageItem&, const LoadedImage&, const ImageScore&)>;

/// One row an image that can be read, in the data set's order; `see` is called after each was scored.
Result<std::vector<ScoreRow>> scored_images(const DataSource& data, const std::string& part,
                                            const ImageDetector& detector, std::string_view stage,
                                            const See& see, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const std::vector<std::size_t> items, items_of(data, part, false));
  const ImageDataset& dataset = data.images->dataset;
  std::vector<ScoreRow> rows;
  progress.stage(stage, static_cast<std::int64_t>(items.size()));
  std::int64_t done = 0;
  for (const std::size_t index : items) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "scoring was cancelled after " + std::to_string(done) + " images");
    const ImageItem& item = dataset.items[index];
    const auto loaded = load_image(dataset, item);
    progress.advance(++done);
    if (!loaded) {
      progress.message(loaded.error().message + "; the image is left out");
      continue;
    }
    auto scored = detector.score(loaded->image, loaded->region);
    if (!scored)
      return fail_in(item.id, scored.error());
    if (const auto seen = see(item, *loaded, *scored); !seen)
      return fail_in(item.id, seen.error());
    ScoreRow row;
    row.item = row.path = item.id;
    row.score = scored->score;
    row.label = item.label;
    row.defect = item.defect;
    row.defect_area = area_of(item, loaded->image, progress);
    rows.push_back(std::move(row));
  }
  if (rows.empty())
    return fail(ErrorCode::insufficient_data,
                "data set '" + data.name + "', part '" + part + "' has no image that can be read");
  return rows;
}

} // namespace

Result<std::vector<ScoreRow>> score(const ApplyJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const OpenedDetector opened, open_detector(job.folder, job.device));
  ImageMaps maps(job.cache, opened.card.key());
  const auto keep = [&](const ImageItem& item, const LoadedImage&, const ImageScore& scored) -> Result<void> {
    maps.keep(job.data.sha256, item.id, scored);
    return {};
  };
  return scored_images(job.data, job.part, *opened.detector, "scoring", keep, progress, stop);
}

Result<std::vector<ScoreRow>> score_by(const ImageDetector& detector, const DataSource& data,
                                       const std::string& part, Progress& progress, std::stop_token stop) {
  const auto nothing = [](const ImageItem&, const LoadedImage&, const ImageScore&) { return Result<void>(); };
  return scored_images(data, part, detector, "scoring", nothing, progress, std::move(stop));
}

Result<FeatureSet> vectors(const ApplyJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const OpenedDetector opened, open_detector(job.folder, job.device));
  ANDON_ASSIGN(const std::vector<std::size_t> items, items_of(job.data, job.part, false));
  const ImageDataset& dataset = job.data.images->dataset;
  FeatureSet set;
  progress.stage("describing images", static_cast<std::int64_t>(items.size()));
  std::int64_t done = 0;
  for (const std::size_t index : items) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled,
                  "describing images was cancelled after " + std::to_string(done) + " of them");
    const ImageItem& item = dataset.items[index];
    const auto loaded = load_image(dataset, item);
    progress.advance(++done);
    if (!loaded)
      continue; // reported when it was scored
    auto vector = opened.detector->features(loaded->image, loaded->region);
    if (!vector)
      return fail_in(item.id, vector.error());
    set.dimension = static_cast<std::int64_t>(vector->size());
    set.values.insert(set.values.end(), vector->begin(), vector->end());
    ScoreRow& row = set.rows.emplace_back();
    row.item = row.path = item.id;
    row.label = item.label;
  }
  return set;
}

Result<FeatureSet> features(const ApplyJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const OpenedDetector opened, open_detector(job.folder, job.device));
  FeatureSet set;
  const auto describe = [&](const ImageItem&, const LoadedImage& loaded, const ImageScore&) -> Result<void> {
    ANDON_ASSIGN(const std::vector<float> vector, opened.detector->features(loaded.image, loaded.region));
    set.dimension = static_cast<std::int64_t>(vector.size());
    set.values.insert(set.values.end(), vector.begin(), vector.end());
    return {};
  };
  ANDON_ASSIGN(set.rows, scored_images(job.data, job.part, *opened.detector, "describing images", describe,
                                       progress, stop));
  return set;
}

} // namespace andon::workflow::images
