#pragma once
#include "core/base/error.h"
#include "core/signal/encoded_scene.h"
#include "core/signal/hdf5_handle.h"
#include "core/signal/manifest.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

// Private to the sources of core/signal: the HDF5 layout "andon.scenes" versions 1 and 2 (docs/formats.md). The
// caller holds hdf5::Lock.
namespace andon::scene_file {

inline constexpr const char* schema = "andon.scenes";
/// Version 2 adds sensor meta, 16-bit words and compressed chunks; files without them are written as version 1.
inline constexpr std::int64_t plain_version = 1, meta_version = 2;
std::int64_t version_for(std::span<const SensorInfo> sensors);

/// A new file with its schema attributes and the groups sensors and missing.
Result<hdf5::Id> create(const std::filesystem::path& path, std::int64_t version);
/// Opens and checks the schema. Errors: parse, unsupported.
Result<hdf5::Id> open(const std::filesystem::path& path);
/// role, unit, rate, start, place in the scene's list and what is known of the meta, on a sensor's data set.
Result<void> describe_sensor(hid_t dataset, const SensorInfo& sensor, double start, std::size_t order);
/// ids, labels, parts, attributes and intervals of the file's items, in row order.
Result<void> write_items(hid_t file, std::span<const ItemInfo> items);
/// A whole file of one scene, version 2.
Result<void> write_encoded(const std::filesystem::path& path, const EncodedScene& scene);
/// What describe_sensor and write_items wrote, so that a scene file can be read without its manifest.
Result<std::vector<Manifest::Item>> read_items(hid_t file);
/// Samples [from, from + count) of one sensor of one row, with their missing flags.
Result<Series> read_series(hid_t file, std::uint64_t row, const SensorInfo& sensor, double start,
                           std::int64_t from, std::int64_t count);

} // namespace andon::scene_file
