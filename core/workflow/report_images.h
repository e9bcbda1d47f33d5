#pragma once
#include "core/workflow/report_document.h"
#include "core/workflow/run_summary.h"

namespace andon::workflow {

/// Sections of a report about an image run: what the model is, recall by kind and size of the defects, the
/// wrong calls and the highest scores as pictures with heat and contours. A picture that is not there any
/// more is named instead. Errors: cancelled, those of gallery() but nothing scored.
Result<std::vector<ReportBlock>> image_sections(Workspace& workspace, const store::Run& run,
                                                const RunSummary& summary, std::stop_token stop);

} // namespace andon::workflow
