#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/signal/dataset.h"

#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// Where a window came from. `id` is the scene id when the window is the whole scene, else "<scene>@<start
/// seconds>".
struct WindowRef {
  std::string id;
  std::size_t item = 0; ///< index into Dataset::items()
  double start = 0, end = 0;
  /// The scene's label when the window is the whole scene or the scene has no intervals; otherwise 1 when
  /// intervals of label 1 cover more than half of the window, else 0.
  int label = -1;
};

/// Windows of command and current channels, each resampled to `length` samples.
struct PairWindows {
  std::int64_t length = 0;
  std::vector<std::string> command_ids, current_ids;
  std::vector<float> command; ///< [n, command_ids.size(), length]
  std::vector<float> current; ///< [n, current_ids.size(), length]
  std::vector<WindowRef> refs;
  std::int64_t size() const { return static_cast<std::int64_t>(refs.size()); }
};

struct WindowOptions {
  std::int64_t length = 0; ///< samples a window, counted at the fastest sensor's rate; 0 = automatic for
                           ///< people (see fitting_windows), the whole scene for cut_pair_windows
  std::int64_t stride =
      0; ///< samples from one window to the next; 0 = length, a quarter of it when automatic
  std::vector<Option> describe();
};

/// What automatic (length 0) stands for on the chosen items: whole scenes when all have the same number of
/// samples (at most 4,096, or exactly model_length when a fitted model is given); else windows of
/// model_length, or 64, samples every quarter of that. Options with a length come back as they are.
WindowOptions fitting_windows(const Dataset& dataset, const std::vector<std::string>& parts,
                              const WindowOptions& options, std::int64_t model_length = 0);

/// Cuts every item whose part is in `parts` (empty = all). Every command and current sensor is resampled from
/// its own rate by linear interpolation to `length` samples a window. With length 0 a window is a whole
/// scene, resampled to the sample count of the longest sensor of all items. Missing samples (and time that a
/// sensor does not cover) are interpolated between their neighbours; a window in which any sensor misses more
/// than half is dropped and counted in `dropped`. Sensors without a command or current role are ignored.
/// Errors: insufficient_data (no item, no command or no current sensor, scenes shorter than a window),
/// invalid_argument (items with different sensors), cancelled. Cost: reads each sensor once; memory: one
/// sensor + result.
Result<PairWindows> cut_pair_windows(const Dataset& dataset, const std::vector<std::string>& parts,
                                     const WindowOptions& options, std::stop_token stop = {},
                                     std::int64_t* dropped = nullptr);

} // namespace andon
