#pragma once
#include "core/inspection/image_dataset.h"
#include "core/signal/dataset.h"
#include "core/workflow/data.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace andon::workflow {

/// An image folder and the SHA-256 of every image file by the item's id.
struct ImageSource {
  ImageDataset dataset;
  std::map<std::string, std::string> hashes;
};

/// A data set opened for use; values and shared, immutable readers. `modality` says what it holds: "signals" or
/// "images"; the reader of that kind is set.
struct DataSource {
  std::string name; ///< registered name, or the folder's last component
  std::filesystem::path folder;
  std::string sha256;
  std::string modality;
  std::shared_ptr<const Dataset> signals;
  std::shared_ptr<const ImageSource> images;
  std::vector<ImportWarning> warnings; ///< files left out, duplicates across parts
};

/// Opens a registered name, a data set folder, its dataset.json, an image folder or its COCO file, or a single
/// file of signals, which is read once into the cache of the workspace under its hash, without a column map
/// (not cancellable: import large files instead). Errors: not_found with the nearest name, parse, corrupt,
/// those of import_signals and open_image_dataset.
Result<DataSource> open_data(Workspace& workspace, const std::string& path_or_name);

/// The parts that `part` means in this data set: {} (everything) for "all" or when the data set is not
/// divided. Errors: not_found, listing the parts that there are.
Result<std::vector<std::string>> selected_parts(const Dataset& dataset, const std::string& part);
/// The same for any data set.
Result<std::vector<std::string>> selected_parts(const DataSource& data, const std::string& part);

/// An image folder with its hashes, which are kept in `cache_folder` as long as sizes and times of the files stay
/// as they are. Broken files and duplicates become warnings. Errors: those of open_image_dataset, hash_images.
Result<DataSource> open_images(const std::filesystem::path& cache_folder, const std::filesystem::path& path);
/// What the files below a folder are, by their names; a single file of signals decides for signals.
enum class FolderContent { nothing, images, signals };
/// Gives what was found so far when it is asked to stop.
FolderContent content_of(const std::filesystem::path& folder, std::stop_token stop = {});
/// An image file somewhere below the folder, and no signals: what `open_data` and `import_data` take as images.
bool holds_images(const std::filesystem::path& folder);

} // namespace andon::workflow
