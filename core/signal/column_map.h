#pragma once
#include "core/base/error.h"
#include "core/signal/series.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace andon {

/// What one column (or one numeric data set of an HDF5 or MAT file, or one WAV channel) means.
struct ColumnRule {
  std::string name;    ///< exact column name, or empty when `pattern` is used
  std::string pattern; ///< ECMAScript regular expression that must match the whole name
  std::string id;      ///< sensor id; empty = the column's name; $1… are groups of the pattern
  Role role = Role::feature;
  std::string unit;
  double rate = 0; ///< samples a second; 0 = the map's rate
};

enum class TimeFormat { automatic, seconds, milliseconds, iso8601 };

/// Words of a label column or of a side table's label column.
struct LabelWords {
  std::string column;
  std::vector<std::string> abnormal{"1", "1.0", "true", "abnormal", "anomaly"};
  std::vector<std::string> normal{"0", "0.0", "false", "normal"};
};

/// One row for each file, in a table of its own. `key_pattern` is searched in the file's stem; its first
/// group is compared with the key column, as a number when both are numbers ("01" equals "1").
struct SideTable {
  std::string file; ///< relative to the imported folder; empty = none
  std::string key_column;
  std::string key_pattern = "([0-9]+)";
  LabelWords label; ///< column empty = no label in the table
  std::vector<std::string> attributes;
};

/// A rule over files; the first that matches decides. `files` are paths relative to the import folder, with
/// or without extension, `*` and `?` as wildcards ("valve1/*").
struct FileRule {
  std::vector<std::string> files;
  std::string part;  ///< "train", "val", "test", or "" to leave as is
  int label = -2;    ///< 1, 0, -1; -2 leaves as is
  bool skip = false; ///< the file is not imported
  std::map<std::string, std::string> attributes;
};

/// Tells a reader what foreign files mean. A default one guesses everything (see import_signals.h).
struct ColumnMap {
  std::string title;
  std::vector<ColumnRule> columns; ///< first match wins
  Role other = Role::feature;      ///< role of columns that no rule names
  double rate = 0;                 ///< samples a second when there is no time column; 0 = guess, else 1
  std::string time_column;
  TimeFormat time_format = TimeFormat::automatic;
  std::string delimiter;            ///< one character; empty = guess
  std::string decimal;              ///< "." or ","; empty = guess
  std::string header;               ///< "yes", "no", empty = guess
  std::vector<std::string> missing; ///< further words that mean "no value"
  LabelWords label; ///< a column of the files themselves; one label a sample becomes intervals
  SideTable table;
  std::vector<FileRule> files;
};

/// Reads a .yaml, .yml or .json map; the keys are documented in docs/formats.md. At most 1 MiB.
/// Errors: not_found, parse and invalid_argument with file, line and the nearest known key.
Result<ColumnMap> read_column_map(const std::filesystem::path& path);
/// The same from text; `where` names it in messages.
Result<ColumnMap> parse_column_map(const std::string& text, const std::string& where);

/// The rule for a column, or null. Patterns were checked when the map was read.
const ColumnRule* rule_for(const ColumnMap& map, const std::string& column);
/// Sensor id that a rule gives to a column.
std::string sensor_id(const ColumnRule& rule, const std::string& column);
/// True when `text` fits `pattern` with * (any run, also of /) and ? (one character).
bool matches_wildcard(const std::string& pattern, const std::string& text);

} // namespace andon
