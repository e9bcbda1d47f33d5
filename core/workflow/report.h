#pragma once
#include "core/workflow/runs.h"

namespace andon::workflow {

struct ReportIn {
  std::string run;
  std::filesystem::path out; ///< .html (one file, no script, opens offline)
};
Result<std::filesystem::path> write_report(Workspace& workspace, const ReportIn& in, Progress& progress,
                                           std::stop_token stop);

} // namespace andon::workflow
