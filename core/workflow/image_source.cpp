#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/workflow/data_source.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
constexpr std::uintmax_t max_cached_bytes = 256 << 20;

/// Region and ignore masks change what is learnt and scored, so they belong to the data.
std::vector<fs::path> region_files(const ImageDataset& dataset) {
  std::vector<fs::path> files{dataset.root / "roi.png", dataset.root / "ignore.png"};
  for (const ImageItem& item : dataset.items)
    for (const char* ending : {"_roi.png", "_ignore.png"})
      files.push_back(item.path.parent_path() / (item.path.stem().string() + ending));
  std::error_code error;
  std::erase_if(files, [&](const fs::path& file) { return !fs::is_regular_file(file, error); });
  return files;
}

/// Changes when a file is added, removed, renamed, resized, relabelled or written.
std::string fingerprint(const ImageDataset& dataset, const std::vector<fs::path>& regions) {
  Sha256 hash;
  const auto add = [&](const std::string& id, const fs::path& file) {
    std::error_code error;
    hash.update(id + '\n' + std::to_string(fs::file_size(file, error)) + '\n' +
                std::to_string(fs::last_write_time(file, error).time_since_epoch().count()) + '\n');
  };
  hash.update(dataset.root.string() + '\n');
  for (const ImageItem& item : dataset.items)
    add(item.id + '\n' + item.part + '\n' + std::to_string(item.label) + '\n' + item.defect, item.path);
  for (const fs::path& file : regions)
    add(file.string(), file);
  return hash.text();
}

std::optional<ImageHashes> cached_hashes(const fs::path& file) {
  const auto text = read_file(file, max_cached_bytes);
  const json root = text ? json::parse(*text, nullptr, false) : json();
  if (!root.is_object())
    return {};
  try {
    ImageHashes hashes;
    hashes.sha256 = root.at("sha256");
    hashes.by_id = root.at("images").get<std::map<std::string, std::string>>();
    for (const json& each : root.at("duplicates"))
      hashes.duplicates.push_back({"duplicate", each.at(0), each.at(1)});
    return hashes;
  } catch (const json::exception&) {
    return {}; // a cache that cannot be read is made again
  }
}

Result<void> write_cache(const fs::path& file, const ImageHashes& hashes) {
  json duplicates = json::array();
  for (const ImageWarning& warning : hashes.duplicates)
    duplicates.push_back({warning.file, warning.message});
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  return write_atomic(
      file, json{{"sha256", hashes.sha256}, {"images", hashes.by_id}, {"duplicates", duplicates}}.dump());
}

Result<ImageHashes> hashes_of(const fs::path& cache_folder, const ImageDataset& dataset) {
  const std::vector<fs::path> regions = region_files(dataset);
  const fs::path file = cache_folder / "images" / (fingerprint(dataset, regions).substr(0, 32) + ".json");
  if (auto cached = cached_hashes(file))
    return std::move(*cached);
  ANDON_ASSIGN(ImageHashes hashes, hash_images(dataset));
  if (!regions.empty()) {
    std::string all = hashes.sha256;
    for (const fs::path& region : regions) {
      ANDON_ASSIGN(const std::string hash, sha256_file(region));
      all += '\n' + region.lexically_relative(dataset.root).generic_string() + '\n' + hash;
    }
    hashes.sha256 = sha256(all);
  }
  ANDON_TRY(write_cache(file, hashes));
  return hashes;
}

} // namespace

FolderContent content_of(const fs::path& folder, std::stop_token stop) {
  static const std::set<std::string> images{".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"};
  static const std::set<std::string> signals{".csv", ".tsv", ".h5", ".hdf5", ".wav", ".mat"};
  bool found = false;
  std::error_code error;
  fs::recursive_directory_iterator walk(folder, fs::directory_options::skip_permission_denied, error), end;
  for (; !error && walk != end && !stop.stop_requested(); walk.increment(error)) {
    std::string ending = walk->path().extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (signals.contains(ending))
      return FolderContent::signals;
    found = found || images.contains(ending);
  }
  return found ? FolderContent::images : FolderContent::nothing;
}

bool holds_images(const fs::path& folder) {
  return content_of(folder) == FolderContent::images;
}

Result<DataSource> open_images(const fs::path& cache_folder, const fs::path& path) {
  ANDON_ASSIGN(ImageDataset dataset, open_image_dataset(path));
  ANDON_ASSIGN(ImageHashes hashes, hashes_of(cache_folder, dataset));
  DataSource source;
  source.name = dataset.name;
  std::error_code error;
  source.folder = fs::is_regular_file(path, error) ? fs::absolute(path, error) : dataset.root;
  source.sha256 = hashes.sha256;
  source.modality = "images";
  for (const std::vector<ImageWarning>* list : {&dataset.warnings, &hashes.duplicates})
    for (const ImageWarning& each : *list)
      source.warnings.push_back({each.kind, each.file, 0, each.message});
  source.images =
      std::make_shared<const ImageSource>(ImageSource{std::move(dataset), std::move(hashes.by_id)});
  return source;
}

} // namespace andon::workflow
