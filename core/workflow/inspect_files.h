#pragma once
#include "core/workflow/images.h"

namespace andon::workflow {

struct InspectedFiles {
  Gallery gallery;                   ///< ids are the paths; data and data_path are ""
  std::vector<std::string> problems; ///< sentences about files that could not be judged
};
/// Scores image files that belong to no data set, as `andon inspect` does, the most anomalous first, and
/// decides by the desk's threshold. A file that cannot be read is left out and named. Errors:
/// insufficient_data (no file could be judged), cancelled (within one image).
Result<InspectedFiles> inspect_files(const ImageDesk& desk, const std::vector<std::filesystem::path>& files,
                                     Progress& progress, std::stop_token stop);

} // namespace andon::workflow
