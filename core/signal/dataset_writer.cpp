#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/signal/dataset.h"
#include "core/signal/recording_writer.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <set>
#include <stdio.h>
#include <unistd.h>

namespace andon {
namespace {

Result<void> sync_file(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const int status = descriptor < 0 ? -1 : ::fsync(descriptor);
  const int number = errno;
  if (descriptor >= 0)
    ::close(descriptor);
  if (status != 0)
    return fail(ErrorCode::io, "cannot sync " + path.string() + ": " + std::strerror(number));
  return {};
}

Result<void> check_target(const std::filesystem::path& folder, bool replace) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error))
    return {};
  if (!std::filesystem::is_directory(folder, error))
    return fail(ErrorCode::already_exists,
                folder.string() + " is a file; a data set needs a folder of its own");
  if (std::filesystem::exists(folder / manifest_file, error))
    return replace ? Result<void>{}
                   : fail(ErrorCode::already_exists,
                          folder.string() +
                              " holds a data set already; choose another folder or allow replacing it");
  if (!std::filesystem::is_empty(folder, error))
    return fail(ErrorCode::already_exists,
                folder.string() + " is not empty and is not a data set; choose another folder");
  return {};
}

// The old data set, if any, is swapped out in one step and removed afterwards.
Result<void> publish_folder(const std::filesystem::path& temporary, const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder / manifest_file, error))
    return publish(temporary, folder);
  if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) != 0) {
    const std::filesystem::path aside = temporary_beside(folder);
    std::filesystem::rename(folder, aside, error);
    if (error)
      return fail(ErrorCode::io, "cannot replace " + folder.string() + ": " + error.message());
    auto published = publish(temporary, folder);
    if (!published)
      std::filesystem::rename(aside, folder, error);
    else
      std::filesystem::remove_all(aside, error);
    return published;
  }
  std::filesystem::remove_all(temporary, error);
  return {};
}

std::string file_stem_of(const std::string& id, std::size_t number) {
  std::string stem;
  for (const char c : id)
    stem += std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' ? c : '_';
  return stem.substr(0, 80) + "-" + std::to_string(number);
}

Result<void> check_alike(const Scene& first, const Scene& scene) {
  bool same = scene.sensors.size() == first.sensors.size();
  for (std::size_t i = 0; same && i < first.sensors.size(); ++i) {
    const Sensor &a = first.sensors[i], &b = scene.sensors[i];
    same = a.info.id == b.info.id && a.info.role == b.info.role && a.info.unit == b.info.unit &&
           a.info.meta == b.info.meta && a.series.rate == b.series.rate && a.series.start == b.series.start &&
           a.series.values.size() == b.series.values.size();
  }
  if (!same)
    return fail(ErrorCode::invalid_argument,
                "scene '" + scene.id + "' differs from '" + first.id +
                    "' in its sensors, rates, starts or lengths; a pack needs scenes of equal layout");
  for (const Sensor& sensor : scene.sensors) {
    if (!sensor.series.missing.empty() && sensor.series.missing.size() != sensor.series.values.size())
      return fail(ErrorCode::invalid_argument, "scene '" + scene.id + "', sensor '" + sensor.info.id +
                                                   "': as many missing flags as values were expected");
    for (std::size_t i = 0; i < sensor.series.values.size(); ++i)
      if (!sensor.series.is_missing(i) && !std::isfinite(sensor.series.values[i]))
        return fail(ErrorCode::invalid_argument, "scene '" + scene.id + "', sensor '" + sensor.info.id +
                                                     "', sample " + std::to_string(i) +
                                                     " is not finite; mark it as missing");
  }
  return {};
}

Result<void> check_sensors(const ItemInfo& info) {
  std::set<std::string> known;
  for (const SensorInfo& sensor : info.sensors) {
    if (sensor.id.empty() || !known.insert(sensor.id).second)
      return fail(ErrorCode::invalid_argument, "scene '" + info.id + "': sensor id '" + sensor.id +
                                                   "' is empty or used twice; ids must differ");
    if (!std::isfinite(sensor.rate) || sensor.rate <= 0)
      return fail(ErrorCode::invalid_argument, "scene '" + info.id + "', sensor '" + sensor.id +
                                                   "': the rate must be above 0 samples a second");
  }
  return {};
}

Manifest::Item item_of(const Scene& scene) {
  Manifest::Item item;
  item.info = {scene.id, scene.part, scene.label, 0, scene.attributes, {}, scene.intervals};
  for (const Sensor& sensor : scene.sensors) {
    SensorInfo info = sensor.info;
    info.rate = sensor.series.rate;
    info.samples = static_cast<std::int64_t>(sensor.series.values.size());
    item.info.sensors.push_back(info);
    item.starts.push_back(sensor.series.start);
    item.info.duration = std::max(item.info.duration, sensor.series.end());
  }
  return item;
}

Result<void> write_packed_sensor(hid_t file, const std::vector<Scene>& scenes, const SensorInfo& info,
                                 double start, std::size_t order) {
  const std::size_t length = static_cast<std::size_t>(info.samples);
  std::vector<float> values(scenes.size() * length);
  std::vector<std::uint8_t> missing;
  for (std::size_t row = 0; row < scenes.size(); ++row) {
    const Series& series = scenes[row].sensors[order].series;
    for (std::size_t i = 0; i < length; ++i) {
      if (series.is_missing(i)) {
        missing.resize(values.size(), 0);
        missing[row * length + i] = 1;
      } else
        values[row * length + i] = series.values[i];
    }
  }
  const hsize_t shape[] = {scenes.size(), length};
  const std::string link = hdf5::link_name(info.id);
  ANDON_TRY(hdf5::write_array(file, "sensors/" + link, H5T_IEEE_F32LE, shape, values.data()));
  if (!missing.empty())
    ANDON_TRY(hdf5::write_array(file, "missing/" + link, H5T_STD_U8LE, shape, missing.data()));
  const hdf5::Id dataset(H5Dopen2(file, ("sensors/" + link).c_str(), H5P_DEFAULT), H5Dclose);
  return scene_file::describe_sensor(dataset, info, start, order);
}

} // namespace

struct DatasetWriter::State {
  std::filesystem::path folder, temporary;
  Manifest manifest;
  std::set<std::string> ids;
  std::optional<RecordingWriter> recording;
  std::filesystem::path recording_path;
  bool finished = false;

  ~State() {
    recording.reset();
    std::error_code ignored;
    if (!finished)
      std::filesystem::remove_all(temporary, ignored);
  }
  Result<void> claim(const ItemInfo& info) {
    if (info.id.empty())
      return fail(ErrorCode::invalid_argument, "a scene needs an id");
    if (!ids.insert(info.id).second)
      return fail(ErrorCode::already_exists,
                  "the data set has a scene '" + info.id + "' already; ids must differ");
    return check_sensors(info);
  }
  Result<void> add_file(const std::filesystem::path& path) {
    ANDON_TRY(sync_file(path));
    ANDON_ASSIGN(const std::string hash, sha256_file(path));
    manifest.files.push_back({std::filesystem::relative(path, temporary).generic_string(),
                              std::filesystem::file_size(path), hash});
    return {};
  }
};

DatasetWriter::DatasetWriter() : state_(std::make_unique<State>()) {}
DatasetWriter::DatasetWriter(DatasetWriter&&) noexcept = default;
DatasetWriter& DatasetWriter::operator=(DatasetWriter&&) noexcept = default;
DatasetWriter::~DatasetWriter() = default;

Result<DatasetWriter> DatasetWriter::create(const std::filesystem::path& folder, std::string name,
                                            bool replace) {
  std::filesystem::path target = std::filesystem::absolute(folder).lexically_normal();
  if (!target.has_filename())
    target = target.parent_path();
  ANDON_TRY(check_target(target, replace));
  DatasetWriter writer;
  State& state = *writer.state_;
  state.folder = target;
  state.manifest.name = std::move(name);
  std::error_code error;
  std::filesystem::create_directories(target.parent_path(), error);
  if (!error) {
    state.temporary = temporary_beside(target);
    std::filesystem::create_directories(state.temporary / "scenes", error);
  }
  if (error)
    return fail(ErrorCode::io, "cannot create a folder beside " + target.string() + ": " + error.message());
  return writer;
}

Result<void> DatasetWriter::write_pack(const std::string& file_stem, const std::vector<Scene>& scenes) {
  if (scenes.empty())
    return fail(ErrorCode::insufficient_data, "pack '" + file_stem + "' has no scenes");
  State& state = *state_;
  std::vector<ItemInfo> infos;
  for (const Scene& scene : scenes) {
    ANDON_TRY(check_alike(scenes.front(), scene));
    Manifest::Item item = item_of(scene);
    ANDON_TRY(state.claim(item.info));
    item.file = state.manifest.files.size();
    item.row = infos.size();
    infos.push_back(item.info);
    state.manifest.items.push_back(std::move(item));
  }
  const std::filesystem::path path =
      state.temporary / "scenes" / (file_stem_of(file_stem, state.manifest.files.size()) + ".h5");
  {
    const hdf5::Lock lock;
    ANDON_ASSIGN(const hdf5::Id file,
                 scene_file::create(path, scene_file::version_for(infos.front().sensors)));
    for (std::size_t i = 0; i < infos.front().sensors.size(); ++i)
      ANDON_TRY(write_packed_sensor(file, scenes, infos.front().sensors[i],
                                    scenes.front().sensors[i].series.start, i));
    ANDON_TRY(scene_file::write_items(file, infos));
    if (H5Fflush(file, H5F_SCOPE_GLOBAL) < 0)
      return fail(ErrorCode::io, "cannot flush " + path.string() + " (disk full?): " + hdf5::last_error());
  }
  return state.add_file(path);
}

Result<void> DatasetWriter::write_scene(const EncodedScene& scene) {
  State& state = *state_;
  ANDON_TRY(state.claim(scene.info));
  Manifest::Item item;
  item.info = scene.info;
  for (const EncodedSensor& sensor : scene.sensors)
    item.starts.push_back(sensor.start);
  item.file = state.manifest.files.size();
  const std::filesystem::path path =
      state.temporary / "scenes" / (file_stem_of(scene.info.id, state.manifest.files.size()) + ".h5");
  {
    const hdf5::Lock lock;
    ANDON_TRY(scene_file::write_encoded(path, scene));
  }
  state.manifest.items.push_back(std::move(item));
  return state.add_file(path);
}

Result<void> DatasetWriter::begin_scene(const ItemInfo& info) {
  State& state = *state_;
  if (state.recording)
    return fail(ErrorCode::invalid_argument,
                "scene '" + info.id + "' begins before '" + state.recording->scene() + "' has ended");
  ANDON_TRY(state.claim(info));
  state.recording_path =
      state.temporary / "scenes" / (file_stem_of(info.id, state.manifest.files.size()) + ".h5");
  ANDON_ASSIGN(RecordingWriter recording, RecordingWriter::create(state.recording_path, info));
  state.recording.emplace(std::move(recording));
  return {};
}

Result<void> DatasetWriter::append(const std::string& sensor, std::span<const float> values,
                                   std::span<const std::uint8_t> missing) {
  if (!state_->recording)
    return fail(ErrorCode::invalid_argument, "samples of '" + sensor + "' were appended outside a scene");
  return state_->recording->append(sensor, values, missing);
}

Result<void> DatasetWriter::end_scene(const ItemInfo& info) {
  State& state = *state_;
  if (!state.recording || state.recording->scene() != info.id)
    return fail(ErrorCode::invalid_argument, "scene '" + info.id + "' ends without having begun");
  ANDON_TRY(check_sensors(info));
  Manifest::Item item;
  item.info = info;
  item.starts.assign(info.sensors.size(), 0.0);
  item.file = state.manifest.files.size();
  ANDON_TRY(state.recording->finish(item.info));
  state.recording.reset();
  ANDON_TRY(state.add_file(state.recording_path));
  state.manifest.items.push_back(std::move(item));
  return {};
}

Result<std::string> DatasetWriter::finish() {
  State& state = *state_;
  if (state.recording)
    return fail(ErrorCode::invalid_argument, "scene '" + state.recording->scene() + "' has not ended");
  if (state.manifest.items.empty())
    return fail(ErrorCode::insufficient_data, "the data set '" + state.manifest.name + "' has no scenes");
  std::string hash;
  ANDON_ASSIGN(const std::string text, manifest_text(state.manifest, hash));
  ANDON_TRY(sync_file(state.temporary / "scenes"));
  ANDON_TRY(write_atomic(state.temporary / manifest_file, text));
  ANDON_TRY(publish_folder(state.temporary, state.folder));
  state.finished = true;
  return hash;
}

} // namespace andon
