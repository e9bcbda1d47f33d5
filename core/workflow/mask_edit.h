#pragma once
#include "core/inspection/image.h"
#include "core/workflow/workspace.h"

namespace andon::workflow {

struct MaskIn {
  std::string data, item;
  Mask mask; ///< at the image's size
};
struct MaskOut {
  std::filesystem::path file;     ///< the ground truth now
  std::filesystem::path replaced; ///< where the mask that it replaces is kept, "" when there was none
};
/// Writes a corrected mask as the ground truth of a defective image: whole or not at all. The mask that was
/// there is first copied to <workspace>/replaced_masks/<data set>/<image>.<n>.png, so nothing is lost.
/// Evaluations read ground truth anew and use it from now on. Errors: not_found, unsupported (a layout
/// without mask files), invalid_argument (a good image, a mask of another size), io.
Result<MaskOut> save_mask(Workspace& workspace, const MaskIn& in);

} // namespace andon::workflow
