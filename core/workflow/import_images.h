#pragma once
#include "core/workflow/data.h"

namespace andon::workflow {

/// Whether an import means images: a folder that holds_images(), or a COCO file; a column map says signals.
bool takes_images(const ImportIn& in);
/// Copies images, masks and annotations as they are into `target`, whole or not at all. Broken files, files
/// that do not belong together and duplicates across parts are left out or named in the warnings. Errors:
/// already_exists, io, cancelled, those of open_image_dataset.
Result<ImportOut> import_images(Workspace& workspace, const ImportIn& in, const std::filesystem::path& target,
                                Progress& progress, std::stop_token stop);

} // namespace andon::workflow
