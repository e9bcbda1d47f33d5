#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace andon {

using OptionValue = std::variant<bool, std::int64_t, double, std::string>;
/// Values by key. Keys may be dotted for nesting; YAML and JSON maps are flattened with '.'.
using OptionMap = std::map<std::string, OptionValue>;

/// One described option. `target` points into the config struct that produced it (see describe() below).
struct Option {
  std::string key;
  std::string help;             ///< one sentence, what it does and when to change it
  std::string unit;             ///< "" when it has none
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  std::vector<std::string> choices; ///< non-empty for a text option with a closed list
  std::variant<bool*, std::int64_t*, double*, std::string*> target;

  OptionValue value() const;       ///< what the struct holds now
  std::string type_name() const;   ///< "boolean", "integer", "real", "text", "choice"
};

/// A config struct is a plain aggregate with defaults in place and a member `std::vector<Option> describe()` that
/// binds every field once:
///   struct MotorOptions { double friction = 0.5; std::vector<Option> describe() { return {
///     option("friction", friction, "Viscous friction of a healthy axis", "A·s/rad", 0, 100)}; } };
/// That one list drives YAML/JSON, --set, forms, docs and run manifests.
Option option(std::string key, bool& field, std::string help);
Option option(std::string key, std::int64_t& field, std::string help, std::string unit = "",
              double minimum = -std::numeric_limits<double>::infinity(), double maximum = std::numeric_limits<double>::infinity());
Option option(std::string key, double& field, std::string help, std::string unit = "",
              double minimum = -std::numeric_limits<double>::infinity(), double maximum = std::numeric_limits<double>::infinity());
Option option(std::string key, std::string& field, std::string help);
Option choice(std::string key, std::string& field, std::string help, std::vector<std::string> choices);

/// Description with default values and no targets, safe to keep.
struct OptionInfo {
  std::string key, help, unit, type;
  OptionValue default_value;
  double minimum, maximum;
  std::vector<std::string> choices;
};
std::vector<OptionInfo> infos(const std::vector<Option>& options);
template <class Config>
std::vector<OptionInfo> describe_defaults() {
  Config config;
  return infos(config.describe());
}

/// Writes values into the bound struct. Errors: unknown key (names the nearest), wrong type, outside the range.
/// All values are checked before the first one is written. Text is accepted for numbers and booleans.
Result<void> apply(std::vector<Option> options, const OptionMap& values);
template <class Config>
Result<Config> configured(const OptionMap& values) {
  Config config;
  ANDON_TRY(apply(config.describe(), values));
  return config;
}
/// Current values of a bound struct.
OptionMap values_of(const std::vector<Option>& options);

/// "key=value" pairs as from --set. The value stays text; apply() converts.
Result<OptionMap> parse_assignments(const std::vector<std::string>& assignments);
/// A .yaml, .yml or .json file, flattened. Errors name file and line. At most 1 MiB, depth 32.
Result<OptionMap> read_option_file(const std::filesystem::path& path);
/// Flat JSON object text with sorted keys, and back.
std::string to_json_text(const OptionMap& values);
Result<OptionMap> option_map_from_json(const std::string& text);
std::string to_text(const OptionValue& value);

/// Nearest candidate by edit distance, or "" when none is near (distance > 1 + length/3).
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

} // namespace andon
