#pragma once
#include "core/workflow/workspace.h"

#include <cstdint>
#include <vector>

namespace andon::workflow {

struct SimulateIn {
  std::string simulator; ///< id in the simulator table: motor, …
  OptionMap options;
  std::uint64_t seed = 1;
  std::filesystem::path out; ///< folder to create
  bool replace = false;
};
struct SimulateOut {
  std::filesystem::path path;
  std::int64_t items = 0;
  std::string sha256;
};
/// Writes a data set with ground truth; same seed and options give the same bytes. No workspace needed.
Result<SimulateOut> simulate(const SimulateIn& in, Progress& progress, std::stop_token stop);

/// A typed warning of a reader, e.g. {"missing_value", "run7.csv", 118, "column 'X' is empty; marked as
/// missing"}.
struct ImportWarning {
  std::string kind, file;
  std::int64_t line = 0; ///< 1-based; 0 when the format has no lines
  std::string message;
};
struct ImportIn {
  std::filesystem::path path; ///< file or folder
  std::string name;           ///< data set name in the workspace
  std::filesystem::path map;  ///< column map (YAML or JSON), "" = guess
  bool replace = false;
};
struct ImportOut {
  std::string dataset;
  std::int64_t items = 0;
  std::vector<ImportWarning> warnings; ///< at most 1,000; `suppressed` counts the rest
  std::int64_t suppressed = 0;
};
/// Imports CSV, HDF5, WAV, MAT and image folders into the workspace in bounded memory; a cancelled or failed
/// import leaves nothing.
Result<ImportOut> import_data(Workspace& workspace, const ImportIn& in, Progress& progress,
                              std::stop_token stop);

} // namespace andon::workflow
