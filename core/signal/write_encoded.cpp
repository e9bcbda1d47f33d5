#include "core/signal/scene_file.h"

#include <algorithm>

namespace andon::scene_file {
namespace {

Result<void> write_chunks(hid_t file, const std::string& name, hid_t type, std::int64_t samples,
                          const std::vector<std::string>& chunks, hdf5::Id& dataset) {
  const hsize_t extent[] = {1, static_cast<hsize_t>(samples)};
  const hsize_t chunk[] = {1, static_cast<hsize_t>(std::min(samples, EncodedSensor::chunk_samples))};
  const hdf5::Id space(H5Screate_simple(2, extent, nullptr), H5Sclose);
  const hdf5::Id properties = hdf5::dataset_properties();
  if (samples > 0) {
    H5Pset_chunk(properties, 2, chunk);
    H5Pset_shuffle(properties);
    H5Pset_deflate(properties, 1);
  }
  dataset =
      hdf5::Id(H5Dcreate2(file, name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose);
  if (!dataset)
    return fail(ErrorCode::io, "cannot create '" + name + "': " + hdf5::last_error());
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    const hsize_t offset[] = {0, i * chunk[1]};
    if (H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, offset, chunks[i].size(), chunks[i].data()) < 0)
      return fail(ErrorCode::io, "cannot write samples (disk full?): " + hdf5::last_error());
  }
  return {};
}

} // namespace

Result<void> write_encoded(const std::filesystem::path& path, const EncodedScene& scene) {
  ANDON_ASSIGN(const hdf5::Id file, create(path, meta_version));
  for (std::size_t i = 0; i < scene.sensors.size(); ++i) {
    const EncodedSensor& sensor = scene.sensors[i];
    const std::string link = hdf5::link_name(sensor.info.id);
    hdf5::Id dataset, mask;
    ANDON_TRY(write_chunks(file, "sensors/" + link, sensor.info.meta.words ? H5T_STD_U16LE : H5T_IEEE_F32LE,
                           sensor.info.samples, sensor.values, dataset));
    ANDON_TRY(describe_sensor(dataset, sensor.info, sensor.start, i));
    if (!sensor.missing.empty())
      ANDON_TRY(
          write_chunks(file, "missing/" + link, H5T_STD_U8LE, sensor.info.samples, sensor.missing, mask));
  }
  ANDON_TRY(write_items(file, {&scene.info, 1}));
  if (H5Fflush(file, H5F_SCOPE_GLOBAL) < 0)
    return fail(ErrorCode::io, "cannot flush " + path.string() + " (disk full?): " + hdf5::last_error());
  return {};
}

} // namespace andon::scene_file
