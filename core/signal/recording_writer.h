#pragma once
#include "core/signal/scene_file.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// One scene written piecewise into one HDF5 file. Short scenes are stored contiguously at the end; once a
/// sensor fills its block, its data go out as whole chunks. Memory: at most 64 MiB of blocks whatever the
/// number of sensors. Private to the sources of core/signal.
class RecordingWriter {
public:
  static Result<RecordingWriter> create(const std::filesystem::path& path, const ItemInfo& info);
  Result<void> append(const std::string& sensor, std::span<const float> values,
                      std::span<const std::uint8_t> missing);
  /// Closes the file. `info` replaces what create() was told; samples and duration are set from what was
  /// appended.
  Result<void> finish(ItemInfo& info);
  const std::string& scene() const { return scene_; }
  RecordingWriter(RecordingWriter&&) noexcept = default;
  RecordingWriter& operator=(RecordingWriter&&) noexcept = default;
  ~RecordingWriter();

private:
  struct Channel {
    std::string id;
    std::vector<float> values;
    std::vector<std::uint8_t> missing; ///< as long as values once anything was missing
    bool any_missing = false;
    std::int64_t flushed = 0; ///< samples in whole chunks on disk
    hdf5::Id data, mask;
  };
  RecordingWriter() = default;
  Result<void> append_piece(Channel& channel, std::span<const float> values,
                            std::span<const std::uint8_t> missing);
  Result<void> flush_chunk(Channel& channel);
  Result<void> close_channel(Channel& channel, const SensorInfo& info, std::size_t order);
  Result<hdf5::Id> chunked(const char* group, const std::string& id, hid_t type) const;

  std::string scene_;
  hdf5::Id file_;
  std::vector<Channel> channels_;
  std::map<std::string, std::size_t> index_;
  std::size_t block_ = 0;
};

} // namespace andon
