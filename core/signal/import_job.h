#pragma once
#include "core/base/printable_id.h"
#include "core/signal/import_signals.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// What all readers of one import share. Private to the sources of core/signal.
struct ImportJob {
  const ColumnMap& map;
  const ImportLimits& limits;
  DatasetWriter& writer;
  Progress& progress;
  std::stop_token stop;
  WarningList warnings;
  ImportReport report;
  std::map<std::string, std::map<std::string, std::string>> table; ///< side table: key -> column -> text

  void warn(const char* kind, const std::string& file, std::int64_t line, std::string message) {
    warnings.add(kind, file, line, std::move(message));
  }
};

/// One file of the import.
struct ImportFile {
  std::filesystem::path path;
  std::string name; ///< relative, '/' separated, for messages
  std::string id;   ///< scene id: name without extension
};

/// The scene's id, part, label and attributes by the map's file rules and side table; label -1 when neither
/// says.
ItemInfo scene_of(ImportJob& job, const ImportFile& file);

/// What the map (or, without columns in the map, a guess by the name) says of a column. `rate` is the file's.
SensorInfo meaning_of(const ColumnMap& map, const std::string& column, double rate);
/// Turns one label a sample into intervals.
class LabelRuns {
public:
  void add(std::span<const std::int8_t> labels);
  /// Adds intervals of label 1 to `info` and sets its label when the file rules left it unknown: 1 when any
  /// sample is abnormal, 0 when all are normal.
  void finish(double rate, ItemInfo& info);

private:
  std::vector<std::pair<std::int64_t, std::int64_t>> runs_;
  std::int64_t samples_ = 0, unknown_ = 0;
  bool open_ = false;
};

Result<void> read_csv(ImportJob& job, const ImportFile& file);
Result<void> read_hdf5(ImportJob& job, const ImportFile& file);
Result<void> read_wav(ImportJob& job, const ImportFile& file);
Result<void> read_mat(ImportJob& job, const ImportFile& file);
/// A small text table (at most 16 MiB) as rows of column -> text, in order.
Result<std::vector<std::map<std::string, std::string>>> read_text_table(const std::filesystem::path& path);

} // namespace andon
