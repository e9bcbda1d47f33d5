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
/// What write_source() wrote beside a score file; the run's own data where nothing can be read.
StoredSource read_source(const store::Run& run, const std::filesystem::path& scores);
/// Of the last `score` or `evaluate`. Errors: not_found when nothing was scored yet.
Result<StoredSource> newest_source(Workspace& workspace, const store::Run& run);

} // namespace andon::workflow
