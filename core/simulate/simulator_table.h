#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/base/table.h"
#include "core/signal/dataset.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// Takes one 8-bit image, channels interleaved, under a path relative to the data set's folder
/// ("train/good/000.png").
using ImageSink = std::function<Result<void>(const std::string& path, std::int64_t width, std::int64_t height,
                                             std::int64_t channels, const std::vector<std::uint8_t>& pixels)>;

/// A generator of data sets with ground truth: scenes or an image folder.
struct SimulatorEntry {
  std::string id, title;
  std::vector<OptionInfo> options;
  /// Writes all items and returns how many; the caller creates the writer and calls finish(). Same options
  /// and seed, same bytes. Errors: invalid_argument (option), io, cancelled (within one item; nothing is
  /// published). Memory: one pack (<= 64 MiB).
  Result<std::int64_t> (*write)(const OptionMap& options, Seed seed, DatasetWriter& writer,
                                Progress& progress, std::stop_token stop) = nullptr;
  /// The same for an image folder in MVTec layout; exactly one of the two is set. Returns the images, masks
  /// not counted.
  Result<std::int64_t> (*write_images)(const OptionMap& options, Seed seed, const ImageSink& sink,
                                       Progress& progress, std::stop_token stop) = nullptr;
};
/// motor, scenes, surfaces.
const Table<SimulatorEntry>& simulators();

} // namespace andon
