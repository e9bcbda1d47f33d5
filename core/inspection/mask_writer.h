#pragma once
#include "core/inspection/image_dataset.h"

namespace andon {

/// Writes a corrected mask as the ground truth of a defective image, atomically:
/// ground_truth/<defect>/<stem>_mask.png in MVTec layout (over the mask that the item has, when it has a
/// file), <stem>_mask.png beside the image in plain folders. Returns the path. Errors: invalid_argument (not
/// a defective item, mask of another size than the image), unsupported (COCO, LabelMe), those of write_png.
/// Threads: any.
Result<std::filesystem::path> save_ground_truth(const ImageDataset& dataset, const ImageItem& item,
                                                const Mask& mask);

/// Where save_ground_truth() writes.
std::filesystem::path ground_truth_path(const ImageDataset& dataset, const ImageItem& item);

} // namespace andon
