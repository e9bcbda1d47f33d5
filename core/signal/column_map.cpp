#include "core/signal/column_map.h"

#include "core/base/atomic_file.h"
#include "core/base/guard.h"
#include "core/base/options.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <regex>

namespace andon {
namespace {

/// Carries an Error through yaml-cpp's callers up to guard().
struct MapError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class MapReader {
public:
  explicit MapReader(std::string where) : where_(std::move(where)) {}

  ColumnMap read(const YAML::Node& root) const {
    ColumnMap map;
    if (root.IsNull())
      return map;
    each(root, "the column map",
         {{"title", [&](const YAML::Node& n) { map.title = text(n, "title"); }},
          {"rate", [&](const YAML::Node& n) { map.rate = rate(n); }},
          {"time", [&](const YAML::Node& n) { read_time(n, map); }},
          {"delimiter", [&](const YAML::Node& n) { map.delimiter = delimiter(n); }},
          {"decimal",
           [&](const YAML::Node& n) {
             map.decimal = one_of(n, "decimal", {".", ","});
           }},
          {"header", [&](const YAML::Node& n) { map.header = header(n); }},
          {"missing", [&](const YAML::Node& n) { map.missing = texts(n, "missing"); }},
          {"columns",
           [&](const YAML::Node& n) {
             list(n, "columns", [&](const YAML::Node& c) { map.columns.push_back(column(c)); });
           }},
          {"other", [&](const YAML::Node& n) { map.other = role(n); }},
          {"label", [&](const YAML::Node& n) { map.label = label(n); }},
          {"table", [&](const YAML::Node& n) { map.table = table(n); }},
          {"files", [&](const YAML::Node& n) {
             list(n, "files", [&](const YAML::Node& c) { map.files.push_back(file(c)); });
           }}});
    return map;
  }

private:
  using Readers = std::vector<std::pair<std::string, std::function<void(const YAML::Node&)>>>;

  [[noreturn]] void refuse(const YAML::Node& node, const std::string& message) const {
    throw MapError(where_ + ":" + std::to_string(node.Mark().line + 1) + ": " + message);
  }
  void each(const YAML::Node& node, const std::string& what, const Readers& readers) const {
    if (!node.IsMap())
      refuse(node, what + " should be a list of key: value");
    std::vector<std::string> known;
    for (const auto& [key, read] : readers)
      known.push_back(key);
    for (const auto& entry : node) {
      const std::string key = entry.first.as<std::string>();
      const auto found = std::find(known.begin(), known.end(), key);
      if (found == known.end()) {
        const std::string near = nearest(key, known);
        refuse(entry.first, "unknown key '" + key + "' in " + what +
                                (near.empty() ? "" : "; did you mean '" + near + "'?"));
      }
      readers[static_cast<std::size_t>(found - known.begin())].second(entry.second);
    }
  }
  void list(const YAML::Node& node, const std::string& what,
            const std::function<void(const YAML::Node&)>& read) const {
    if (!node.IsSequence())
      refuse(node, "'" + what + "' should be a list");
    for (const YAML::Node& entry : node)
      read(entry);
  }
  std::string text(const YAML::Node& node, const std::string& key) const {
    if (!node.IsScalar())
      refuse(node, "'" + key + "' should be a text");
    return node.as<std::string>();
  }
  std::vector<std::string> texts(const YAML::Node& node, const std::string& key) const {
    if (node.IsScalar())
      return {node.as<std::string>()};
    std::vector<std::string> out;
    list(node, key, [&](const YAML::Node& entry) { out.push_back(text(entry, key)); });
    return out;
  }
  double rate(const YAML::Node& node) const {
    double value = 0;
    if (!node.IsScalar() || !YAML::convert<double>::decode(node, value) || !std::isfinite(value) ||
        value <= 0 || value > 1e9)
      refuse(node, "'rate' should be samples a second, above 0 and at most 1e9");
    return value;
  }
  bool flag(const YAML::Node& node, const std::string& key) const {
    bool value = false;
    if (!node.IsScalar() || !YAML::convert<bool>::decode(node, value))
      refuse(node, "'" + key + "' should be true or false");
    return value;
  }
  std::string one_of(const YAML::Node& node, const std::string& key,
                     const std::vector<std::string>& choices) const {
    const std::string value = text(node, key);
    if (std::find(choices.begin(), choices.end(), value) != choices.end())
      return value;
    std::string message = "'" + key + "' is '" + value + "'; expected one of";
    for (const std::string& choice : choices)
      message += " " + choice;
    refuse(node, message);
  }
  std::string delimiter(const YAML::Node& node) const {
    const std::string value = text(node, "delimiter");
    if (value == "tab" || value == "\\t")
      return "\t";
    if (value == "space")
      return " ";
    if (value.size() != 1 || value == "\"" || value == "\n" || value == "\r")
      refuse(node, "'delimiter' should be one character, or tab, or space");
    return value;
  }
  std::string header(const YAML::Node& node) const { return flag(node, "header") ? "yes" : "no"; }
  Role role(const YAML::Node& node) const {
    Role value = Role::feature;
    if (!role_from_string(text(node, "role"), value))
      refuse(node, "unknown role '" + node.as<std::string>() +
                       "'; expected feature, command, current, label or ignore");
    return value;
  }
  std::string pattern(const YAML::Node& node, const std::string& key) const {
    const std::string value = text(node, key);
    try {
      const std::regex check(value);
    } catch (const std::regex_error& e) {
      refuse(node, "'" + value + "' is not a regular expression: " + e.what());
    }
    return value;
  }
  void read_time(const YAML::Node& node, ColumnMap& map) const {
    static const std::vector<std::string> formats{"automatic", "seconds", "milliseconds", "iso8601"};
    each(node, "'time'",
         {{"column", [&](const YAML::Node& n) { map.time_column = text(n, "column"); }},
          {"format", [&](const YAML::Node& n) {
             const std::string word = one_of(n, "format", formats);
             map.time_format =
                 static_cast<TimeFormat>(std::find(formats.begin(), formats.end(), word) - formats.begin());
           }}});
  }
  ColumnRule column(const YAML::Node& node) const {
    ColumnRule rule;
    each(node, "an entry of 'columns'",
         {{"name", [&](const YAML::Node& n) { rule.name = text(n, "name"); }},
          {"pattern", [&](const YAML::Node& n) { rule.pattern = pattern(n, "pattern"); }},
          {"id", [&](const YAML::Node& n) { rule.id = text(n, "id"); }},
          {"role", [&](const YAML::Node& n) { rule.role = role(n); }},
          {"unit", [&](const YAML::Node& n) { rule.unit = text(n, "unit"); }},
          {"rate", [&](const YAML::Node& n) { rule.rate = rate(n); }}});
    if (rule.name.empty() == rule.pattern.empty())
      refuse(node, "an entry of 'columns' needs either 'name' or 'pattern'");
    return rule;
  }
  LabelWords label(const YAML::Node& node) const {
    LabelWords words;
    each(node, "'label'",
         {{"column", [&](const YAML::Node& n) { words.column = text(n, "column"); }},
          {"abnormal", [&](const YAML::Node& n) { words.abnormal = texts(n, "abnormal"); }},
          {"normal", [&](const YAML::Node& n) { words.normal = texts(n, "normal"); }}});
    return words;
  }
  SideTable table(const YAML::Node& node) const {
    SideTable table;
    each(node, "'table'",
         {{"file", [&](const YAML::Node& n) { table.file = text(n, "file"); }},
          {"key", [&](const YAML::Node& n) { table.key_column = text(n, "key"); }},
          {"key_pattern", [&](const YAML::Node& n) { table.key_pattern = pattern(n, "key_pattern"); }},
          {"label", [&](const YAML::Node& n) { table.label = label(n); }},
          {"attributes", [&](const YAML::Node& n) { table.attributes = texts(n, "attributes"); }}});
    if (table.file.empty() || table.key_column.empty())
      refuse(node, "'table' needs 'file' and 'key'");
    return table;
  }
  FileRule file(const YAML::Node& node) const {
    FileRule rule;
    each(node, "an entry of 'files'",
         {{"files", [&](const YAML::Node& n) { rule.files = texts(n, "files"); }},
          {"part",
           [&](const YAML::Node& n) {
             rule.part = one_of(n, "part", {"train", "val", "test"});
           }},
          {"label",
           [&](const YAML::Node& n) {
             rule.label = one_of(n, "label", {"normal", "abnormal"}) == "abnormal" ? 1 : 0;
           }},
          {"skip", [&](const YAML::Node& n) { rule.skip = flag(n, "skip"); }},
          {"attributes", [&](const YAML::Node& n) {
             for (const auto& entry : n)
               rule.attributes[entry.first.as<std::string>()] = text(entry.second, "attributes");
           }}});
    if (rule.files.empty())
      refuse(node, "an entry of 'files' needs 'files'");
    return rule;
  }

  std::string where_;
};

} // namespace

Result<ColumnMap> parse_column_map(const std::string& source, const std::string& where) {
  auto parsed = guard("column map", [&]() -> Result<ColumnMap> {
    try {
      return MapReader(where).read(YAML::Load(source));
    } catch (const MapError& e) {
      return fail(ErrorCode::invalid_argument, e.what());
    } catch (const YAML::Exception& e) {
      return fail(ErrorCode::parse,
                  where + ":" + std::to_string(e.mark.line + 1) + ": not valid YAML or JSON: " + e.msg);
    }
  });
  return parsed;
}

Result<ColumnMap> read_column_map(const std::filesystem::path& path) {
  ANDON_ASSIGN(const std::string text, read_file(path, 1 << 20));
  return parse_column_map(text, path.string());
}

const ColumnRule* rule_for(const ColumnMap& map, const std::string& column) {
  for (const ColumnRule& rule : map.columns)
    if (rule.pattern.empty() ? rule.name == column : std::regex_match(column, std::regex(rule.pattern)))
      return &rule;
  return nullptr;
}

std::string sensor_id(const ColumnRule& rule, const std::string& column) {
  if (rule.id.empty())
    return column;
  if (rule.pattern.empty())
    return rule.id;
  return std::regex_replace(column, std::regex(rule.pattern), rule.id,
                            std::regex_constants::format_first_only);
}

bool matches_wildcard(const std::string& pattern, const std::string& text) {
  std::size_t p = 0, t = 0, star = std::string::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string::npos) {
      p = star + 1;
      t = ++resume;
    } else
      return false;
  }
  return pattern.find_first_not_of('*', p) == std::string::npos;
}

} // namespace andon
