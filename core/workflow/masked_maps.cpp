#include "core/workflow/masked_maps.h"

#include "core/inspection/patch_grids.h"

namespace andon::workflow::images {

Result<MaskedMaps> MaskedMaps::of(const ApplyJob& job, const std::vector<std::size_t>& items,
                                  std::stop_token stop) {
  ANDON_ASSIGN(const ImageCard card, read_card(job.folder));
  MaskedMaps maps(job, card, std::move(stop));
  for (const std::size_t item : items)
    if (const ImageItem& each = maps.dataset().items[item]; each.label == 0 || has_truth(each))
      maps.items_.push_back(item);
  return maps;
}

bool MaskedMaps::has_truth(const ImageItem& item) {
  return item.label == 1 && (!item.mask.empty() || !item.polygons.empty() || !item.run_lengths.empty());
}

Result<const ImageDetector*> MaskedMaps::detector() {
  if (!opened_) {
    ANDON_ASSIGN(opened_, open_detector(job_.folder, job_.device));
  }
  return opened_->detector.get();
}

Result<void> MaskedMaps::visit(const ScoreMapVisitor& visitor) {
  for (const std::size_t index : items_) {
    if (stop_.stop_requested())
      return fail(ErrorCode::cancelled, "the pixel metrics were cancelled");
    const ImageItem& item = dataset().items[index];
    auto kept = maps_.read(job_.data.sha256, item.id);
    if (!kept) {
      const auto loaded = load_image(dataset(), item);
      if (!loaded)
        continue; // reported when it was scored
      ANDON_ASSIGN(const ImageDetector* scorer, detector());
      ANDON_ASSIGN(kept, scorer->score(loaded->image, loaded->region));
      maps_.keep(job_.data.sha256, item.id, *kept);
    }
    const ScoreMap& map = kept->map;
    const auto truth = ground_truth(item, map.width, map.height);
    if (!truth)
      continue; // reported when its area was wanted
    ANDON_ASSIGN(const Mask region, region_of_interest(dataset(), item, map.width, map.height));
    ANDON_TRY(
        visitor({item.id, item.defect, map.width, map.height, map.values, truth->inside, region.inside}));
  }
  return {};
}

} // namespace andon::workflow::images
