#pragma once
#include "core/metrics/score_map_source.h"
#include "core/workflow/image_maps.h"
#include "core/workflow/image_model.h"

#include <memory>
#include <stop_token>

namespace andon::workflow::images {

/// Pixel scores of a run beside the masks, from the kept maps, else scored again and kept. Defective images
/// without a mask and images without a label are left out: their pixels have no known truth. Refers to the
/// job. Threads: one at a time.
class MaskedMaps {
public:
  /// Errors: those of read_card().
  static Result<MaskedMaps> of(const ApplyJob& job, const std::vector<std::size_t>& items,
                               std::stop_token stop);
  /// A defective image whose defect is marked.
  static bool has_truth(const ImageItem& item);
  std::size_t size() const { return items_.size(); }
  /// A source as the pixel metrics want it. Errors: cancelled (checked at every image), those of the detector
  /// where a map is not kept.
  Result<void> visit(const ScoreMapVisitor& visitor);
  /// The detector, opened where it was not needed yet. Errors: those of open_detector().
  Result<const ImageDetector*> detector();

private:
  MaskedMaps(const ApplyJob& job, const ImageCard& card, std::stop_token stop)
      : job_(job), maps_(job.cache, card.key()), stop_(std::move(stop)) {}
  const ImageDataset& dataset() const { return job_.data.images->dataset; }
  const ApplyJob& job_;
  ImageMaps maps_;
  std::optional<OpenedDetector> opened_;
  std::vector<std::size_t> items_;
  std::stop_token stop_;
};

} // namespace andon::workflow::images
