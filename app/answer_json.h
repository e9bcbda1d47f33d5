#pragma once
#include "core/workflow/runs.h"

#include <nlohmann/json.hpp>

namespace andon::cli {

/// Undefined values (NaN, infinite) are null.
nlohmann::json to_json(const Estimate& estimate);
nlohmann::json to_json(const workflow::Metrics& metrics);
nlohmann::json to_json(const OptionInfo& option);
nlohmann::json to_json(const OptionValue& value);
using andon::to_text; // of option values, beside those below
/// "0.9991 [0.9980, 0.9997]", or "not defined for these data".
std::string to_text(const Estimate& estimate);
/// One aligned line a metric.
std::string to_text(const workflow::Metrics& metrics, const std::string& indent);

} // namespace andon::cli
