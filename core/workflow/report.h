#pragma once
#include "core/workflow/runs.h"

namespace andon::workflow {

struct ReportIn {
  std::string run;
  std::filesystem::path out; ///< .html (one file, no script, opens offline) or .pdf (A4)
};
/// Metrics, charts, pictures of wrong calls, threshold history, hashes and options of a run; both kinds say
/// the same. The file is written whole or not at all. Errors: not_found, unsupported (another ending),
/// cancelled, io.
Result<std::filesystem::path> write_report(Workspace& workspace, const ReportIn& in, Progress& progress,
                                           std::stop_token stop);

} // namespace andon::workflow
