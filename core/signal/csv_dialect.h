#pragma once
#include "core/signal/csv_block.h"
#include "core/signal/import_job.h"

#include <string>
#include <string_view>
#include <vector>

namespace andon {

/// What the first block of a text table says about the whole. Private to the sources of core/signal.
struct CsvShape {
  CsvDialect dialect;
  std::vector<std::string> names; ///< one a column; made up as column1… without a header
  std::size_t data_at = 0;        ///< where the rows begin
  std::int64_t data_line = 1;     ///< 1-based line of the first row
  double rate = 0;                ///< 1 / median time step; 0 = unknown
  std::int64_t time_column = -1;
  TimeFormat time_format = TimeFormat::seconds;
  std::vector<bool> text; ///< columns that hold words
};

/// Guesses what the map leaves open. `sample` starts at the file's first byte (BOM removed) and ends with a
/// row. Errors: limit_exceeded (columns), parse (empty, binary, unknown time column), with the file in the
/// message.
Result<CsvShape> guess_csv(std::string_view sample, ImportJob& job, const ImportFile& file);

} // namespace andon
