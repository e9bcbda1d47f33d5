#pragma once
#include "core/signal/dataset.h"
#include "core/workflow/workspace.h"

#include <memory>
#include <string>
#include <vector>

namespace andon::workflow {

/// A data set opened for use; values and shared, immutable readers. `modality` says what it holds ("signals";
/// image folders and scenes join as further readers beside `signals`).
struct DataSource {
  std::string name; ///< registered name, or the folder's last component
  std::filesystem::path folder;
  std::string sha256;
  std::string modality;
  std::shared_ptr<const Dataset> signals;
};

/// Opens a registered name, a data set folder, its dataset.json, or a single file, which is read once into
/// the cache of the workspace under its hash, without a column map (not cancellable: import large files
/// instead). Errors: not_found with the nearest name, parse, corrupt, those of import_signals.
Result<DataSource> open_data(Workspace& workspace, const std::string& path_or_name);

/// The parts that `part` means in this data set: {} (everything) for "all" or when the data set is not
/// divided. Errors: not_found, listing the parts that there are.
Result<std::vector<std::string>> selected_parts(const Dataset& dataset, const std::string& part);

} // namespace andon::workflow
