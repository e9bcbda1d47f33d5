#pragma once
#include "core/workflow/chart.h"

namespace andon::workflow {

/// A chart as one inline <svg>: no script, no outside reference. Deterministic: same chart, same text.
std::string svg_text(const Chart& chart);

/// '&', '<', '>', '"' for HTML text and attributes.
std::string escaped(const std::string& text);

} // namespace andon::workflow
