#include "core/base/options.h"

#include "core/base/atomic_file.h"

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace andon {
namespace {

template <class... Fs>
struct overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
overloaded(Fs...) -> overloaded<Fs...>;

constexpr std::uintmax_t max_option_file_bytes = 1 << 20;
constexpr int max_depth = 32;

template <class Number>
bool parse_number(const std::string& text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end;
}

Result<OptionValue> as_boolean(const OptionValue& value) {
  if (const bool* flag = std::get_if<bool>(&value))
    return *flag;
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (*text == "true" || *text == "on" || *text == "yes" || *text == "1")
      return true;
    if (*text == "false" || *text == "off" || *text == "no" || *text == "0")
      return false;
  }
  return fail(ErrorCode::invalid_argument, "expected true or false");
}

Result<OptionValue> as_integer(const OptionValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return *number;
  double real = 0;
  if (const auto* held = std::get_if<double>(&value))
    real = *held;
  else if (const auto* text = std::get_if<std::string>(&value)) {
    std::int64_t number = 0;
    if (parse_number(*text, number))
      return number;
    if (!parse_number(*text, real))
      return fail(ErrorCode::invalid_argument, "expected a whole number");
  } else
    return fail(ErrorCode::invalid_argument, "expected a whole number");
  if (!std::isfinite(real) || real != std::floor(real) || std::abs(real) > 9e15)
    return fail(ErrorCode::invalid_argument, "expected a whole number");
  return static_cast<std::int64_t>(real);
}

Result<OptionValue> as_real(const OptionValue& value) {
  double real = 0;
  if (const auto* held = std::get_if<double>(&value))
    real = *held;
  else if (const auto* number = std::get_if<std::int64_t>(&value))
    real = static_cast<double>(*number);
  else if (const auto* text = std::get_if<std::string>(&value); !text || !parse_number(*text, real))
    return fail(ErrorCode::invalid_argument, "expected a number");
  if (!std::isfinite(real))
    return fail(ErrorCode::invalid_argument, "expected a finite number");
  return real;
}

Result<OptionValue> converted(const Option& option, const OptionValue& value) {
  auto result = std::visit(overloaded{[&](bool*) { return as_boolean(value); },
                                      [&](std::int64_t*) { return as_integer(value); },
                                      [&](double*) { return as_real(value); },
                                      [&](std::string*) -> Result<OptionValue> { return to_text(value); }},
                           option.target);
  const std::string where = "option '" + option.key + "' = '" + to_text(value) + "'";
  if (!result)
    return fail_in(where, result.error());
  double number = std::numeric_limits<double>::quiet_NaN();
  if (const auto* whole = std::get_if<std::int64_t>(&*result))
    number = static_cast<double>(*whole);
  else if (const auto* real = std::get_if<double>(&*result))
    number = *real;
  if (number < option.minimum || number > option.maximum)
    return fail(ErrorCode::invalid_argument, where + ": expected a value from " + to_text(option.minimum) + " to " +
                                                 to_text(option.maximum) + (option.unit.empty() ? "" : " " + option.unit));
  if (!option.choices.empty()) {
    const std::string& text = std::get<std::string>(*result);
    if (std::find(option.choices.begin(), option.choices.end(), text) == option.choices.end()) {
      std::string message = where + ": expected one of";
      for (const std::string& each : option.choices)
        message += " " + each;
      return fail(ErrorCode::invalid_argument, message);
    }
  }
  return result;
}

void flatten(const nlohmann::json& node, const std::string& prefix, OptionMap& values) {
  for (const auto& [key, child] : node.items()) {
    const std::string path = prefix.empty() ? key : prefix + "." + key;
    if (child.is_object())
      flatten(child, path, values);
    else if (child.is_boolean())
      values[path] = child.get<bool>();
    else if (child.is_number_integer())
      values[path] = child.get<std::int64_t>();
    else if (child.is_number())
      values[path] = child.get<double>();
    else if (child.is_string())
      values[path] = child.get<std::string>();
    else
      values[path] = child.dump();
  }
}

Result<void> flatten(const YAML::Node& node, const std::string& prefix, int depth, OptionMap& values) {
  if (depth > max_depth)
    return fail(ErrorCode::limit_exceeded, "nested deeper than " + std::to_string(max_depth) + " levels at '" + prefix + "'");
  for (const auto& item : node) {
    const std::string key = item.first.as<std::string>();
    const std::string path = prefix.empty() ? key : prefix + "." + key;
    if (item.second.IsMap())
      ANDON_TRY(flatten(item.second, path, depth + 1, values));
    else if (item.second.IsScalar())
      values[path] = item.second.Scalar();
    else
      return fail(ErrorCode::parse, "'" + path + "' is a list; options are single values");
  }
  return {};
}

} // namespace

OptionValue Option::value() const {
  return std::visit([](const auto* field) { return OptionValue(*field); }, target);
}

std::string Option::type_name() const {
  if (!choices.empty())
    return "choice";
  return std::visit(overloaded{[](const bool*) { return "boolean"; }, [](const std::int64_t*) { return "integer"; },
                               [](const double*) { return "real"; }, [](const std::string*) { return "text"; }},
                    target);
}

Option option(std::string key, bool& field, std::string help) {
  return {.key = std::move(key), .help = std::move(help), .target = &field};
}
Option option(std::string key, std::int64_t& field, std::string help, std::string unit, double minimum, double maximum) {
  return {std::move(key), std::move(help), std::move(unit), minimum, maximum, {}, &field};
}
Option option(std::string key, double& field, std::string help, std::string unit, double minimum, double maximum) {
  return {std::move(key), std::move(help), std::move(unit), minimum, maximum, {}, &field};
}
Option option(std::string key, std::string& field, std::string help) {
  return {.key = std::move(key), .help = std::move(help), .target = &field};
}
Option choice(std::string key, std::string& field, std::string help, std::vector<std::string> choices) {
  return {.key = std::move(key), .help = std::move(help), .choices = std::move(choices), .target = &field};
}

std::vector<OptionInfo> infos(const std::vector<Option>& options) {
  std::vector<OptionInfo> result;
  for (const Option& each : options)
    result.push_back({each.key, each.help, each.unit, each.type_name(), each.value(), each.minimum, each.maximum, each.choices});
  return result;
}

Result<void> apply(std::vector<Option> options, const OptionMap& values) {
  std::vector<std::string> keys;
  for (const Option& each : options)
    keys.push_back(each.key);
  std::vector<std::pair<Option*, OptionValue>> checked;
  for (const auto& [key, value] : values) {
    const auto at = std::find(keys.begin(), keys.end(), key);
    if (at == keys.end()) {
      const std::string near = nearest(key, keys);
      return fail(ErrorCode::invalid_argument,
                  "unknown option '" + key + "'" + (near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
    Option& target = options[static_cast<std::size_t>(at - keys.begin())];
    ANDON_ASSIGN(OptionValue converted_value, converted(target, value));
    checked.emplace_back(&target, std::move(converted_value));
  }
  for (auto& [target, value] : checked)
    std::visit([&](auto* field) { *field = std::get<std::remove_pointer_t<decltype(field)>>(value); }, target->target);
  return {};
}

OptionMap values_of(const std::vector<Option>& options) {
  OptionMap result;
  for (const Option& each : options)
    result[each.key] = each.value();
  return result;
}

Result<OptionMap> parse_assignments(const std::vector<std::string>& assignments) {
  OptionMap result;
  for (const std::string& text : assignments) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(ErrorCode::invalid_argument, "'" + text + "': expected key=value");
    result[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return result;
}

Result<OptionMap> read_option_file(const std::filesystem::path& path) {
  ANDON_ASSIGN(const std::string text, read_file(path, max_option_file_bytes));
  if (path.extension() == ".json") {
    auto values = option_map_from_json(text);
    return values ? values : fail_in(path.string(), values.error());
  }
  try {
    const YAML::Node root = YAML::Load(text);
    if (!root.IsMap() && !root.IsNull())
      return fail(ErrorCode::parse, path.string() + ": expected a map of options");
    OptionMap values;
    if (auto done = flatten(root, "", 0, values); !done)
      return fail_in(path.string(), done.error());
    return values;
  } catch (const YAML::Exception& e) {
    return fail(ErrorCode::parse, path.string() + ":" + std::to_string(e.mark.line + 1) + ": " + e.msg);
  }
}

std::string to_json_text(const OptionMap& values) {
  nlohmann::json object = nlohmann::json::object();
  for (const auto& [key, value] : values)
    std::visit([&, &name = key](const auto& held) { object[name] = held; }, value);
  return object.dump();
}

Result<OptionMap> option_map_from_json(const std::string& text) {
  int deepest = 0;
  const nlohmann::json root = nlohmann::json::parse(
      text, [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) { deepest = std::max(deepest, depth); return depth <= max_depth; },
      false);
  if (deepest > max_depth)
    return fail(ErrorCode::limit_exceeded, "JSON nested deeper than " + std::to_string(max_depth) + " levels");
  if (!root.is_object())
    return fail(ErrorCode::parse, "expected a JSON object of options");
  OptionMap values;
  flatten(root, "", values);
  return values;
}

std::string to_text(const OptionValue& value) {
  return std::visit(overloaded{[](bool flag) { return std::string(flag ? "true" : "false"); },
                               [](std::int64_t number) { return std::to_string(number); },
                               [](double real) {
                                 char buffer[32];
                                 const auto end = std::to_chars(buffer, buffer + sizeof buffer, real);
                                 return std::string(buffer, end.ptr);
                               },
                               [](const std::string& text) { return text; }},
                    value);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = 2 + word.size() / 3;
  for (const std::string& candidate : candidates) {
    std::vector<std::size_t> row(candidate.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i + 1;
      for (std::size_t j = 0; j < candidate.size(); ++j) {
        const std::size_t substituted = diagonal + (word[i] == candidate[j] ? 0 : 1);
        diagonal = row[j + 1];
        row[j + 1] = std::min({substituted, row[j] + 1, diagonal + 1});
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

} // namespace andon
