#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/signal/windows.h"

#include <cstdint>
#include <span>
#include <vector>

namespace andon {

struct SplitOptions {
  double validation = 0.2;     ///< share of the windows
  std::int64_t min_scenes = 5; ///< with fewer scenes, each is divided in time
  std::vector<Option> describe();
};

/// Indices into the windows, ascending. Windows in the gap of a division in time are in neither.
struct Split {
  std::vector<std::size_t> train, validation;
  bool by_scene = true;
};

/// Divides windows so that nothing leaks: all windows of one scene go to one side; with fewer than
/// `min_scenes` scenes (and at least 8 windows in each) every scene gives one contiguous block of time to
/// validation and drops the windows nearer than one window to it. Same windows, options and seed: same split.
/// Errors: insufficient_data when a side would be empty.
Result<Split> split_windows(std::span<const WindowRef> windows, const SplitOptions& options,
                            std::uint64_t seed);

} // namespace andon
