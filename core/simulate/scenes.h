#pragma once
#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/signal/dataset.h"
#include "core/simulate/scene_options.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

/// One scene of the data set: its part, its number there and whether it holds anomalies.
struct SceneItem {
  std::string part;
  std::int64_t index = 0;
  bool abnormal = false;
};
/// train, val, normal test, abnormal test. Every part has its own stream: counts do not shift other parts.
std::vector<SceneItem> scene_items(const SceneOptions& options);

/// One run of a machine with its whole truth. Sensors "s00", "s01", … of role feature; meta tells type,
/// storage, byte order, pair, half, moving bits, group and roll-over times. Label 1 and one interval a sensor
/// for every anomaly; a roll-over's time is that of the low half's first sample behind it. The same bits on
/// every machine: built on random.h and portable_math.h only. requires check(options). Threads: any. Cost:
/// about 15 ns a sample.
Scene simulate_scene(const SceneOptions& options, Seed seed, const SceneItem& item);

/// Writes all of them, one file each; scenes are made on all cores and written in order. The bytes do not
/// depend on the number of cores. Errors: those of check(), io, cancelled (within one scene). Memory: 16
/// scenes.
Result<std::int64_t> write_scenes(const SceneOptions& options, Seed seed, DatasetWriter& writer,
                                  Progress& progress, std::stop_token stop);

} // namespace andon
