#pragma once
#include "core/inspection/image.h"
#include "core/workflow/labels.h"

#include <optional>

namespace andon::workflow {

struct MaskIn {
  std::string data, item;
  Mask mask;              ///< at the image's size
  std::string run;        ///< whose scores were looked at, "" = none
  std::string reviewer{}; ///< who painted
};
struct MaskOut {
  std::filesystem::path file;     ///< the ground truth now
  std::filesystem::path replaced; ///< where the mask that it replaces is kept, "" when there was none
  LabelEvent event;               ///< the mark in the log of labels
};
/// Writes a corrected mask as the ground truth of a defective image and a mark with region_purpose into the
/// log of labels (abnormal, or normal when nothing is painted), whose reason names both masks by their
/// SHA-256: both or nothing. The mask that was there is first copied to
/// <workspace>/replaced_masks/<data set>/<image>.<n>.png, so nothing is lost. Evaluations read ground truth
/// anew and use it from now on. Errors: not_found, unsupported (a layout without mask files),
/// invalid_argument (a good image, a mask of another size, no reviewer), io.
Result<MaskOut> save_mask(Workspace& workspace, const MaskIn& in);

/// The file that undo or redo of a region changes.
struct RegionChange {
  std::filesystem::path file, kept;        ///< ground truth, and where what is there now is to be kept
  std::optional<std::string> now, content; ///< nullopt: no mask
};
/// What undoing (or redoing) this mark means for its image. Errors: conflict (the ground truth was changed
/// since by somebody else), not_found (the mask before is not in replaced_masks any more), those of
/// open_data.
Result<RegionChange> region_change(Workspace& workspace, const LabelEvent& region, bool redo);
/// Keeps what is there now and writes. Errors: io.
Result<void> apply_region(const RegionChange& change);

} // namespace andon::workflow
