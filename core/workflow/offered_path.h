#pragma once
#include "core/base/error.h"
#include "core/base/progress.h"

#include <filesystem>
#include <stop_token>
#include <vector>

namespace andon::workflow {

enum class PathKind {
  workspace,    ///< a folder that `Workspace::open` takes
  signals,      ///< a file or folder that `import_data` takes as signals
  images,       ///< a folder or COCO file that it takes as images
  image,        ///< one image file: to be looked at, not to be imported
  missing,      ///< there is nothing at the path, or nobody may look
  empty_folder, ///< a folder without signals and images
  unknown_file  ///< a file that no reader takes
};
struct OfferedPath {
  std::filesystem::path path;
  PathKind kind = PathKind::missing;
};
/// What somebody hands over, in the order given, judged by names alone: whether the files are sound is found
/// out when they are read. Errors: cancelled. Threads: any. Cost: lists folders until a file of signals.
Result<std::vector<OfferedPath>> look_at(const std::vector<std::filesystem::path>& paths, Progress& progress,
                                         std::stop_token stop);

} // namespace andon::workflow
