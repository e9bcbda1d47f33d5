#pragma once
#include "core/workflow/runs.h"

#include <nlohmann/json.hpp>

namespace andon::cli {

/// Undefined values (NaN, infinite) are null, here and below.
nlohmann::json number(double value);
nlohmann::json to_json(const Estimate& estimate);
nlohmann::json to_json(const workflow::Metrics& metrics);
/// Counts, rates an operator-hour with their ISA-18.2 band, and the logic; the alarms themselves on demand.
nlohmann::json to_json(const workflow::AlarmSummary& alarms, bool list = false);
nlohmann::json to_json(const OptionInfo& option);
nlohmann::json to_json(const OptionValue& value);
using andon::to_text; // of option values, beside those below
/// "0.9991 [0.9980, 0.9997]", or "not defined for these data".
std::string to_text(const Estimate& estimate);
/// One line "warning: …" each.
std::string warning_lines(const std::vector<std::string>& warnings);
/// "+0.0210  [+0.0080, +0.0350], p = 0.002: a real difference".
std::string to_text(const PairedDifference& gap);
/// "12 alarms in 3.2 hours, 3.75 an operator-hour [1.9, 6.6] (green); 2 of 14 faults missed".
std::string to_text(const workflow::AlarmSummary& alarms);
/// One aligned line a metric.
std::string to_text(const workflow::Metrics& metrics, const std::string& indent);

} // namespace andon::cli
