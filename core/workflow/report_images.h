#pragma once
#include "core/workflow/run_summary.h"

#include <stop_token>

namespace andon::workflow {

/// Sections of a report about an image run as HTML: what the model is, recall by kind and size of the
/// defects, the wrong calls and the highest scores as pictures with heat and contours (data URIs; the page
/// stays one file). A picture that is not there any more is named instead. Errors: cancelled, those of
/// gallery() but nothing scored.
Result<std::string> image_sections(Workspace& workspace, const store::Run& run, const RunSummary& summary,
                                   std::stop_token stop);

} // namespace andon::workflow
