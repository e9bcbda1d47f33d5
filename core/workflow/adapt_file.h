#pragma once
#include "core/workflow/adapt.h"

namespace andon::workflow {

/// A candidate's report, kept as adaptation.json in its folder.
std::filesystem::path adaptation_file(const std::filesystem::path& run_folder);
std::string adaptation_text(const AdaptOut& out);
Result<AdaptOut> read_adaptation(const std::filesystem::path& run_folder);

} // namespace andon::workflow
