#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/signal/dataset.h"

#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// Where a window came from. `id` is the scene id when the window is the whole scene, else "<scene>@<start seconds>".
struct WindowRef {
  std::string id;
  std::size_t item = 0; ///< index into Dataset::items()
  double start = 0, end = 0;
  int label = -1;       ///< the scene's label, or 1 when a label interval overlaps by more than half
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
  std::int64_t length = 0;   ///< samples a window; 0 = the whole scene
  std::int64_t stride = 0;   ///< samples from one window to the next; 0 = length
  std::vector<Option> describe();
};

/// Cuts every item whose part is in `parts` (empty = all). Missing samples are interpolated; a window with more than
/// half missing is dropped and counted in `dropped`. Sensors without a command or current role are ignored.
/// Errors: insufficient_data (no command or no current sensor, scenes shorter than a window), cancelled.
Result<PairWindows> cut_pair_windows(const Dataset& dataset, const std::vector<std::string>& parts,
                                     const WindowOptions& options, std::stop_token stop = {}, std::int64_t* dropped = nullptr);

} // namespace andon
