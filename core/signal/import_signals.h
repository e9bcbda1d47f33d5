#pragma once
#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/table.h"
#include "core/signal/column_map.h"
#include "core/signal/dataset.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// Something in a file that was not as expected but could be imported, e.g.
/// {"missing_value", "run7.csv", 118, "column 'X' is empty; marked as missing"}.
struct ReadWarning {
  std::string kind;      ///< closed list in docs/formats.md
  std::string file;      ///< relative to what was imported
  std::int64_t line = 0; ///< 1-based; 0 when the format has no lines
  std::string message;
};

/// Collects warnings; the first 1,000 are kept, the rest counted.
struct WarningList {
  static constexpr std::size_t capacity = 1000;
  std::vector<ReadWarning> kept;
  std::int64_t suppressed = 0;
  void add(std::string kind, std::string file, std::int64_t line, std::string message);
};

/// What may be refused before anything is allocated.
struct ImportLimits {
  std::int64_t columns = 65'536;
  std::int64_t line_bytes = 64 << 20;
  std::int64_t field_bytes = 1 << 20;
  std::int64_t cells = 1'000'000'000'000; ///< of one file
  std::int64_t array_bytes = 4LL << 30;   ///< one array that a library must hold whole (MAT)
  std::int64_t files = 100'000;
};

struct ImportReport {
  std::int64_t items = 0;
  std::int64_t rows = 0;  ///< samples of the longest sensor, summed over the items
  std::int64_t bytes = 0; ///< read from the files
  std::vector<ReadWarning> warnings;
  std::int64_t suppressed = 0;
};

/// A kind of file that can be imported.
struct SignalFormat {
  std::string id, title;
  std::vector<std::string> extensions; ///< lower case, with dot
};
/// csv, hdf5, wav, mat.
const Table<SignalFormat>& signal_formats();

/// Imports a file, or every file of a known format below a folder (sorted by path), into `writer`, in bounded
/// memory. One file is one scene named by its relative path without extension; a file of our own HDF5 schema
/// keeps its scenes. Without rules in `map`: delimiter, decimal mark, header and time column are guessed, the
/// rate is 1 / median step, columns named anomaly or label become labels, every other number is a feature.
/// The format is taken from the content where it has a signature (HDF5, WAV, MAT), else from the extension.
/// Errors: not_found, parse, unsupported, limit_exceeded, insufficient_data, io, cancelled; each names file,
/// line, column, what was expected and what to do. After an error the writer must be dropped, not finished.
/// Cancels within one block (4 MiB) of text or 65,536 samples. Threads: one call a writer.
Result<ImportReport> import_signals(const std::filesystem::path& path, const ColumnMap& map,
                                    DatasetWriter& writer, Progress& progress, std::stop_token stop,
                                    const ImportLimits& limits = {});

} // namespace andon
