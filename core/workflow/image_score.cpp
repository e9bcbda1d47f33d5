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

} // namespace

Result<std::vector<ScoreRow>> score(const ApplyJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const OpenedDetector opened, open_detector(job.folder, job.device));
  ANDON_ASSIGN(const std::vector<std::size_t> items, items_of(job.data, job.part, false));
  const ImageDataset& dataset = job.data.images->dataset;
  ImageMaps maps(job.cache, opened.card.key());
  std::vector<ScoreRow> rows;
  progress.stage("scoring", static_cast<std::int64_t>(items.size()));
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
    auto scored = opened.detector->score(loaded->image, loaded->region);
    if (!scored)
      return fail_in(item.id, scored.error());
    maps.keep(job.data.sha256, item.id, *scored);
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
                "data set '" + job.data.name + "', part '" + job.part + "' has no image that can be read");
  return rows;
}

} // namespace andon::workflow::images
