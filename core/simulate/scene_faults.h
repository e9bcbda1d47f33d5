#pragma once
#include "core/signal/series.h"
#include "core/simulate/scene_signals.h"

#include <string>
#include <vector>

namespace andon {

// Private to core/simulate: anomalies of a scene. Those of the machine act on levels and counts, those of the
// acquisition on what was recorded.

struct SceneFault {
  std::string kind;
  std::size_t sensor = 0, other = 0; ///< other: with whom a swap exchanges
  double start = 0, end = 0;
  double strength = 0; ///< standard deviations, signed
  Seed seed{0};
};

/// Draws anomalies on different sensors, each of a kind that shows on its sensor. May return fewer than were
/// asked for when the machine has no sensor that fits.
std::vector<SceneFault> draw_faults(const SceneOptions& options, const MachinePlan& plan, Seed seed);
/// Changes levels and counts. `causes` are unrelated courses of the groups.
void apply_to_machine(const SceneOptions& options, const MachinePlan& plan, const SceneFault& fault,
                      const std::vector<std::vector<float>>& causes, Seed run,
                      std::vector<RunSignal>& signals);
/// Changes recorded values.
void apply_to_record(const MachinePlan& plan, const SceneFault& fault,
                     std::vector<std::vector<float>>& values);
/// Where the truth says something is wrong: one interval a sensor that shows it.
std::vector<Interval> intervals_of(const MachinePlan& plan, const SceneFault& fault);

} // namespace andon
