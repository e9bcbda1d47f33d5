#include "app/answer_json.h"

#include <cmath>
#include <cstdio>

namespace andon::cli {
namespace {

nlohmann::json number(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

} // namespace

nlohmann::json to_json(const Estimate& estimate) {
  return {{"value", number(estimate.value)}, {"low", number(estimate.low)}, {"high", number(estimate.high)}};
}

nlohmann::json to_json(const workflow::Metrics& metrics) {
  nlohmann::json result = nlohmann::json::object();
  for (const auto& [name, estimate] : metrics)
    result[name] = to_json(estimate);
  return result;
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

std::string to_text(const workflow::Metrics& metrics, const std::string& indent) {
  std::string result;
  for (const auto& [name, estimate] : metrics)
    result +=
        indent + name + std::string(name.size() < 16 ? 16 - name.size() : 1, ' ') + to_text(estimate) + "\n";
  return result;
}

} // namespace andon::cli
