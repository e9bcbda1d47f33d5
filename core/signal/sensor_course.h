#pragma once
#include "core/signal/scene_facts.h"

#include <array>
#include <cstdint>
#include <vector>

namespace andon {

/// A word that moved: when, and by one unit up (1) or down (−1); 0 = by more than one.
struct WordEvent {
  double time = 0;
  int step = 0;
};

/// One sensor's counts over the whole scene. Private to the sources of core/signal.
struct SensorCourse {
  static constexpr std::size_t most_moves = 4096; ///< a high half moves rarely
  bool words = false;
  bool swapped = false; ///< the words are smoother with their bytes in the other order
  bool rolling = false; ///< a counter or low half: differences are followed instead of values
  std::array<std::int64_t, 16> toggles{}, carries{};
  std::array<double, 16> ones{};
  double still = 0, unit_steps = 0, mean_step = 0;
  std::vector<WordEvent> rollovers, moves; ///< moves: at most most_moves + 1 are kept
};

/// Counts one sensor and writes its frames, [SceneFacts::channels, frames].
SensorCourse course_of(const Sensor& sensor, double start, std::int64_t frames, float* out);

} // namespace andon
