#include "core/workflow/data_source.h"

#include "core/base/hash.h"
#include "core/signal/import_signals.h"

#include <set>

namespace andon::workflow {

namespace fs = std::filesystem;

namespace {

/// A single file is read once, by guessing what a column map would say, into the cache under its hash.
Result<fs::path> imported_file(const Workspace& workspace, const fs::path& file) {
  if (file.filename() == "dataset.json")
    return file.parent_path();
  ANDON_ASSIGN(const std::string hash, sha256_file(file));
  const fs::path folder = workspace.cache_folder() / "data" / hash / file.stem();
  std::error_code error;
  if (fs::exists(folder / "dataset.json", error))
    return folder;
  fs::create_directories(folder.parent_path(), error);
  if (error)
    return fail(ErrorCode::io, "cannot create " + folder.parent_path().string() + ": " + error.message());
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(folder, file.stem().string()));
  Progress silent;
  ANDON_TRY(import_signals(file, {}, writer, silent, {}));
  ANDON_TRY(writer.finish());
  return folder;
}

/// COCO annotations: any JSON file but the manifest of a data set of ours.
bool is_annotation_file(const fs::path& path) {
  return path.extension() == ".json" && path.filename() != "dataset.json";
}

Result<std::vector<std::string>> chosen_parts(const std::string& name, const std::set<std::string>& parts,
                                              const std::string& part) {
  if (part == "all" || parts.empty())
    return std::vector<std::string>{};
  if (parts.count(part) > 0)
    return std::vector<std::string>{part};
  std::string message = "data set '" + name + "' has no part '" + part + "'; it has:";
  for (const std::string& each : parts)
    message += " " + each;
  return fail(ErrorCode::not_found, message + " (or use --part all)");
}

} // namespace

Result<DataSource> open_data(Workspace& workspace, const std::string& path_or_name) {
  ANDON_ASSIGN(fs::path folder, workspace.locate_data(path_or_name));
  std::error_code error;
  const bool file = fs::is_regular_file(folder, error);
  if (file ? is_annotation_file(folder)
           : !fs::exists(folder / "dataset.json", error) && holds_images(folder))
    return open_images(workspace.cache_folder(), folder);
  if (file) {
    ANDON_ASSIGN(folder, imported_file(workspace, folder));
  }
  ANDON_ASSIGN(Dataset dataset, Dataset::open(folder));
  DataSource source;
  source.name = folder.filename().string(); // of an imported data set, this is the name it was given
  source.folder = folder;
  source.sha256 = dataset.sha256();
  source.modality = "signals";
  source.signals = std::make_shared<const Dataset>(std::move(dataset));
  return source;
}

Result<std::vector<std::string>> selected_parts(const Dataset& dataset, const std::string& part) {
  std::set<std::string> parts;
  for (const ItemInfo& item : dataset.items())
    if (!item.part.empty())
      parts.insert(item.part);
  return chosen_parts(dataset.name(), parts, part);
}

Result<std::vector<std::string>> selected_parts(const DataSource& data, const std::string& part) {
  if (data.signals)
    return selected_parts(*data.signals, part);
  std::set<std::string> parts;
  for (const ImageItem& item : data.images->dataset.items)
    parts.insert(item.part);
  return chosen_parts(data.name, parts, part);
}

} // namespace andon::workflow
