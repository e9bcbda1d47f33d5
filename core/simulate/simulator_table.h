#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/base/table.h"
#include "core/signal/dataset.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// A generator of data sets with ground truth.
struct SimulatorEntry {
  std::string id, title;
  std::vector<OptionInfo> options;
  /// Writes all items and returns how many; the caller creates the writer and calls finish(). Same options
  /// and seed, same bytes. Errors: invalid_argument (option), io, cancelled (within one item; nothing is
  /// published). Memory: one pack (<= 64 MiB).
  Result<std::int64_t> (*write)(const OptionMap& options, Seed seed, DatasetWriter& writer,
                                Progress& progress, std::stop_token stop);
};
/// motor.
const Table<SimulatorEntry>& simulators();

} // namespace andon
