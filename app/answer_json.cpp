#include "app/answer_json.h"

#include <cmath>
#include <cstdio>

namespace andon::cli {
nlohmann::json number(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

nlohmann::json to_json(const Estimate& estimate) {
  return {{"value", number(estimate.value)}, {"low", number(estimate.low)}, {"high", number(estimate.high)}};
}

nlohmann::json to_json(const workflow::Metrics& metrics) {
  nlohmann::json result = nlohmann::json::object();
  for (const auto& [name, estimate] : metrics)
    result[name] = to_json(estimate);
  return result;
}

namespace {

nlohmann::json load_json(const std::optional<AlarmLoad>& load) {
  if (!load)
    return {};
  nlohmann::json result = to_json(load->per_operator_hour);
  result["band"] = to_string(load->band);
  return result;
}

} // namespace

nlohmann::json to_json(const workflow::AlarmSummary& alarms, bool list) {
  nlohmann::json result{
      {"count", alarms.alarms.size()},
      {"on_faults", alarms.on_faults},
      {"false", alarms.false_alarms},
      {"unjudged", alarms.unjudged},
      {"events", alarms.events},
      {"missed", alarms.missed},
      {"items_per_hour", alarms.items_per_hour ? number(*alarms.items_per_hour) : nlohmann::json()},
      {"hours", alarms.items_per_hour ? number(alarms.hours) : nlohmann::json()},
      {"per_operator_hour", load_json(alarms.load)},
      {"false_per_operator_hour", load_json(alarms.false_load)},
      {"logic",
       {{"release", alarms.logic.release},
        {"minimum_length", alarms.logic.minimum_length},
        {"merge_gap", alarms.logic.merge_gap}}}};
  if (!list)
    return result;
  nlohmann::json& rows = result["list"] = nlohmann::json::array();
  for (const workflow::ItemAlarm& alarm : alarms.alarms)
    rows.push_back({{"item", alarm.item},
                    {"sensor", alarm.sensor},
                    {"start", alarm.start},
                    {"end", alarm.end},
                    {"items", alarm.items},
                    {"peak", number(alarm.peak)},
                    {"truth", alarm.truth}});
  return result;
}

std::string to_text(const workflow::AlarmSummary& alarms) {
  std::string text = std::to_string(alarms.alarms.size()) + " alarms";
  char part[160];
  if (alarms.load) {
    const Estimate& rate = alarms.load->per_operator_hour;
    std::snprintf(part, sizeof part, " in %.4g hours, %.3g an operator-hour [%.3g, %.3g] (%s)", alarms.hours,
                  rate.value, rate.low, rate.high, to_string(alarms.load->band).c_str());
    text += part;
  }
  if (alarms.events > 0)
    text += "; " + std::to_string(alarms.missed) + " of " + std::to_string(alarms.events) + " faults missed";
  return text + "\n";
}

nlohmann::json to_json(const OptionValue& value) {
  return std::visit([](const auto& held) { return nlohmann::json(held); }, value);
}

nlohmann::json to_json(const OptionInfo& option) {
  nlohmann::json result{{"key", option.key},
                        {"help", option.help},
                        {"type", option.type},
                        {"default", to_json(option.default_value)}};
  if (!option.unit.empty())
    result["unit"] = option.unit;
  if (std::isfinite(option.minimum))
    result["minimum"] = option.minimum;
  if (std::isfinite(option.maximum))
    result["maximum"] = option.maximum;
  if (!option.choices.empty())
    result["choices"] = option.choices;
  return result;
}

std::string to_text(const Estimate& estimate) {
  if (std::isnan(estimate.value))
    return "not defined for these data";
  char text[96];
  std::snprintf(text, sizeof text, "%.4f  [%.4f, %.4f]", estimate.value, estimate.low, estimate.high);
  return text;
}

std::string warning_lines(const std::vector<std::string>& warnings) {
  std::string text;
  for (const std::string& warning : warnings)
    text += "warning: " + warning + "\n";
  return text;
}

std::string to_text(const PairedDifference& gap) {
  if (std::isnan(gap.difference.value))
    return to_text(gap.difference);
  char text[160];
  std::snprintf(text, sizeof text, "%+.4f  [%+.4f, %+.4f], p = %.2g: %s", gap.difference.value,
                gap.difference.low, gap.difference.high, gap.p_value,
                gap.is_real() ? "a real difference" : "may be chance");
  return text;
}

std::string to_text(const workflow::Metrics& metrics, const std::string& indent) {
  std::string result;
  for (const auto& [name, estimate] : metrics)
    result +=
        indent + name + std::string(name.size() < 16 ? 16 - name.size() : 1, ' ') + to_text(estimate) + "\n";
  return result;
}

} // namespace andon::cli
