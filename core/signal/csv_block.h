#pragma once
#include "core/signal/import_signals.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace andon {

/// How a text table is written.
struct CsvDialect {
  char delimiter = ',';
  char decimal = '.';
  char newline = '\n';
  bool header = true;
};

enum class CsvUse { skip, number, time, label };

/// What the parser does with each column.
struct CsvPlan {
  CsvDialect dialect;
  TimeFormat time_format = TimeFormat::seconds;
  LabelWords label;
  std::vector<std::string> missing; ///< further words for "no value"
  std::vector<std::string> names;
  std::vector<CsvUse> uses;       ///< one a column
  std::vector<std::size_t> slots; ///< index into CsvBlock::values of a number column
  std::size_t numbers = 0;
  std::size_t field_bytes = 1 << 20;
};

/// Columns of some consecutive rows.
struct CsvBlock {
  std::int64_t lines = 0, rows = 0;
  std::vector<std::vector<float>> values;         ///< [number column][row]
  std::vector<std::vector<std::uint8_t>> missing; ///< empty or one flag a row
  std::vector<double> times;                      ///< seconds; NaN = unreadable
  std::vector<std::int32_t> row_lines;            ///< line of each row within the block; only with times
  std::vector<std::int8_t> labels;
  WarningList warnings; ///< lines count from 0 at the block's first
};

/// Parses whole rows. Lines are separated by the dialect's newline; \r before \n is dropped; blank lines are
/// skipped. Errors: limit_exceeded (field), with the line relative to the block in the message. Threads: any,
/// pure.
Result<CsvBlock> parse_csv_block(std::string_view text, const CsvPlan& plan);

/// Next field from `at`; moves `at` behind the delimiter, or to the end of the row. Quotes are removed.
std::string_view next_field(std::string_view text, std::size_t& at, const CsvDialect& dialect,
                            std::string& unquoted);
/// Position behind the last complete row of `text` (quotes respected), 0 when there is none.
std::size_t end_of_rows(std::string_view text, const CsvDialect& dialect);
/// Whole text as a number with the dialect's decimal mark; inf and nan are not numbers.
bool number_of(std::string_view text, char decimal, double& value);
bool is_missing_word(std::string_view text, const std::vector<std::string>& more);
/// Seconds since 1970 of YYYY-MM-DD[ T]hh:mm[:ss[.fff]][Z|±hh:mm].
bool iso8601_of(std::string_view text, double& seconds);
std::string_view trimmed(std::string_view text);

} // namespace andon
