#include "core/signal/recording_writer.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr std::size_t total_block = 16 << 20; // samples
constexpr std::size_t largest_block = 65'536, smallest_block = 256;

Result<void> write_chunk(hid_t dataset, hsize_t from, std::size_t bytes, const void* data) {
  const hsize_t offset[] = {0, from};
  if (H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, offset, bytes, data) < 0)
    return fail(ErrorCode::io, "cannot write samples (disk full?): " + hdf5::last_error());
  return {};
}

Result<void> set_length(hid_t dataset, std::int64_t samples) {
  const hsize_t extent[] = {1, static_cast<hsize_t>(samples)};
  if (H5Dset_extent(dataset, extent) < 0)
    return fail(ErrorCode::io, "cannot grow a data set: " + hdf5::last_error());
  return {};
}

} // namespace

RecordingWriter::~RecordingWriter() {
  const hdf5::Lock lock;
  channels_.clear();
  file_.reset();
}

Result<RecordingWriter> RecordingWriter::create(const std::filesystem::path& path, const ItemInfo& info) {
  const hdf5::Lock lock;
  RecordingWriter writer;
  writer.scene_ = info.id;
  ANDON_ASSIGN(writer.file_, scene_file::create(path, scene_file::version_for(info.sensors)));
  writer.block_ =
      std::clamp(total_block / std::max<std::size_t>(info.sensors.size(), 1), smallest_block, largest_block);
  for (const SensorInfo& sensor : info.sensors) {
    if (!writer.index_.emplace(sensor.id, writer.channels_.size()).second)
      return fail(ErrorCode::invalid_argument,
                  "scene '" + info.id + "' has two sensors '" + sensor.id + "'; ids must differ");
    writer.channels_.emplace_back();
    writer.channels_.back().id = sensor.id;
  }
  return writer;
}

Result<hdf5::Id> RecordingWriter::chunked(const char* group, const std::string& id, hid_t type) const {
  const hsize_t extent[] = {1, 0}, limit[] = {1, H5S_UNLIMITED}, chunk[] = {1, block_};
  const hdf5::Id space(H5Screate_simple(2, extent, limit), H5Sclose);
  const hdf5::Id properties = hdf5::dataset_properties();
  H5Pset_chunk(properties, 2, chunk);
  const std::string name = std::string(group) + "/" + hdf5::link_name(id);
  hdf5::Id dataset(H5Dcreate2(file_, name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT),
                   H5Dclose);
  if (!dataset)
    return fail(ErrorCode::io, "cannot create sensor '" + id + "': " + hdf5::last_error());
  return dataset;
}

Result<void> RecordingWriter::flush_chunk(Channel& channel) {
  if (!channel.data) {
    ANDON_ASSIGN(channel.data, chunked("sensors", channel.id, H5T_IEEE_F32LE));
  }
  const std::int64_t length = channel.flushed + static_cast<std::int64_t>(channel.values.size());
  channel.values.resize(block_, 0.0F);
  ANDON_TRY(set_length(channel.data, length));
  ANDON_TRY(write_chunk(channel.data, static_cast<hsize_t>(channel.flushed), block_ * sizeof(float),
                        channel.values.data()));
  channel.values.clear();
  if (channel.any_missing && !channel.mask) {
    ANDON_ASSIGN(channel.mask, chunked("missing", channel.id, H5T_STD_U8LE));
  }
  if (channel.mask)
    ANDON_TRY(set_length(channel.mask, length));
  if (!channel.missing.empty()) {
    channel.missing.resize(block_, 0);
    ANDON_TRY(
        write_chunk(channel.mask, static_cast<hsize_t>(channel.flushed), block_, channel.missing.data()));
    channel.missing.clear();
  }
  channel.flushed = length;
  return {};
}

Result<void> RecordingWriter::append(const std::string& sensor, std::span<const float> values,
                                     std::span<const std::uint8_t> missing) {
  const auto found = index_.find(sensor);
  if (found == index_.end())
    return fail(ErrorCode::not_found, "scene '" + scene_ + "' was begun without a sensor '" + sensor + "'");
  if (!missing.empty() && missing.size() != values.size())
    return fail(ErrorCode::invalid_argument, "sensor '" + sensor + "': " + std::to_string(missing.size()) +
                                                 " missing flags for " + std::to_string(values.size()) +
                                                 " values");
  Channel& channel = channels_[found->second];
  while (!values.empty()) {
    const std::size_t count = std::min(values.size(), block_ - channel.values.size());
    ANDON_TRY(append_piece(channel, values.first(count), missing.empty() ? missing : missing.first(count)));
    values = values.subspan(count);
    missing = missing.empty() ? missing : missing.subspan(count);
    if (channel.values.size() == block_) {
      const hdf5::Lock lock;
      ANDON_TRY(flush_chunk(channel));
    }
  }
  return {};
}

// At most what is left of the channel's block.
Result<void> RecordingWriter::append_piece(Channel& channel, std::span<const float> values,
                                           std::span<const std::uint8_t> missing) {
  const std::size_t old = channel.values.size();
  channel.values.insert(channel.values.end(), values.begin(), values.end());
  const bool absent =
      std::any_of(missing.begin(), missing.end(), [](std::uint8_t flag) { return flag != 0; });
  if (absent || !channel.missing.empty()) {
    channel.any_missing = channel.any_missing || absent;
    channel.missing.resize(channel.values.size(), 0);
  }
  for (std::size_t i = 0; absent && i < values.size(); ++i)
    if (missing[i] != 0) {
      channel.missing[old + i] = 1;
      channel.values[old + i] = 0;
    }
  for (std::size_t i = old; i < channel.values.size(); ++i)
    if (!std::isfinite(channel.values[i]))
      return fail(ErrorCode::invalid_argument,
                  "scene '" + scene_ + "', sensor '" + channel.id + "', sample " +
                      std::to_string(channel.flushed + static_cast<std::int64_t>(i)) +
                      " is not finite; mark it as missing");
  return {};
}

Result<void> RecordingWriter::close_channel(Channel& channel, const SensorInfo& info, std::size_t order) {
  if (channel.data && !channel.values.empty())
    ANDON_TRY(flush_chunk(channel));
  if (!channel.data) {
    const hsize_t shape[] = {1, channel.values.size()};
    const std::string link = hdf5::link_name(channel.id);
    ANDON_TRY(hdf5::write_array(file_, "sensors/" + link, H5T_IEEE_F32LE, shape, channel.values.data()));
    if (channel.any_missing)
      ANDON_TRY(hdf5::write_array(file_, "missing/" + link, H5T_STD_U8LE, shape, channel.missing.data()));
    channel.flushed = static_cast<std::int64_t>(channel.values.size());
    channel.data = hdf5::Id(H5Dopen2(file_, ("sensors/" + link).c_str(), H5P_DEFAULT), H5Dclose);
  }
  ANDON_TRY(scene_file::describe_sensor(channel.data, info, 0, order));
  channel.data.reset();
  channel.mask.reset();
  return {};
}

Result<void> RecordingWriter::finish(ItemInfo& info) {
  const hdf5::Lock lock;
  if (info.sensors.size() != channels_.size())
    return fail(ErrorCode::invalid_argument,
                "scene '" + scene_ + "' was begun with " + std::to_string(channels_.size()) +
                    " sensors and ended with " + std::to_string(info.sensors.size()));
  info.duration = 0;
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    SensorInfo& sensor = info.sensors[i];
    if (sensor.id != channels_[i].id)
      return fail(ErrorCode::invalid_argument, "scene '" + scene_ + "' was begun with sensor '" +
                                                   channels_[i].id + "' where it ends with '" + sensor.id +
                                                   "'");
    ANDON_TRY(close_channel(channels_[i], sensor, i));
    sensor.samples = channels_[i].flushed;
    info.duration = std::max(info.duration, static_cast<double>(sensor.samples) / sensor.rate);
  }
  ANDON_TRY(scene_file::write_items(file_, {&info, 1}));
  channels_.clear();
  if (H5Fflush(file_, H5F_SCOPE_GLOBAL) < 0)
    return fail(ErrorCode::io, "cannot flush the file (disk full?): " + hdf5::last_error());
  file_.reset();
  return {};
}

} // namespace andon
