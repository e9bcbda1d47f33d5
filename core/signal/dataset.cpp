#include "core/signal/dataset.h"

#include "core/base/assert.h"
#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/signal/manifest.h"
#include "core/signal/scene_file.h"

#include <algorithm>

namespace andon {

struct Dataset::State {
  std::filesystem::path folder;
  Manifest manifest;
  std::string hash;
  std::vector<ItemInfo> items;
  std::size_t open_index =
      0; ///< file that open_file is; kept open because scenes of a pack are read in a row
  hdf5::Id open_file;

  ~State() {
    const hdf5::Lock lock;
    open_file.reset();
  }
  std::filesystem::path path_of(std::size_t file) const { return folder / manifest.files[file].path; }
  Result<hid_t> file_of(const Manifest::Item& item) {
    if (!open_file || open_index != item.file) {
      open_file.reset();
      ANDON_ASSIGN(open_file, scene_file::open(path_of(item.file)));
      open_index = item.file;
    }
    return static_cast<hid_t>(open_file);
  }
  Result<Series> read(const Manifest::Item& item, std::size_t sensor, std::int64_t from, std::int64_t count) {
    const hdf5::Lock lock;
    ANDON_ASSIGN(const hid_t file, file_of(item));
    auto series =
        scene_file::read_series(file, item.row, item.info.sensors[sensor], item.starts[sensor], from, count);
    if (!series)
      return fail_in(path_of(item.file).string(), series.error());
    return series;
  }
};

Dataset::Dataset() : state_(std::make_unique<State>()) {}
Dataset::Dataset(Dataset&&) noexcept = default;
Dataset& Dataset::operator=(Dataset&&) noexcept = default;
Dataset::~Dataset() = default;

Result<Dataset> Dataset::open(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / manifest_file;
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return fail(ErrorCode::not_found, folder.string() + " is not a data set: it has no " + manifest_file +
                                          "; give the folder that `andon simulate` or `andon import` wrote");
  ANDON_ASSIGN(const std::string text, read_file(path));
  Dataset dataset;
  State& state = *dataset.state_;
  state.folder = folder;
  ANDON_ASSIGN(state.manifest, parse_manifest(text, path.string(), state.hash));
  for (const Manifest::File& file : state.manifest.files) {
    const std::uintmax_t bytes = std::filesystem::file_size(folder / file.path, error);
    if (error)
      return fail(ErrorCode::corrupt, (folder / file.path).string() +
                                          ", which the manifest names, cannot be read: " + error.message());
    if (bytes < file.bytes)
      return fail(ErrorCode::corrupt, (folder / file.path).string() + " has " + std::to_string(bytes) +
                                          " bytes, the manifest says " + std::to_string(file.bytes) +
                                          "; it was cut short, import or simulate the data again");
  }
  for (const Manifest::Item& item : state.manifest.items)
    state.items.push_back(item.info);
  return dataset;
}

const std::string& Dataset::name() const {
  return state_->manifest.name;
}
const std::filesystem::path& Dataset::folder() const {
  return state_->folder;
}
std::span<const ItemInfo> Dataset::items() const {
  return state_->items;
}
const std::string& Dataset::sha256() const {
  return state_->hash;
}

const std::string& Dataset::samples_sha256(std::size_t item) const {
  ANDON_ASSERT(item < state_->manifest.items.size());
  return state_->manifest.files[state_->manifest.items[item].file].sha256;
}

Result<void> Dataset::verify() const {
  for (const Manifest::File& file : state_->manifest.files) {
    const std::filesystem::path path = state_->folder / file.path;
    ANDON_ASSIGN(const std::string hash, sha256_file(path));
    if (hash != file.sha256)
      return fail(ErrorCode::corrupt,
                  path.string() +
                      " does not match its checksum in the manifest; import or simulate the data again");
  }
  return {};
}

Result<Scene> Dataset::read(std::size_t item) const {
  if (item >= state_->items.size())
    return fail(ErrorCode::not_found, "item " + std::to_string(item) + " of a data set with " +
                                          std::to_string(state_->items.size()));
  const ItemInfo& info = state_->items[item];
  Scene scene{info.id, info.part, info.label, info.attributes, {}, info.intervals};
  for (std::size_t i = 0; i < info.sensors.size(); ++i) {
    ANDON_ASSIGN(Series series, state_->read(state_->manifest.items[item], i, 0, info.sensors[i].samples));
    scene.sensors.push_back({info.sensors[i], std::move(series)});
  }
  return scene;
}

Result<Series> Dataset::read_range(std::size_t item, const std::string& sensor, std::int64_t from,
                                   std::int64_t count) const {
  if (item >= state_->items.size())
    return fail(ErrorCode::not_found, "item " + std::to_string(item) + " of a data set with " +
                                          std::to_string(state_->items.size()));
  const std::vector<SensorInfo>& sensors = state_->items[item].sensors;
  const auto found =
      std::find_if(sensors.begin(), sensors.end(), [&](const SensorInfo& info) { return info.id == sensor; });
  if (found == sensors.end())
    return fail(ErrorCode::not_found, "item '" + state_->items[item].id + "' has no sensor '" + sensor + "'");
  const std::int64_t first = std::clamp<std::int64_t>(from, 0, found->samples);
  const std::int64_t wanted = std::max<std::int64_t>(count, 0);
  const std::int64_t last = wanted > found->samples - std::max<std::int64_t>(from, 0)
                                ? found->samples
                                : std::max<std::int64_t>(from + wanted, first);
  return state_->read(state_->manifest.items[item], static_cast<std::size_t>(found - sensors.begin()), first,
                      std::max<std::int64_t>(last - first, 0));
}

} // namespace andon
