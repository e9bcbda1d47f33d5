#pragma once
#include "core/workflow/workspace.h"

namespace andon::workflow {

/// A score file of a run and the data it belongs to.
struct StoredSource {
  std::filesystem::path scores;
  std::string data, path, part;
};
/// Writes beside a score file which data it belongs to.
Result<void> write_source(const StoredSource& source);
/// Of the last `score` or `evaluate`. Errors: not_found when nothing was scored yet.
Result<StoredSource> newest_source(Workspace& workspace, const store::Run& run);

} // namespace andon::workflow
